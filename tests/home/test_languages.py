"""A page that is missing in one language: the other one's text, with a word about it. Nothing else depends on pages."""

import re

import pytest
from wagtail.models import Page

from home.loading import find_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def test_a_page_off_line_is_shown_in_the_other_language(client):
    find_page("guide-aids", language="de").specific.unpublish()
    response = client.get("/de/anleitung/der-schalter/rechnung-einreichen/hilfsmittel/")
    html = response.content.decode()

    assert response.status_code == 200
    assert '<html lang="de">' in html
    assert "Diese Seite ist noch nicht übersetzt" in html
    main = html[html.index('<div lang="fr">') :]
    assert "Moyens auxiliaires" in main
    assert "Sur cette page" in main  # the page speaks one language, down to its furniture


@pytest.mark.parametrize("key", ["home", "guide", "guide-aids", "faq", "accessibility"])
@pytest.mark.parametrize(("language", "other"), [("fr", "de"), ("de", "fr")])
def test_a_page_of_any_type_off_line_shows_the_other_language_and_its_pdf(client, key, language, other):
    page = find_page(key, language=language)
    Page.objects.filter(pk=page.pk).update(live=False)
    response = client.get(page.get_url())
    html = response.content.decode()
    papers = [client.get(address).status_code for address in re.findall(r'href="([^"]+\.pdf)"', html)]

    assert (response.status_code, papers) == (200, [202] * len(papers))
    assert f'<div lang="{other}">' in html
    assert "untranslated" in html


def test_a_page_that_was_never_translated_has_an_address_in_the_other_language(client):
    find_page("terms", language="de").delete()

    assert client.get("/de/conditions-d-utilisation/").status_code == 200
    assert client.get("/fr/conditions-d-utilisation/").status_code == 200
    assert client.get("/de/nutzungsbedingungen/").status_code == 404
    switch = re.search(
        r'language-switch__item" href="([^"]+)"', client.get("/fr/conditions-d-utilisation/").content.decode()
    )
    assert switch[1] == "/de/conditions-d-utilisation/"


def test_an_address_in_the_wrong_language_leads_to_the_translation(client):
    response = client.get("/de/contact/")

    assert (response.status_code, response["Location"]) == (302, "/de/kontakt/")


def test_without_its_german_home_the_portal_still_has_pages(client):
    find_page("home", language="de").specific.unpublish()

    assert 'lang="fr"' in client.get("/de/").content.decode()
    assert client.get("/de/kontakt/").status_code == 200


def test_without_any_page_people_still_sign_in_and_work(client, account, signed_in_client):
    Page.objects.filter(depth=2).first().delete()
    Page.objects.filter(depth__gt=1).update(live=False)

    assert client.get("/fr/guichet/register/").status_code == 200
    assert client.get("/de/", follow=True).redirect_chain == [("/de/guichet/sign-in/", 302)]
    assert signed_in_client(account).get("/de/guichet/").status_code == 200
    assert client.get("/fr/guide/").status_code == 404


def test_nothing_below_no_page_is_found(client):
    assert client.get("/fr/guide/nulle-part/").status_code == 404
