"""Help where it is needed: every place opens something in both languages, and a missing one breaks nothing."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.template import RequestContext, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page

from faq.loading import load_help, read_data
from faq.models import FaqEntry, HelpPlace, PromotedAnswer
from faq.places import FAMILIES, PLACES, describe, is_place
from faq.viewsets import HelpPlaceViewSet
from invoicing.enums import ClaimState
from invoicing.kinds.registry import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

TEMPLATES = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
NAMED = {name for text in TEMPLATES for name in re.findall(r'help_link "([a-z-]+)" %', text)}


def draw(rf, tag: str, language: str = "fr", **values) -> str:
    with translation.override(language):
        return Template("{% load faq %}{% " + tag + " %}").render(RequestContext(rf.get(f"/{language}/"), values))


def places_of_the_portal() -> set[str]:
    """Every place a template names, families written out."""
    return (
        NAMED
        | {f"claim-{state}" for state in ClaimState.values}
        | {f"form-{key}" for key in KINDS}
        | {key for key in read_data()["places"] if key.startswith(("field-", "error-"))}
    )


def test_the_places_named_by_templates_are_those_that_editors_know():
    assert NAMED | {f"claim-{state}" for state in ClaimState.values} == set(PLACES)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_place_opens_an_answer_in_its_language(client, language):
    for key in places_of_the_portal():
        response = client.get(f"/{language}/help/{key}/")
        assert (key, response.status_code) == (key, 200)
        assert "data-help-panel" in response.content.decode()
        assert "hreflang" not in response.content.decode().split("<main")[1], key


def test_every_place_loaded_is_one_that_the_portal_knows():
    assert [key for key in HelpPlace.objects.values_list("key", flat=True) if not is_place(key)] == []


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Je n’ai pas reçu de code par SMS"), ("de", "Ich habe keinen Code per SMS erhalten")],
)
def test_a_link_says_what_it_opens(rf, language, title):
    html = draw(rf, 'help_link "code"', language)

    assert f'href="/{language}/help/code/"' in html
    assert f">{title}<" in html
    assert 'target="_blank" rel="noopener" data-help>' in html


def test_a_place_without_help_shows_nothing(rf):
    HelpPlace.objects.all().delete()

    assert draw(rf, 'help_link "code"') == ""
    assert draw(rf, 'help_link "form" kind', kind="travel") == ""


def test_pages_stand_without_any_help(client):
    HelpPlace.objects.all().delete()

    assert client.get("/fr/guichet/register/").status_code == 200
    assert client.get("/fr/guichet/sign-in/").status_code == 200
    assert client.get("/fr/help/code/").status_code == 404


def test_an_answer_taken_down_is_offered_no_more(rf, client):
    for entry in FaqEntry.objects.filter(anchor="code-sms"):
        entry.unpublish()

    assert draw(rf, 'help_link "code"') == ""
    assert client.get("/fr/help/code/").status_code == 404


def test_an_answer_helps_without_the_page_of_all_questions(client):
    Page.objects.filter(slug="faq").delete()

    assert "Le code protège vos données" in client.get("/fr/help/code/").content.decode()


def test_what_is_not_translated_is_shown_in_the_other_language_and_says_so(rf, client):
    FaqEntry.objects.get(anchor="code-sms", locale__language_code="de").unpublish()

    html = client.get("/de/help/code/").content.decode()

    assert ' lang="fr" hreflang="fr">' in draw(rf, 'help_link "code"', "de")
    assert '<h1 class="page__title" lang="fr">' in html
    assert "Diese Seite ist noch nicht übersetzt" in html


def test_a_place_may_open_a_chapter_of_the_guide(client):
    chapter = Page.objects.get(slug="envoyer-une-facture")
    HelpPlace.objects.filter(key="form").update(page=chapter, entry=None)

    html = client.get("/de/help/form/").content.decode()

    assert chapter.get_translation(Page.objects.get(slug="anleitung").locale).title in html
    assert '<li class="steps__step">' in html or "<h2" in html


def test_a_question_leads_on_to_its_chapter(client):
    html = client.get("/de/help/code/").content.decode()

    assert 'Mehr dazu: <a href="/de/anleitung/sich-anmelden/">Sich anmelden</a>' in html


def test_the_field_of_a_form_has_the_help_of_its_name(client):
    html = client.get("/fr/guichet/register/").content.decode()

    assert '<p class="help"><a class="help-link" href="/fr/help/field-iban/"' in html
    assert "/help/field-last_name/" not in html


def test_a_page_reads_its_help_once_and_then_remembers_it(client):
    client.get("/fr/guichet/register/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/fr/guichet/register/")

    assert [query["sql"] for query in queries if "faq_" in query["sql"]] == []


def test_the_locked_sign_in_leads_to_its_answer(client):
    for _attempt in range(6):
        response = client.post("/de/guichet/sign-in/", {"email": "nobody@example.ch", "password": "falsch"})

    assert response.status_code == 429
    assert "/de/help/lockout/" in response.content.decode()


def test_loading_again_changes_nothing_an_editor_chose():
    other = FaqEntry.objects.get(anchor="photo", locale__language_code="fr")
    HelpPlace.objects.filter(key="code").update(entry=other)

    assert load_help() == 0
    assert HelpPlace.objects.get(key="code").entry == other


def test_a_place_and_an_answer_that_an_editor_deleted_stay_away():
    HelpPlace.objects.filter(key="code").delete()
    PromotedAnswer.objects.all().delete()

    assert load_help() == 0
    assert not HelpPlace.objects.filter(key="code").exists()


def test_a_place_opens_exactly_one_thing():
    place = HelpPlace(key="code", page=Page.objects.get(slug="contact"), entry=FaqEntry.objects.first())

    with pytest.raises(ValidationError):
        place.clean()
    with pytest.raises(IntegrityError):
        HelpPlace.objects.create(key="form-new")


@pytest.mark.parametrize("key", ["nowhere", "field-", "code2", ""])
def test_an_unknown_place_is_refused(key):
    with pytest.raises(ValidationError):
        HelpPlace(key=key, entry=FaqEntry.objects.first()).clean()


def test_places_are_called_by_what_they_are():
    assert describe("code") == "Attente du code SMS"
    assert describe("field-iban") == "Champ\u00a0: IBAN (Inscription)"
    assert describe("error-404") == "Page d’erreur\u00a0: Page introuvable"
    assert describe("field-gone") == "Champ\u00a0: gone"
    assert set(FAMILIES) == {"field-", "form-", "error-"}


def test_editors_choose_among_the_places_there_are():
    kept = HelpPlace(key="field-gone")
    form = HelpPlaceViewSet.edit_handler.bind_to_model(HelpPlace).get_form_class()(instance=kept, for_user=None)
    groups = {str(group): dict(places) for group, places in form.fields["key"].choices if group}

    assert list(groups) == ["Étape", "Formulaire", "Champ", "Page d’erreur", "Autre endroit"]
    assert groups["Étape"] == PLACES
    assert set(groups["Formulaire"]) == {f"form-{kind}" for kind in KINDS}
    assert groups["Champ"]["field-kilometres"] == "Kilomètres parcourus (Frais de voyage)"
    assert groups["Autre endroit"] == {"field-gone": "Champ\u00a0: gone"}
    loaded = set(HelpPlace.objects.values_list("key", flat=True))
    assert loaded <= {key for places in groups.values() for key in places}
