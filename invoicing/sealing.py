"""Sealing: what was typed becomes a version that never changes, with its lines, its documents and a hash over them.

Not here: who may send when (workflow).
"""

import hashlib
import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from guichet.models import Beneficiary, DecisionNumber

from .entry import Entry
from .kinds.base import Finding
from .line_words import WORDING, words_to_seal
from .models import Attachment, Claim, Draft, Line, ReferenceCounter, Version
from .names import search_key
from .overlaps import DUPLICATE


def facts_of(entry: Entry) -> dict:
    """What a claim says of its newest version, for lists and searches."""
    return {
        "beneficiary": entry.beneficiary,
        "form_number": entry.form_number,
        "avs_number": entry.beneficiary.avs_number,
        "search_name": search_key(entry.beneficiary.last_name, entry.beneficiary.first_name),
        "bank_account": entry.bank_account,
        "decision_number": entry.head["decision_number"],
        "total": entry.total,
        "period_start": min(line.start for line in entry.lines),
        "period_end": max(line.end for line in entry.lines),
        "finding_count": len(entry.warnings),
        "has_duplicate": any(finding.code == DUPLICATE for finding in entry.warnings),
    }


def next_reference() -> str:
    """2026-000418: the year and its next running number, in the caller's transaction."""
    year = timezone.localdate().year
    ReferenceCounter.objects.get_or_create(year=year)
    counter = ReferenceCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save()
    return str(counter)


def seal_version(claim: Claim, draft: Draft, entry: Entry) -> Version:
    """The next version of `claim`, with its lines and documents; the rates it used are marked."""
    version = Version(
        claim=claim,
        number=claim.version_number,
        answers=entry.asked_answers,
        head=head_of(entry),
        rates=entry.rates.used_as_data(),
        wording=entry.wording() | {WORDING: words_to_seal(entry)},
        findings=[_finding_as_data(finding) for finding in entry.warnings],
        total=entry.total,
    )
    documents = list(draft.attachments.select_related("file"))
    version.hash = _hash(version, entry.lines, documents)
    version.save(force_insert=True)
    Line.objects.bulk_create(
        Line(version=version, position=position, **vars(line)) for position, line in enumerate(entry.lines, start=1)
    )
    Attachment.objects.filter(draft=draft).update(draft=None, version=version)
    entry.rates.mark_used()
    return version


def head_of(entry: Entry) -> dict:
    """Names, addresses, account and decision number as they are today, for a version to keep."""
    person, account, number = entry.beneficiary, entry.bank_account, entry.head["decision_number"]
    return {
        "beneficiary": {
            **{name: getattr(person, name) for name in PERSON},
            "id": person.pk,
            "avs_dotted": person.avs_dotted,
        },
        "bank_account": {
            "id": account.pk,
            "iban": account.iban,
            "iban_spaced": account.iban_spaced,
            "holder": account.holder,
        },
        "decision_number": number,
        "decision_number_spaced": f"{number[:3]} {number[3:7]} {number[7:]}",
    }


PERSON = ("first_name", "last_name", "address", "postcode", "city", "country", "birth_date", "avs_number")


def _finding_as_data(finding: Finding) -> dict:
    return {
        "path": finding.path,
        "code": finding.code,
        "message": {language: _message_in(language, finding) for language, _name in settings.LANGUAGES},
        "claims": list(finding.claims),
    }


def _message_in(language: str, finding: Finding) -> str:
    with translation.override(language):
        return finding.message


def _hash(version: Version, lines: list, documents: list[Attachment]) -> str:
    content = {
        "claim": version.claim.reference,
        "number": version.number,
        "answers": version.answers,
        "head": version.head,
        "rates": version.rates,
        "wording": version.wording,
        "total": version.total,
        "lines": [vars(line) for line in lines],
        "documents": [(document.name, document.file.sha256) for document in documents],
    }
    data = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()


def keep_decision_number(entry: Entry) -> None:
    """Save the number with its description, when the person asked for it."""
    if entry.head.get("save_decision"):
        DecisionNumber.objects.update_or_create(
            beneficiary=Beneficiary.objects.get(pk=entry.beneficiary.pk),
            number=entry.head["decision_number"],
            defaults={"description": entry.head.get("decision_description", "")},
        )
