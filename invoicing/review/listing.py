"""The list of claims in the Wagtail admin: its filters, its search, its order, its pages.

Not here: one claim (views.py), who may look (permissions.py).
"""

from datetime import date, datetime, time

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from invoicing.enums import ClaimState
from invoicing.models import Claim, FormSheet

from .search import search_claims

PER_PAGE = 50
MOST_COUNTED = 50_000  # counting further costs more than anybody pages
EVERY = "every"
SHOWN = (
    "reference", "kind", "state", "total", "submitted_at", "version_number",
    "beneficiary__first_name", "beneficiary__last_name", "beneficiary__avs_number",
)  # fmt: skip


class DayInput(forms.DateInput):
    """The browser's own date field: Wagtail's needs an inline script."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class ClaimFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("État"),
        method="in_state",
        choices=[*ClaimState.choices, (EVERY, _("Toutes"))],
        empty_label=_("Ouvertes"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Formulaire"),
        empty_label=_("Tous"),
        widget=forms.RadioSelect,
    )
    received_from = django_filters.DateFilter(label=_("Reçue dès le"), method="received_since", widget=DayInput)
    received_to = django_filters.DateFilter(label=_("Reçue jusqu’au"), method="received_until", widget=DayInput)

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, *args, sheets: dict[str, FormSheet], **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = [(kind, str(sheet)) for kind, sheet in sheets.items()]

    def in_state(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        return claims if value == EVERY else claims.filter(state=value)

    def received_since(self, claims: QuerySet, name: str, value: date) -> QuerySet:
        return claims.filter(submitted_at__gte=_moment(value, time.min))

    def received_until(self, claims: QuerySet, name: str, value: date) -> QuerySet:
        return claims.filter(submitted_at__lte=_moment(value, time.max))


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def say_age(days: int) -> str:
    return ngettext("%(days)s jour", "%(days)s jours", days) % {"days": days} if days else gettext("aujourd’hui")


class CappedPaginator(WagtailPaginator):
    """Counts no further than MOST_COUNTED: the price of a page stays the same at a million claims."""

    @cached_property
    def counted(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)

    @cached_property
    def items_count_label(self) -> str:
        if self.counted > MOST_COUNTED:
            return _("plus de %(count)s demandes") % {"count": MOST_COUNTED}
        return ngettext("%(count)s demande", "%(count)s demandes", self.count) % {"count": self.count}


class ClaimListView(BaseListingView):
    """Open claims, the longest waiting first; every filter and search is an address that can be shared."""

    model = Claim
    template_name = "invoicing/review/list.html"
    results_template_name = "invoicing/review/list_results.html"
    page_title = _("Demandes")
    header_icon = "form"
    paginate_by = PER_PAGE
    paginator_class = CappedPaginator
    filterset_class = ClaimFilters
    is_searchable = True
    verbose_name_plural = _("demandes")
    index_url_name = "claims:index"
    index_results_url_name = "claims:index_results"
    columns = [
        Column("reference", label=_("Référence"), sort_key="reference"),
        Column("kind", label=_("Formulaire")),
        Column("beneficiary", label=_("Bénéficiaire")),
        Column("submitted_at", label=_("Reçue"), sort_key="submitted_at"),
        Column("age", label=_("Âge"), classname="review-number"),
        Column("total", label=_("Montant en CHF"), classname="review-number"),
        Column("state", label=_("État")),
        Column("version", label=_("Version"), classname="review-number"),
    ]

    def get_search_form(self) -> SearchForm:
        placeholder = _("Référence, nom, AVS")
        return SearchForm(self.request.GET if self.search_kwarg in self.request.GET else None, placeholder=placeholder)

    @cached_property
    def sheets(self) -> dict[str, FormSheet]:
        return {sheet.kind: sheet for sheet in FormSheet.objects.order_by("number")}

    def get_filterset_kwargs(self) -> dict:
        return {**super().get_filterset_kwargs(), "sheets": self.sheets}

    def get_base_queryset(self) -> QuerySet:
        return Claim.objects.select_related("beneficiary").only(*SHOWN)

    def get_ordering(self) -> str:
        asked = self.request.GET.get("ordering")
        if asked in self.get_valid_orderings():
            return asked
        return "submitted_at" if self.chosen_state in ("", *ClaimState.OPEN) else "-submitted_at"

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "-pk" if self.ordering.startswith("-") else "pk")

    @cached_property
    def chosen_state(self) -> str:
        return self.filters.form.cleaned_data.get("state", "") if self.filters.is_valid() else ""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Without a state: the open ones; but who searches is looking for a claim wherever it stands."""
        queryset = super().filter_queryset(queryset)
        return queryset if self.chosen_state or self.is_searching else queryset.open()

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return search_claims(queryset, self.search_query) if self.is_searching else queryset

    def get_context_data(self, *args, **kwargs) -> dict:
        context = super().get_context_data(*args, **kwargs)
        today = timezone.localdate()
        for claim in context["object_list"]:
            claim.sheet = self.sheets.get(claim.kind)
            claim.age = say_age((today - timezone.localdate(claim.submitted_at)).days)
            claim.url = reverse("claims:claim", args=[claim.reference])
        return context
