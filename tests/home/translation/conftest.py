"""Editors, and the acts of writing that the desk has to notice."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation

from faq.models import FaqEntry, FaqPage
from home.roles import create_editor_groups
from home.translation.subjects import Subject
from invoicing.roles import speak_language_of
from tests.conftest import sign_in
from tests.factories import AccountFactory

DESK = "/admin/translations/"


def in_group(name: str, **options) -> Client:
    """Someone of the office, signed in."""
    account = AccountFactory(staff=True, with_device=True, **options)
    account.groups.add(next(group for group in create_editor_groups() if group.name == name))
    speak_language_of(account)
    client = sign_in(Client(), account)
    client.account = account
    return client


@pytest.fixture
def chief() -> Client:
    return in_group("Rédaction en chef")


@pytest.fixture
def german_editor() -> Client:
    return in_group("Rédaction allemande", language="de")


@pytest.fixture
def short_faq(public_pages) -> None:
    """Two questions in each language."""
    FaqEntry.objects.exclude(anchor__in=("iban", "photo")).delete()


def translate(*said: tuple[str, str]) -> None:
    """What a translator types on wagtail-localize's page, sentence by sentence."""
    for french, german in said:
        segment = StringSegment.objects.get(string__data=french)
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=Locale.objects.get(language_code="de"),
            data=german, translation_type="manual",
        )  # fmt: skip


def faq(language: str = "fr") -> FaqPage:
    return FaqPage.objects.get(locale__language_code=language)


def subjects(client: Client, **asked) -> list[Subject]:
    """Every line the desk lists for this person."""
    return client.get(DESK, asked).context["page_obj"].paginator.object_list


def not_in_step(client: Client) -> dict[str, dict[str, str]]:
    """title → state of each language, of what is not in step in both."""
    return {each.title: each.states for each in subjects(client) if set(each.states.values()) != {"in-step"}}


def subject(client: Client, title: str) -> Subject:
    return next(each for each in subjects(client) if each.title == title)


def question(anchor: str, language: str = "fr") -> FaqEntry:
    return FaqEntry.objects.get(anchor=anchor, locale__language_code=language)


def rewrite(anchor: str, old: str, new: str, *, publish: bool = True) -> None:
    """Changes one sentence of a French question, as its editor does."""
    entry = question(anchor).get_latest_revision_as_object()
    assert old in entry.answer + entry.question
    entry.answer, entry.question = entry.answer.replace(old, new), entry.question.replace(old, new)
    save(entry, publish=publish)


def write(anchor: str, text: str, *, publish: bool = True) -> FaqEntry:
    """Adds a French question."""
    like = question("iban")
    entry = FaqEntry.objects.create(
        locale=like.locale, category=like.category, anchor=anchor, question=text, answer="<p>Oui.</p>", live=False
    )
    save(entry, publish=publish)
    return entry


def save(thing: Page | FaqEntry, *, publish: bool = True) -> None:
    revision = thing.save_revision()
    if publish:
        revision.publish()
