"""Pages, mails and SMS in the admin: reworded with their fields, looked at, tried out, and led back."""

import re

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from guichet.codes import text_of
from guichet.models import Channel, Event, Message, OfficeText
from guichet.office_words import LANGUAGES, Medium, texts
from guichet.outbox import write_mail
from tests.claims import make_claim
from tests.conftest import sign_in
from tests.factories import AccountFactory
from tests.invoicing.office_admin.forms import filled, save

pytestmark = pytest.mark.django_db
INDEX = "/admin/office/texts/"
ACCEPTED = f"{INDEX}claim-accepted/"
CODE = f"{INDEX}code-sms/"
SHEET = re.compile(r"/static/css/([\w-]+)\.css")
STATE = f"{INDEX}state-submitted-page/"


def test_the_list_tells_which_texts_the_office_worded(office):
    OfficeText.objects.create(text="reset", passage="opening", wording_de="Guten Tag.")
    groups = office.get(INDEX).context["groups"]
    lines = [line for _medium, lines in groups for line in lines]
    assert {line["text"].key for line in lines} == set(texts())
    assert [len(lines) for _medium, lines in groups] == [
        len([text for text in texts().values() if text.medium == medium]) for medium in Medium
    ]
    assert [line["text"].key for line in lines if line["is_changed"]] == ["reset"]


@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_is_shown_with_its_sample_in_both_languages(office, key):
    page = office.get(f"{INDEX}{key}/")
    french, german = (
        preview.get("page") or preview.get("text") or preview["letter"] for preview in page.context["previews"]
    )
    assert "{" not in french + german
    assert french != german


def test_every_field_is_shown_with_what_it_says(office):
    fields = office.get(f"{INDEX}claim-returned/").context["fields"]
    assert list(fields) == ["prenom", "nom", "telephone", "heures", "reference", "lien", "date"]
    assert fields["reference"] == "2026-000418"
    assert all(fields.values())


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_mail_is_shown_as_a_mail_program_does(office, language):
    response = office.get(f"{ACCEPTED}{language}/")
    assert f'<html lang="{language}">' in response.content.decode()
    assert "script-src 'none'" in response["Content-Security-Policy"]


def test_a_mail_is_laid_out_as_it_is_typed(office):
    posted = filled(office.get(ACCEPTED), opening_fr="Vu <d’avance>.")
    assert "<p>Vu &lt;d’avance&gt;.</p>" in office.post(f"{ACCEPTED}fr/", posted).content.decode()
    assert not OfficeText.objects.exists()


POSTED = sorted(key for key, text in texts().items() if text.is_posted)


@pytest.mark.parametrize("key", POSTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_posted_is_shown_as_the_letter_it_becomes(office, key, language):
    shipped = texts()[key].shipped[language]
    previews = {one["language"]: one["letter"] for one in office.get(f"{INDEX}{key}/").context["previews"]}
    letter, other = previews[language], previews[{"fr": "de", "de": "fr"}[language]]
    ends = shipped.get("by_post") or shipped.get("closing") or shipped.get("greeting", "")
    assert ends.partition("{")[0] in letter
    assert not {"{", "http"} & set(letter.replace(":", " ").split())
    assert letter != other
    assert ("Jeanne Fournier" in letter, "2026-000418" in letter) == (True, True)


def test_a_letter_says_what_its_occasion_gives(office):
    letters = {key: office.get(f"{INDEX}{key}/").context["previews"][0]["letter"] for key in POSTED}
    assert [key for key, letter in letters.items() if "À corriger" in letter] == ["claim-reminder", "claim-returned"]
    assert [key for key, letter in letters.items() if "Raison" in letter] == ["claim-refused"]
    assert [key for key, letter in letters.items() if "Message de l’office" not in letter] == [
        "claim-deadline-passed", "claim-entered", "claim-received"
    ]  # fmt: skip


def test_what_is_typed_of_a_letter_is_shown_and_not_kept(office):
    posted = filled(office.get(f"{INDEX}every-letter/"), greeting_fr="Amitiés")
    page = office.post(f"{INDEX}every-letter/", posted | {"look": "1"})
    assert page.context["previews"][0]["letter"].endswith("Amitiés\n")
    assert "M’envoyer un essai" not in page.content.decode()
    printed = office.post(f"{INDEX}every-letter/fr/letter/", posted)
    assert (printed["Content-Type"], printed.content[:4]) == ("application/pdf", b"%PDF")
    assert not OfficeText.objects.exists()


@pytest.mark.parametrize("address", [f"{INDEX}every-letter/fr/", f"{INDEX}reset/fr/letter/", f"{ACCEPTED}it/letter/"])
def test_there_is_no_mail_of_a_letter_and_no_letter_of_what_is_not_posted(office, address):
    assert office.get(address).status_code == 404


@pytest.mark.parametrize("address", [f"{INDEX}nothing/", f"{ACCEPTED}it/", f"{CODE}fr/", f"{STATE}fr/"])
def test_what_is_no_text_is_not_found(office, address):
    assert office.get(address).status_code == 404


def test_a_reworded_mail_leaves_so_and_only_what_differs_is_kept(office, clerk):
    save(office, ACCEPTED, opening_fr="C’est oui, {prenom}.")
    row = OfficeText.objects.get()
    assert (row.text, row.passage, row.wording_fr, row.wording_de) == (
        "claim-accepted", "opening", "C’est oui, {prenom}.", "",
    )  # fmt: skip
    event = Event.objects.get(action="officetext.changed")
    shipped = texts()["claim-accepted"].shipped["fr"]["opening"]
    assert (event.actor, event.detail["changes"]) == (clerk, {"opening_fr": [shipped, "C’est oui, {prenom}."]})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"link_fr": "Voir ma demande"}, "link_fr"),
        ({"subject_de": "Ihr Antrag"}, "subject_de"),
        ({"opening_fr": "Bonjour {inconnu}"}, "opening_fr"),
        ({"opening_fr": "Bonjour {prenom"}, "opening_fr"),
        ({"subject_fr": "Demande {reference} " + "a" * 150}, "subject_fr"),
    ],
)
def test_a_field_taken_away_or_made_up_is_told_at_the_passage(office, changes, field):
    response = save(office, ACCEPTED, **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert f'<a href="#id_{field}">' in response.content.decode()  # said at the top too: the passage may be far below
    assert not OfficeText.objects.exists()


def test_an_unknown_field_names_those_there_are(office):
    errors = save(office, STATE, text_de="Guten Tag {name}").context["form"].errors
    assert errors == {
        "text_de": [
            "Le champ {name} n’existe pas dans ce texte. Vous pouvez utiliser\u00a0: "
            "{telephone}, {heures}, {prenom}, {reference}"
        ]
    }


@pytest.mark.parametrize("text", ["{code} : fenêtre", "{code} " + "a" * 150, "Votre code"])
def test_a_code_that_needs_a_second_sms_is_refused(office, text):
    response = save(office, CODE, text_fr=text)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text_fr"])


def test_a_reworded_code_still_binds_to_our_host(office):
    save(office, CODE, text_fr="{code} est votre code.")
    assert text_of("012345", "fr") == "012345 est votre code.\n\n@testserver #012345"


def test_a_preview_shows_what_is_typed_and_keeps_nothing(office):
    response = save(office, ACCEPTED, opening_fr="Vu d’avance.", look="1")
    assert "Vu d’avance." in response.context["previews"][0]["text"]
    assert not OfficeText.objects.exists()


def test_the_sms_page_counts_what_leaves(office):
    size = office.get(CODE).context["previews"][0]["size"]
    assert (size.alphabet, size.parts, size.units) == ("GSM-7", 1, len(text_of("123456", "fr")))


def test_a_test_mail_goes_to_oneself_marked_and_as_typed(office, clerk):
    save(office, ACCEPTED, opening_fr="À l’essai.", test="1")
    message = Message.objects.get()
    assert (message.recipient, message.subject[:7]) == (clerk.email, "[Test] ")
    assert "À l’essai." in message.text
    assert not OfficeText.objects.exists()


def test_a_test_sms_goes_to_one_s_own_number(office, clerk):
    save(office, CODE, test="1")
    message = Message.objects.get()
    assert (message.channel, message.recipient, message.text[:6]) == (Channel.SMS, str(clerk.phone), "[Test]")


def test_an_earlier_wording_comes_back(office):
    save(office, ACCEPTED, opening_fr="Premier.")
    save(office, ACCEPTED, opening_fr="Second.")
    newest = Event.objects.filter(action="officetext.changed").latest("pk")
    page = office.get(f"{ACCEPTED}?before={newest.pk}")
    assert page.context["form"]["opening_fr"].value() == "Premier."
    assert "Premier." in page.context["previews"][0]["text"]
    office.post(ACCEPTED, filled(page))
    assert OfficeText.objects.get().wording_fr == "Premier."


def test_an_emptied_passage_says_what_was_shipped(office):
    save(office, ACCEPTED, opening_fr="Premier.")
    save(office, ACCEPTED, opening_fr="")
    assert OfficeText.objects.get().wording_fr == ""
    assert not any(line["is_changed"] for _medium, lines in office.get(INDEX).context["groups"] for line in lines)


def test_who_saves_over_a_colleague_is_told(office):
    mine = filled(office.get(ACCEPTED), opening_fr="Le mien")
    save(office, ACCEPTED, opening_fr="Celui du collègue")
    assert office.post(ACCEPTED, mine).status_code == 422
    assert OfficeText.objects.get().wording_fr == "Celui du collègue"


def test_the_texts_speak_german_to_a_german_clerk(german_office):
    content = german_office.get(ACCEPTED).content.decode()
    assert "Antrag angenommen" in content
    assert "Enregistrer" not in content


def test_a_mail_written_before_keeps_its_words(office):
    write_mail("password-changed", account=AccountFactory())
    before = Message.objects.get().text
    save(office, f"{INDEX}password-changed/", opening_fr="Autrement dit.")
    assert Message.objects.get().text == before


def test_a_reworded_page_shows_at_once_in_both_languages(office, django_capture_on_commit_callbacks):
    claim = make_claim()
    person = sign_in(Client(), claim.owner)
    pages = [f"/{language}/guichet/claims/{claim.reference}/" for language in ("fr", "de")]
    before = [person.get(page).content.decode() for page in pages]
    with django_capture_on_commit_callbacks(execute=True):
        save(office, STATE, text_fr="Patience, {prenom}.", text_de="Geduld, {prenom}.")
    after = [person.get(page).content.decode() for page in pages]
    assert ["Patience, Jeanne." in before[0], "Geduld, Jeanne." in before[1]] == [False, False]
    assert ["Patience, Jeanne." in after[0], "Geduld, Jeanne." in after[1]] == [True, True]


def test_a_page_is_shown_as_the_person_reads_it_with_what_is_typed(office):
    response = save(office, STATE, text_fr="<b>Vu</b> pour {reference}.", look="1")
    page = response.context["previews"][0]["page"]
    assert "<p>&lt;b&gt;Vu&lt;/b&gt; pour 2026-000418.</p>" in page
    assert '<p class="notice__title">L’office examine votre demande</p>' in page
    assert 'srcdoc="&lt;!doctype html&gt;' in response.content.decode().replace("\n", "")
    assert not OfficeText.objects.exists()


def test_a_page_is_shown_with_the_portal_s_own_looks(office):
    page, frame = office.get("/fr/").content.decode(), office.get(STATE).context["previews"][0]["page"]
    sheets = set(SHEET.findall(frame))
    assert set(SHEET.findall(page)) - sheets == {"home"}
    assert [name for name in sheets if not find(f"css/{name}.css")] == []


def test_an_earlier_wording_of_a_page_comes_back(office):
    save(office, STATE, text_fr="Premier.")
    save(office, STATE, text_fr="")
    newest = Event.objects.filter(action="officetext.changed").latest("pk")
    page = office.get(f"{STATE}?before={newest.pk}")
    assert "Premier." in page.context["previews"][0]["page"]
    office.post(STATE, filled(page))
    assert OfficeText.objects.get().wording_fr == "Premier."


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("code-sent-page", {"text_fr": "Un SMS est parti."}),
        ("state-returned-page", {"deadline_de": "Bald bitte."}),
        ("email-unverified-page", {"text_fr": "Suivez le lien."}),
    ],
)
def test_what_a_page_says_of_the_very_case_stays(office, key, changes):
    response = save(office, f"{INDEX}{key}/", **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, list(changes))


def test_a_page_is_not_sent_as_a_test(office):
    save(office, STATE, test="1")
    assert not Message.objects.exists()


def test_a_browser_gets_what_it_needs_to_count_an_sms(office):
    rules = office.get(CODE).context["sms_rules"]
    assert rules["values"]["fr"]["code"] == "123456"
    assert rules["after"] == "\n\n@testserver #123456"
    assert rules["limits"] == {"GSM-7": (160, 153), "UCS-2": (70, 67)}
