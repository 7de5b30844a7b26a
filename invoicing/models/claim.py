"""Draft, Claim, Version, Line: what is being typed, the matter itself, what was sent, what it is worth."""

import uuid
from datetime import UTC, date, datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.db.models.lookups import LessThan, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guichet.models import BankAccount, Beneficiary
from invoicing.enums import ClaimState, PdfState

LISTED = (
    "submitted_at", "id", "state", "kind", "language", "assigned_to", "total", "finding_count", "has_duplicate",
    "version_number", "period_start", "period_end", "search_name",
)  # fmt: skip
EVERY = Q(period_end__gte=F("period_start"))  # true of each claim, by constraint
REACHES = (32, 64, 128, 256, 512, 1024, 2048, 4096)  # days
BEYOND_REACH = 9_999_999


def listed_by(first: str) -> list[str]:
    """What the list is filtered by and shows in order, `first` leading."""
    return [first, *(name for name in LISTED if name != first)]


class DaysBefore(Func):
    """Days from a day to a moment (in UTC): (moment, day)."""

    output_field = models.IntegerField()
    template = "CAST(julianday(date(%(at)s)) - julianday(%(day)s) AS integer)"
    template_of_postgresql = "((%(at)s AT TIME ZONE 'UTC')::date - %(day)s)"

    def as_sql(self, compiler, connection, **context):
        parts = {
            name: compiler.compile(one)[0] for name, one in zip(("at", "day"), self.source_expressions, strict=True)
        }
        return (self.template_of_postgresql if connection.vendor == "postgresql" else self.template) % parts, []


def reach_of(submitted_at: datetime, start: date, end: date) -> int:
    """The first of REACHES, in days, that holds the period `start` … `end` before its sending; one of a correction may
    go on after it, by more than the hour that midnight in UTC is late."""
    day = submitted_at.astimezone(UTC).date()
    if (day - end).days < -1:
        return BEYOND_REACH
    return next((most for most in REACHES if (day - start).days <= most), BEYOND_REACH)


def reach_by_database() -> Case:
    """The same as an expression: the database refuses another."""
    goes_on = LessThan(DaysBefore("submitted_at", "period_end"), -1)
    began = DaysBefore("submitted_at", "period_start")
    within = (When(LessThanOrEqual(began, most), then=most) for most in REACHES)
    return Case(When(goes_on, then=BEYOND_REACH), *within, default=BEYOND_REACH)


class ClaimQuerySet(models.QuerySet):
    def of(self, account):
        """The claims `account` may see as a citizen: his own."""
        return self.filter(owner=account)

    def open(self):
        """Those nobody has closed; the same as ClaimState.OPEN by constraint, and an index holds just them."""
        return self.filter(closed_at=None)

    def every(self):
        """Open and closed. Saying so lets the indexes be used that hold them all, whatever is closed: a query of open
        claims would look each of a million up there."""
        return self.filter(EVERY)


class Claim(models.Model):
    """The matter: its reference, its state, its versions, its decisions.

    `submitted_at` is the first sending, whatever is corrected later (LPGA 29 al. 3).
    """

    reference = models.CharField(_("Référence"), max_length=11, unique=True, help_text="2026-000418")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims", db_index=False)
    kind = models.SlugField(db_index=False)
    form_number = models.CharField(max_length=30, help_text="of the official form, as it was when sent")
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.SUBMITTED)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="claims", db_index=False)
    avs_number = models.CharField(max_length=13, help_text="the beneficiary's: claims of all accounts meet by it")
    search_name = models.CharField(max_length=200, blank=True, help_text="the beneficiary's name as it is looked up")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="claims")
    decision_number = models.CharField(max_length=14)
    language = models.CharField(max_length=2)
    version_number = models.PositiveSmallIntegerField(default=1, help_text="the newest version")
    total = models.DecimalField(max_digits=10, decimal_places=2)
    period_start = models.DateField()
    period_end = models.DateField()
    submitted_at = models.DateTimeField(default=timezone.now)
    reach = models.PositiveIntegerField(help_text="so many days before it was sent hold its whole period")
    changed_at = models.DateTimeField(default=timezone.now, help_text="the last act")
    closed_at = models.DateTimeField(null=True, blank=True)
    finding_count = models.PositiveSmallIntegerField(default=0, help_text="findings of the newest version")
    has_duplicate = models.BooleanField(default=False, help_text="the newest version looks sent twice")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_claims",
        db_index=False, help_text="who of the office treats it; written by assignment.py",
    )  # fmt: skip
    waits_for_second = models.BooleanField(
        default=False, help_text="accepted once, above the office's threshold: a second reviewer has to confirm"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="who of the office typed it in from paper; empty: the person sent it",
    )  # fmt: skip

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        ordering = ["-submitted_at", "-pk"]
        permissions = [
            ("review_claim", "Traiter les demandes"),
            ("confirm_claim", "Confirmer les demandes au-dessus du seuil"),
            ("view_figures", "Voir les chiffres"),
        ]
        indexes = [
            # Of closed ones only: else the list of open claims would be looked up here, one by one. The figures are
            # counted from it alone.
            models.Index(
                fields=["closed_at", "kind", "state", "submitted_at", "total"],
                condition=Q(closed_at__isnull=False),
                name="closed_claims_by_day",
            ),
            models.Index(fields=["owner", "-submitted_at", "-id"], name="claims_of_an_owner"),
            models.Index(fields=["beneficiary", "period_start"], name="claims_of_a_beneficiary"),
            models.Index(fields=listed_by("search_name"), name="claims_by_name"),
            models.Index(fields=["decision_number", "submitted_at", "id"], name="claims_by_decision_number"),
            # Whatever a reviewer filters by, the list is read from these two, in its order.
            models.Index(fields=LISTED, name="claims_by_day"),
            models.Index(fields=LISTED, condition=Q(closed_at=None), name="open_claims_by_day"),
            models.Index(fields=listed_by("assigned_to"), condition=Q(closed_at=None), name="open_claims_by_reviewer"),
            # What few of a million have is not met on the way through the days: for lists of every claim.
            models.Index(fields=listed_by("total"), condition=EVERY, name="every_claim_by_amount"),
            models.Index(fields=listed_by("kind"), condition=EVERY, name="every_claim_by_form"),
            models.Index(fields=listed_by("assigned_to"), condition=EVERY, name="every_claim_by_reviewer"),
            models.Index(fields=LISTED, condition=EVERY & Q(has_duplicate=True), name="every_duplicate_by_day"),
            # Services of years ago stand anywhere in the order of days, but within their reach: review/periods.py.
            models.Index(fields=["reach", *LISTED], name="every_claim_by_reach"),
            models.Index(fields=["avs_number", "period_end"], name="claims_of_an_insured_person"),
            models.Index(
                fields=["submitted_at", "id"], condition=Q(waits_for_second=True), name="claims_to_confirm_by_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="a_claim_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(reach=reach_by_database()), name="a_claim_reaches_its_period"),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.CLOSED, closed_at__isnull=False)
                | Q(state__in=ClaimState.OPEN, closed_at__isnull=True),
                name="a_closed_claim_says_when",
            ),
            models.CheckConstraint(
                condition=Q(waits_for_second=False) | Q(state=ClaimState.SUBMITTED),
                name="what_waits_for_a_second_is_submitted",
            ),
            models.CheckConstraint(
                condition=Q(has_duplicate=False) | Q(finding_count__gt=0), name="a_duplicate_is_a_finding"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs):
        """`reach` follows the dates."""
        self.reach = reach_of(self.submitted_at, self.period_start, self.period_end)
        super().save(**kwargs)

    @property
    def is_corrected(self) -> bool:
        return self.version_number > 1


class Draft(models.Model):
    """What is being typed, raw. With a claim it is that claim's correction; without one it is new."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    kind = models.SlugField()
    claim = models.OneToOneField(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="draft")
    answers = models.JSONField(default=dict, help_text="raw: strings as typed")
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True, blank=True, help_text="empty until something was typed")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE,
                                   related_name="+", help_text="who types it in from paper, for the owner")  # fmt: skip
    received_on = models.DateField(null=True, blank=True, help_text="the day the paper came")
    sent_as = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="sent_drafts",
                                help_text="the claim this draft became; a second post finds it here")  # fmt: skip

    class Meta:
        ordering = ["-saved_at", "-created_at"]
        indexes = [models.Index(fields=["owner", "sent_as"], name="drafts_of_an_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entered_by=None, received_on=None) | Q(entered_by__isnull=False, received_on__isnull=False),
                name="paper_has_its_reviewer_and_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_closed(self) -> bool:
        """Whether it corrects a claim that no longer waits for corrections: it can be neither changed nor sent."""
        return bool(self.claim_id) and self.claim.state != ClaimState.RETURNED


class Version(models.Model):
    """What was sent. Never changes, but for its PDF, which the worker adds."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(help_text="raw, as typed")
    head = models.JSONField(help_text="names, addresses, IBAN, decision number of that day", encoder=DjangoJSONEncoder)
    rates = models.JSONField(help_text="rates used, with their day and source", encoder=DjangoJSONEncoder)
    wording = models.JSONField(help_text="title, number, list labels of that day, in both languages")
    findings = models.JSONField(default=list, help_text="warnings the person saw")
    total = models.DecimalField(max_digits=10, decimal_places=2)
    sent_at = models.DateTimeField(default=timezone.now)
    hash = models.CharField(max_length=64, help_text="SHA-256 over all of the above, the lines and the documents")
    pdf_state = models.CharField(max_length=8, choices=PdfState, default=PdfState.WAITING)
    pdf_name = models.CharField(max_length=120, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="a_claim_has_each_version_once"),
            models.CheckConstraint(
                condition=Q(pdf_state=PdfState.READY, pdf_made_at__isnull=False)
                | (~Q(pdf_state=PdfState.READY) & Q(pdf_made_at__isnull=True)),
                name="a_ready_pdf_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} v{self.number}"


class Line(models.Model):
    """One priced line of a version, in CHF."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=100, blank=True, help_text="the service, alike in every claim: travel-km, 5.06")
    section = models.SlugField()
    path = models.CharField(max_length=60, help_text="the row of the answers it comes from: trips.k3f9")
    label = models.CharField(max_length=250)
    start = models.DateField()
    end = models.DateField()
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    unit = models.CharField(max_length=20)
    rate = models.DecimalField(max_digits=10, decimal_places=2)
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        ordering = ["version", "position"]
        indexes = [models.Index(fields=["start", "end"])]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="a_line_has_its_place"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="a_line_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_line_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.amount}"


class ReferenceCounter(models.Model):
    """The last running number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last:06d}"
