"""Remarks on the portal: anybody, no account, and no machine."""

import pytest

from home.models import Feedback

pytestmark = pytest.mark.django_db

TYPED = {"message": "Le bouton est trop petit.", "where": "Inscription", "email": "a@example.ch"}


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_remark_is_kept_with_its_language(client, language):
    response = client.post(f"/{language}/obstacle/", TYPED)

    assert (response.status_code, response["Location"]) == (302, f"/{language}/obstacle/done/")
    assert list(Feedback.objects.values("message", "where", "email", "language", "is_done")) == [
        TYPED | {"language": language, "is_done": False}
    ]
    assert client.get(response["Location"]).status_code == 200


def test_an_empty_remark_is_sent_back_with_what_was_typed(client):
    html = client.post("/fr/obstacle/", TYPED | {"message": "", "email": "a@"}).content.decode()

    assert 'id="error-summary"' in html
    assert 'value="Inscription"' in html
    assert Feedback.objects.count() == 0


def test_a_machine_is_thanked_and_nothing_is_kept(client):
    response = client.post("/fr/obstacle/", TYPED | {"website": "http://spam.example"})

    assert response["Location"] == "/fr/obstacle/done/"
    assert Feedback.objects.count() == 0


def test_the_eleventh_remark_in_an_hour_has_to_wait(client):
    answers = [client.post("/fr/obstacle/", TYPED).status_code for _again in range(11)]

    assert answers == [302] * 10 + [429]
    assert Feedback.objects.count() == 10


def test_the_accessibility_statement_carries_the_form(public_pages, client):
    for address in ("/fr/accessibilite/", "/de/barrierefreiheit/"):
        assert f'action="{address[:3]}/obstacle/"' in client.get(address).content.decode()
