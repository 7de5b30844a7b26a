"""A person and a claim that do not exist, to look at the office's texts with."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.codes import bound_to_host
from guichet.models import Account
from guichet.office_words import SMS_ENDS, Text, Typed
from guichet.outbox import MailBody, compose_mail, compose_sms, link_to
from invoicing.calendar_days import today
from invoicing.kinds.registry import get_kind
from invoicing.models import Claim, Decision, OfficeMessage, Remark, UndoneDecision, Version
from invoicing.office import load_office

CODE = "123456"
KIND = "plain"
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


def sms_of(text: Text, language: str, typed: Typed | None = None) -> str:
    """The SMS, with all that is sent with it."""
    key = text.key.removesuffix(SMS_ENDS)
    sms = compose_sms(key, account=_person(language), language=language, context={"code": CODE}, typed=typed)
    return sms + bound_to_host(CODE) if key == "code" else sms


def sample_context(language: str) -> Mapping:
    """What the acts give to their mails, all of it at once."""
    with override(language):
        version, link = _version(), link_to("invoicing:desk", language=language)
        message = _("Joignez la facture du cabinet, s’il vous plaît.")
        decision = _decision(version, message)
        return {
            "claim": version.claim,
            "version": version,
            "decision": decision,
            "undone": UndoneDecision(why=message),
            "message": OfficeMessage(text=message),
            "link": link,
            "sign_in_link": link_to("guichet:sign-in", language=language),
            "reset_link": link_to("guichet:forgotten-password", language=language),
            "iban_ends_with": "4417",
            "masked_number": "••• •• 42",
            "site_url": settings.SITE_URL,
        }


def _person(language: str) -> Account:
    return Account(first_name="Jeanne", last_name="Fournier", language=language)


def _version() -> Version:
    wording = load_office(get_kind(KIND)).wording()
    return Version(
        claim=Claim(reference=REFERENCE, kind=KIND, submitted_at=timezone.now()),
        number=1,
        answers={},
        head=HEAD,
        wording=wording,
    )


def _decision(version: Version, message: str) -> Decision:
    """Its number is nobody's, and what is to be corrected is at hand already: nothing is looked for in the database."""
    decision = Decision(pk=0, version=version, message=message, answer_by=today() + timedelta(days=30))
    decision.reason_wording = {"fr": "Prestation non couverte", "de": "Nicht gedeckte Leistung"}
    decision._prefetched_objects_cache = {"remarks": [Remark(path="documents", text=message)]}
    return decision
