"""Given the office's wording of a passage, when a message is written, then it says that; else what was shipped."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from guichet.models import Message, OfficeText
from guichet.office_words import FIELD, LANGUAGES, Medium, texts
from guichet.outbox import write_mail, write_sms
from tests.factories import AccountFactory

KEYS = sorted(texts())


def test_every_mail_has_its_text_and_every_text_its_mail():
    templates = {path.stem for path in (Path(settings.BASE_DIR) / "templates" / "mail").glob("*.txt")}
    assert {key for key, text in texts().items() if text.medium == Medium.MAIL} == templates


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_passages_with_the_same_fields(key):
    french, german = (texts()[key].shipped[language] for language in LANGUAGES)
    assert list(french) == list(german)
    for passage in french:
        assert set(FIELD.findall(french[passage])) == set(FIELD.findall(german[passage]))


@pytest.mark.parametrize("key", KEYS)
def test_every_field_of_the_shipped_wording_is_declared(key):
    text = texts()[key]
    for language in LANGUAGES:
        for passage, wording in text.shipped[language].items():
            assert text.wrong_fields(passage, wording) == ([], [])


@pytest.mark.parametrize("key", [key for key in KEYS if texts()[key].medium == Medium.MAIL])
@pytest.mark.parametrize("part", ["txt", "html"])
def test_every_passage_stands_in_the_mail(key, part):
    template = (Path(settings.BASE_DIR) / "templates" / "mail" / f"{key}.{part}").read_text(encoding="utf-8")
    passages = set(texts()[key].passages) - ({"subject", "by_post"} if part == "html" else {"by_post"})
    assert set(re.findall(r"words\.(\w+)", template)) == passages


@pytest.mark.django_db
def test_a_mail_says_what_the_office_words_in_text_and_html():
    OfficeText.objects.create(text="password-changed", passage="opening", wording_fr="Bravo <{prenom}> & merci.")
    write_mail("password-changed", account=AccountFactory(first_name="Zoé"))
    mail = Message.objects.get()
    assert "Bravo <Zoé> & merci." in mail.text
    assert "<p>Bravo &lt;Zoé&gt; &amp; merci.</p>" in mail.html
    assert mail.subject == "Votre mot de passe a été changé"


@pytest.mark.django_db
def test_what_the_office_worded_in_french_alone_leaves_the_german_mail_as_shipped():
    OfficeText.objects.create(text="password-changed", passage="subject", wording_fr="Nouveau mot de passe")
    write_mail("password-changed", account=AccountFactory(language="de"))
    assert Message.objects.get().subject == texts()["password-changed"].shipped["de"]["subject"]


@pytest.mark.django_db
def test_a_value_that_looks_like_a_field_stays_as_it_is():
    OfficeText.objects.create(text="password-changed", passage="opening", wording_fr="{prenom}, bonjour.")
    write_mail("password-changed", account=AccountFactory(first_name="{telephone}"))
    assert "{telephone}, bonjour." in Message.objects.get().text


@pytest.mark.django_db
@pytest.mark.parametrize("wording", ["Bonjour.", "Voir {lien} et {inconnu}"])
def test_a_kept_wording_without_its_link_or_with_an_unknown_field_never_leaves(wording):
    OfficeText.objects.create(text="reset", passage="link", wording_fr=wording)
    write_mail("reset", account=AccountFactory(), context={"link": "https://guichet.ch/x"})
    assert "Réinitialiser le mot de passe\u00a0:\nhttps://guichet.ch/x" in Message.objects.get().text


@pytest.mark.django_db
def test_what_was_written_keeps_its_wording():
    write_sms("phone-changed", account=AccountFactory())
    before = Message.objects.get().text
    OfficeText.objects.create(text="phone-changed-sms", passage="text", wording_fr="Autre chose")
    assert Message.objects.get().text == before


@pytest.mark.django_db
def test_the_office_s_words_cost_a_mail_one_query(django_assert_num_queries):
    account = AccountFactory()
    with django_assert_num_queries(2):
        write_mail("password-changed", account=account)
