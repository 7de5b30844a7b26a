"""Remarks on the portal: anybody, no account, and no machine."""

from unittest.mock import Mock

import pytest

from guichet import limits
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


def test_the_eleventh_remark_in_an_hour_has_to_wait_and_is_not_lost(client):
    answers = [client.post("/fr/obstacle/", TYPED) for _again in range(11)]
    last = answers[-1]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert 0 < int(last["Retry-After"]) <= 3600
    assert TYPED["message"] in last.content.decode()
    assert Feedback.objects.count() == 10


def test_a_remark_waits_for_a_store_that_is_away_and_is_not_lost(client, monkeypatch):
    monkeypatch.setattr(limits, "get_usage", Mock(side_effect=OSError))
    response = client.post("/de/obstacle/", TYPED)

    assert response.status_code == 503
    assert TYPED["message"] in response.content.decode()
    assert Feedback.objects.count() == 0


def test_the_accessibility_statement_carries_the_form(public_pages, client):
    for address in ("/fr/accessibilite/", "/de/barrierefreiheit/"):
        assert f'action="{address[:3]}/obstacle/"' in client.get(address).content.decode()
