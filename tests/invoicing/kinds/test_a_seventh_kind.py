"""A form that exists in this file alone goes through everything: nothing outside its folder knows a kind by name.

It uses what the six do not use all at once: a folded section, an optional one, a catalogue, an asked document, a number
of its own, running periods.
"""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guichet.forms.fields import SwissDateField
from invoicing.kinds.base import AskedDocument, Kind, PricedLine, Section
from invoicing.kinds.forms import CatalogueField, NumberField, SectionForm, TextField
from invoicing.kinds.registry import KINDS
from invoicing.models import CatalogueEntry, Claim, Draft, FormSheet, Rate
from invoicing.pdf import html_of
from invoicing.reading import check_draft
from invoicing.roles import make_reviewer
from tests.claims import as_posted, head_for, make_draft, make_person
from tests.factories import AccountFactory
from tests.invoicing.hostile_files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


class DogForm(SectionForm):
    dog = CatalogueField(label="Chien")
    day = SwissDateField(label="Jour")
    walks = NumberField(label="Promenades", most="100", places=0)


class VetForm(SectionForm):
    vet = TextField(label="Vétérinaire")
    bill = NumberField(label="Facture", most="1000")


def price_dog(row: dict, rates) -> list[PricedLine]:
    rate = rates.at(row["dog"].limit_code, row["day"])
    return [_line("dogs", f"dogs.{row['id']}", row["dog"].key, row["day"], row["walks"], rate)]


def price_vet(row: dict, rates) -> list[PricedLine]:
    return [_line("vet", "vet", "vet", date(2026, 8, 1), Decimal(1), row["bill"])]


def _line(section, path, code, day, quantity, rate):
    return PricedLine(code=code, section=section, path=path, label=code, start=day, end=day, quantity=quantity,
                      unit="x", rate=rate, amount=quantity * rate)  # fmt: skip


SEVENTH = Kind(
    key="seventh",
    sections=(
        Section(key="dogs", title="Chiens", form=DogForm, repeated=True, is_folded=True, row_title="Chien %(number)s",
                add_label="Encore un", remove_label="Enlever le chien %(number)s", day_field="day", price=price_dog),
        Section(key="vet", title="Vétérinaire", form=VetForm, optional=True, is_folded=True, price=price_vet),
    ),
    rate_prefix="walk-",
    catalogue="dogs",
    empty_message="Aucun chien.",
    documents_asked=lambda answers: [AskedDocument(f"leash-{row['id']}", "Laisse") for row in answers["dogs"]],
    number_of=lambda answers, office: next((row["dog"].form_number for row in answers["dogs"]), office.sheet.number),
)  # fmt: skip
ANSWERS = {"dogs": [{"id": "d1", "dog": "guide-dog", "day": "10.08.2026", "walks": "3"}]}


@pytest.fixture(autouse=True)
def _seventh(monkeypatch):
    monkeypatch.setitem(KINDS, "seventh", SEVENTH)
    FormSheet.objects.create(kind="seventh", number="999.000", title_fr="Chiens", title_de="Hunde")
    common = {"catalogue": "dogs", "section_fr": "Chiens", "section_de": "Hunde", "limit_per": "unit"}
    CatalogueEntry.objects.create(key="guide-dog", number="11.02", form_number="999.002", name_fr="Chien-guide",
                                  name_de="Führhund", limit_code="walk-guide", **common)  # fmt: skip
    CatalogueEntry.objects.create(key="old-dog", number="11.03", form_number="999.003", name_fr="Vieux chien",
                                  name_de="Alter Hund", limit_code="walk-old", is_active=False, **common)  # fmt: skip
    Rate.objects.create(code="walk-guide", valid_from=date(2021, 1, 1), amount=Decimal("5.00"), source="test")


def documents(name: str = "documents-for-leash-d1") -> dict:
    return {name: SimpleUploadedFile("laisse.pdf", pdf(), content_type="application/pdf")}


def test_it_goes_from_the_desk_to_acceptance(signed_in_client):
    owner = make_person()
    client = signed_in_client(owner)
    assert "Chiens" in client.get(reverse("invoicing:desk")).content.decode()
    start = client.post(reverse("invoicing:start", args=["seventh"]))["Location"]
    typed = {"head": head_for(owner), "closing": {"remark": ""}, **ANSWERS}

    refused = client.post(start, as_posted(typed, action="review"))
    assert [error["path"] for error in refused.context["errors"]] == ["documents.leash-d1"]
    assert 'name="documents-for-leash-d1"' in refused.content.decode()
    confirm = client.post(start, as_posted(typed, action="review", **documents()))["Location"]
    assert "11.02 Chien-guide" in client.get(confirm).content.decode()
    client.post(confirm)

    claim = Claim.objects.get(owner=owner)
    version = claim.versions.get()
    assert (claim.form_number, claim.total, version.lines.get().code) == ("999.002", Decimal("15.00"), "guide-dog")
    assert version.wording["catalogue"] == {"guide-dog": {"fr": "11.02 Chien-guide", "de": "11.02 Führhund"}}
    assert "11.02 Chien-guide" in html_of(version)

    reviewer = AccountFactory(staff=True, with_device=True)
    make_reviewer(reviewer)
    office = signed_in_client(reviewer)
    page = f"/admin/claims/{claim.reference}/"
    assert "999.002" in office.get(page).content.decode()
    seen = {"version": 1, "state": "submitted", "message": "Corrigez.", "remark-dogs.d1.walks": "Combien ?"}
    office.post(f"{page}decide/return/", seen | {"confirmed": "1"})

    draft = Draft.objects.get(claim=claim)
    assert [document.asked_as for document in draft.attachments.all()] == ["leash-d1"]
    address = reverse("invoicing:draft", args=[draft.pk])
    assert "Combien ?" in client.get(address).content.decode()
    typed["dogs"] = [ANSWERS["dogs"][0] | {"walks": "2"}]
    client.post(client.post(address, as_posted(typed, action="review"))["Location"])
    office.post(f"{page}decide/accept/", {"version": 2, "state": "submitted", "message": "", "confirmed": "1"})
    claim.refresh_from_db()
    assert (claim.state, claim.total) == ("accepted", Decimal("10.00"))


def test_an_optional_section_counts_once_something_is_typed_in_it():
    assert [line.section for line in check_draft(make_draft("seventh", answers=ANSWERS)).lines] == ["dogs"]
    entry = check_draft(make_draft("seventh", answers=ANSWERS | {"vet": {"vet": "Dr Chat"}}))
    assert "vet.bill" in [error["path"] for error in entry.errors]
    entry = check_draft(make_draft("seventh", answers=ANSWERS | {"vet": {"vet": "Dr Chat", "bill": "80"}}))
    assert entry.total == Decimal("95.00")


def test_a_folded_section_opens_for_what_was_typed_or_is_wrong():
    entry = check_draft(make_draft("seventh", answers=ANSWERS))
    assert {bound.section.key: bound.is_open for bound in entry.sections[1:-1]} == {"dogs": True, "vet": False}


def test_a_deactivated_entry_of_the_catalogue_stays_where_it_was_chosen():
    entry = check_draft(make_draft("seventh", answers=ANSWERS))
    field = entry.sections[1].rows[0].form.fields["dog"]
    assert [key for key, _label in field.choices] == ["guide-dog"]
    rows = [ANSWERS["dogs"][0] | {"dog": "old-dog"}]
    kept = check_draft(make_draft("seventh", answers={"dogs": rows})).sections[1].rows[0].form.fields["dog"]
    assert [key for key, _label in kept.choices] == ["guide-dog", "old-dog"]


def test_a_rate_is_looked_up_by_its_prefix_and_marked_when_sent():
    entry = check_draft(make_draft("seventh", answers=ANSWERS))
    assert [rate["code"] for rate in entry.rates.used_as_data()] == ["walk-guide"]
    entry.rates.mark_used()
    assert Rate.objects.get(code="walk-guide").first_used_at


def test_a_catalogue_field_draws_radios():
    assert DogForm.base_fields["dog"].widget.__class__ is forms.RadioSelect
