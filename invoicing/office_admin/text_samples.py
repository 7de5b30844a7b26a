"""A person and a claim that do not exist, to look at the office's texts with."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.codes import bound_to_host
from guichet.models import Account, Beneficiary
from guichet.office_words import EVERY_LETTER, LANGUAGES, SMS_ENDS, Text, Typed, value_of, wordings
from guichet.outbox import MailBody, compose_letter, compose_mail, compose_sms, link_to
from guichet.page_words import TYPED
from guichet.sms_size import BASIC, EXTENDED, LIMITS
from invoicing.calendar_days import today
from invoicing.enums import Outcome
from invoicing.kinds.registry import get_kind
from invoicing.models import Claim, Decision, OfficeMessage, Remark, UndoneDecision, Version
from invoicing.office import load_office
from invoicing.summary import spoken, spoken_title
from invoicing.usual_time import UsualTime

from .screens import FOLDER

CODE = "123456"
KIND = "plain"
LETTER = "claim-accepted"  # with which what stands around every letter is looked at
DECIDED = {
    "claim-accepted": Outcome.ACCEPTED,
    "claim-refused": Outcome.REFUSED,
    "claim-returned": Outcome.RETURNED,
    "claim-reminder": Outcome.RETURNED,
}
UNDONE = ("claim-correction-taken-back", "claim-decision-undone")
WRITTEN_TO = ("office-message",)
REFERENCE = "2026-000418"
HEAD = {
    "beneficiary": {
        "first_name": "Jeanne", "last_name": "Fournier", "address": "Rue du Rhône 12", "postcode": "1950",
        "city": "Sion", "birth_date": "1978-03-27", "avs_dotted": "756.1234.5678.97",
    },
    "bank_account": {"iban_spaced": "CH93 0076 2011 6238 5295 7", "holder": "Jeanne Fournier"},
    "decision_number_spaced": "323 2024 1000000",
}  # fmt: skip


def mail_of(text: Text, language: str, typed: Typed | None = None, *, account: Account | None = None) -> MailBody:
    """The mail as the person of the sample (or `account`) would get it."""
    context = sample_context(language)
    return compose_mail(text.key, account=account or _person(language), language=language, context=context, typed=typed)


def letter_of(text: Text, language: str, typed: Typed | None = None) -> MailBody:
    """The letter as the person of the sample would get it by post, with what the act gives to that one."""
    key = LETTER if text.key == EVERY_LETTER else text.key
    context = dict(sample_context(language, outcome=DECIDED.get(key)))
    for name, keys in (("decision", DECIDED), ("undone", UNDONE), ("message", WRITTEN_TO)):
        if key not in keys:
            del context[name]
    typed_by_key = {text.key: typed} if typed else None
    return compose_letter(key, account=_person(language), context=context, typed=typed_by_key)


def page_of(text: Text, language: str, request: HttpRequest, typed: Typed | None = None) -> str:
    """The piece of a page as the person of the sample sees it: a document of its own, with the portal's looks."""
    with override(language):
        context = sample_context(language) | {TYPED: typed or wordings(text), "piece": f"words/{text.key}.html"}
        return render_to_string(f"{FOLDER}page_preview.html", context, request=request)


def values_of(text: Text, language: str) -> dict[str, str]:
    """field → what it says with the sample."""
    with override(language):
        context = sample_context(language)
        return {field: value_of(text, field, context) for field in text.fields}


def sms_rules(text: Text) -> dict:
    """What a browser needs to know to count an SMS while it is typed, as sms_size does."""
    return {
        "basic": "".join(sorted(BASIC)),
        "extended": "".join(sorted(EXTENDED)),
        "limits": LIMITS,
        "values": {language: values_of(text, language) for language in LANGUAGES},
        "after": bound_to_host(CODE) if text.key == f"code{SMS_ENDS}" else "",
        "says": _("{units} signes en {alphabet}, {parts} SMS"),
        "foreign": _("signes qui renchérissent l’envoi :"),
    }


def sms_of(text: Text, language: str, typed: Typed | None = None) -> str:
    """The SMS, with all that is sent with it."""
    key = text.key.removesuffix(SMS_ENDS)
    sms = compose_sms(key, account=_person(language), language=language, context={"code": CODE}, typed=typed)
    return sms + bound_to_host(CODE) if key == "code" else sms


def sample_context(language: str, *, outcome: Outcome | None = None) -> Mapping:
    """What the acts give to their mails, and the views to their pages: all of it at once, or of one decision."""
    with override(language):
        version, link = _version(), link_to("invoicing:desk", language=language)
        message = _("Joignez la facture du cabinet, s’il vous plaît.")
        decision = _decision(version, message, outcome)
        remarks = [{"id": "main", "label": _("Documents"), "text": message}]
        return {
            "account": _person(language),
            "code": CODE,
            "title": spoken_title(version.wording),
            "reason": spoken(decision.reason_wording),
            "asked": remarks,
            "remarks": remarks,
            "usual_time": UsualTime(median=12, nine_of_ten=25),
            "office_phone": settings.OFFICE_PHONE,
            "office_hours": settings.OFFICE_HOURS,
            "claim": version.claim,
            "version": version,
            "decision": decision,
            "undone": UndoneDecision(why=message),
            "message": OfficeMessage(text=message),
            "link": link,
            "sign_in_link": link_to("guichet:sign-in", language=language),
            "reset_link": link_to("guichet:forgotten-password", language=language),
            "iban_ends_with": "4417",
            "masked_number": "•••\u00a0••\u00a042",
            "site_url": settings.SITE_URL,
        }


def _person(language: str) -> Account:
    return Account(
        first_name="Jeanne", last_name="Fournier", email="jeanne.fournier@example.ch", language=language,
        address="Rue du Rhône 12", postcode="1950", city="Sion",
    )  # fmt: skip


def _version() -> Version:
    wording = load_office(get_kind(KIND)).wording()
    return Version(
        claim=Claim(
            reference=REFERENCE,
            kind=KIND,
            submitted_at=timezone.now(),
            beneficiary=Beneficiary(first_name="Jeanne", last_name="Fournier"),
            total=Decimal("112.40"),
        ),
        number=1,
        answers={},
        head=HEAD,
        wording=wording,
    )


def _decision(version: Version, message: str, outcome: Outcome | None) -> Decision:
    """With a reason and with what is to be corrected, or with what its outcome has of them. Its number is nobody's, and
    all is at hand already: nothing is looked for in the database.
    """
    decision = Decision(pk=0, version=version, message=message, answer_by=today() + timedelta(days=30))
    if outcome in (None, Outcome.REFUSED):
        decision.reason_wording = {"fr": "Prestation non couverte", "de": "Nicht gedeckte Leistung"}
    remarks = [Remark(path="documents", text=message)] if outcome in (None, Outcome.RETURNED) else []
    decision._prefetched_objects_cache = {"remarks": remarks}
    return decision
