"""The editors' report: what did not help comes first, each with the page to mend."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from faq.models import FaqEntry, HelpPlace, MissedSearch, Vote
from faq.obstacles import obstacle_rows
from faq.report import start_of, vote_rows
from faq.targets import Targets
from home.roles import LANGUAGE_EDITORS, create_editor_group, create_editor_groups
from invoicing import workflow
from invoicing.figures.obstacles import FEWEST, count_obstacles
from invoicing.models import ListEntry
from invoicing.roles import make_reviewer
from tests.claims import make_claim, make_person
from tests.factories import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

ADDRESS = "/admin/reports/answers/"
YEAR = start_of("365")


@pytest.fixture
def editor():
    account = AccountFactory(staff=True, with_device=True)
    account.groups.add(create_editor_group())
    return account


def cast(entry: FaqEntry, *, yes: int = 0, no: int = 0, word: str = "") -> None:
    for number in range(yes + no):
        Vote.objects.create(page=entry.page, entry=entry, is_helpful=number < yes, word=word)


def test_what_helped_least_comes_first_with_its_words_and_its_page(editor):
    photo, iban = (FaqEntry.objects.get(anchor=anchor, locale__language_code="de") for anchor in ("photo", "iban"))
    contact = Page.objects.get(slug="contact")
    cast(photo, yes=3, no=1)
    cast(iban, no=2, word="Wo genau?")
    Vote.objects.create(page=contact, is_helpful=True)

    rows = vote_rows(YEAR, Targets(editor))

    assert [(row.target.title, row.target.language, row.yes, row.no, row.share, row.words) for row in rows] == [
        ("Welche IBAN kann ich angeben?", "de", 0, 2, 0, ["Wo genau?"] * 2),
        ("Darf ich meine Dokumente fotografieren?", "de", 3, 1, 75, []),
        ("Contact", "fr", 1, 0, 100, []),
    ]
    assert rows[2].target.url == f"/admin/pages/{contact.pk}/edit/"


def test_a_question_is_opened_in_its_own_editor(editor, signed_in_client):
    photo = FaqEntry.objects.get(anchor="photo", locale__language_code="fr")

    html = signed_in_client(editor).get(Targets(editor).of(photo).url).content.decode()

    assert f'value="{photo.question}"' in html


def test_what_an_editor_may_not_edit_is_there_to_read():
    create_editor_groups()
    writer = AccountFactory(staff=True)
    writer.groups.add(Group.objects.get(name=LANGUAGE_EDITORS["de"]))
    french, german = (FaqEntry.objects.get(anchor="photo", locale__language_code=code) for code in ("fr", "de"))

    targets = [Targets(writer).of(entry) for entry in (french, german)]

    assert [(target.is_editable, target.url.split("#")[0]) for target in targets] == [
        (False, french.page.url),
        (True, f"/admin/snippets/faq/faqentry/edit/{german.pk}/"),
    ]


def test_an_editor_reads_both_lists(editor, signed_in_client):
    cast(FaqEntry.objects.get(anchor="photo", locale__language_code="fr"), no=1, word="<b>flou</b>")
    MissedSearch.objects.create(language="fr", words="taxi", count=7)

    html = signed_in_client(editor).get(ADDRESS).content.decode()

    assert "&lt;b&gt;flou&lt;/b&gt;" in html
    assert re.search(
        r'href="/admin/snippets/faq/faqentry/add/\?locale=fr">Écrire une réponse à «\u00a0taxi\u00a0»', html
    )


def test_an_empty_report_says_so(editor, signed_in_client):
    html = signed_in_client(editor).get(ADDRESS).content.decode()

    assert "Personne n’a donné son avis dans cette période." in html
    assert "Tout ce qui a été cherché dans cette période a été trouvé." in html
    assert "Aucun refus dans cette période." in html
    assert "Aucune correction dans cette période." in html


@pytest.mark.parametrize(("days", "is_shown"), [("30", False), ("91", True), ("nonsense", True)])
def test_an_editor_chooses_the_period(editor, signed_in_client, days, is_shown):
    cast(FaqEntry.objects.get(anchor="photo", locale__language_code="fr"), no=1, word="flou")
    Vote.objects.update(created_at=timezone.now() - timedelta(days=40))

    html = signed_in_client(editor).get(ADDRESS, {"days": days}).content.decode()

    assert ("flou" in html) is is_shown


def test_the_report_is_in_the_menu_of_editors_and_not_of_reviewers(editor, signed_in_client):
    reviewer = AccountFactory(staff=True, with_device=True)
    make_reviewer(reviewer)

    assert ADDRESS in signed_in_client(editor).get("/admin/").content.decode()
    assert signed_in_client(reviewer).get(ADDRESS).status_code == 404
    assert ADDRESS not in signed_in_client(reviewer).get("/admin/").content.decode()


def count_queries(user) -> int:
    with CaptureQueriesContext(connection) as queries:
        vote_rows(YEAR, Targets(user))
    return len(queries)


def test_many_answers_cost_no_query_more(editor):
    entries = list(FaqEntry.objects.select_related("locale"))
    cast(entries[0], no=1)
    vote_rows(YEAR, Targets(editor))  # Wagtail's rights and types are read once
    one = count_queries(editor)
    for entry in entries:
        cast(entry, no=1, word="x")

    assert count_queries(editor) == one


# --- Where people fail at the desk ----------------------------------------------------


@pytest.fixture
def decided(office_data):
    """Six refusals and one correction of a general invoice, and one refusal for another reason."""
    owner, reviewer = make_person(last_name="Zen Ruffinen"), AccountFactory(staff=True)
    acts = {"reviewer": reviewer, "version_number": 1, "message": "Voyez avec Jeanne."}
    reasons = ["not-covered"] * (FEWEST + 1) + ["already-paid"]
    for key in reasons:
        reason = ListEntry.objects.get(list="refusal-reason", key=key)
        workflow.refuse(make_claim(owner=owner), reason=reason, **acts)
    remarks = {"services.s1.description": "Qui ?", "head.decision_number": "Laquelle ?", "documents": "Où ?"}
    workflow.return_for_correction(make_claim(owner=owner), remarks=remarks, **acts)


def test_small_numbers_are_not_said_and_the_nearest_help_is_named(decided):
    counted = count_obstacles(YEAR)

    assert [[(one.label, one.count) for one in form.obstacles] for form in counted["refusals"]] == [
        [("La décision ne couvre pas cette prestation", 6), ("La prestation a déjà été remboursée", None)]
    ]
    assert {one.label: one.places for one in counted["corrections"][0].obstacles} == {
        "Documents": ("documents", "form-plain", "form"),
        "Informations personnelles, Numéro de décision": ("field-decision_number", "form-plain", "form"),
        "Prestations, Description": ("field-description", "form-plain", "form"),
    }
    assert count_obstacles(timezone.now() + timedelta(days=1)) == {"refusals": [], "corrections": []}


def test_each_obstacle_leads_to_the_page_that_could_have_told(decided, editor):
    rows = obstacle_rows(YEAR, Targets(editor))
    near = {row.label: [target.title for target in row.targets] for row in rows["corrections"][0].rows}

    assert near["Informations personnelles, Numéro de décision"] == [
        FaqEntry.objects.get(anchor="numero-de-decision", locale__language_code=code).question for code in ("fr", "de")
    ]
    assert near["Prestations, Description"] == [
        FaqEntry.objects.get(anchor="autre-facture", locale__language_code=code).question for code in ("fr", "de")
    ]
    HelpPlace.objects.all().delete()
    assert [row.targets for row in obstacle_rows(YEAR, Targets(editor))["refusals"][0].rows] == [[], []]


def test_an_editor_sees_numbers_and_nobody(decided, editor, signed_in_client):
    html = signed_in_client(editor).get(ADDRESS).content.decode()

    assert re.search(r"ne couvre pas cette prestation</td>\s*<td[^>]*>6<", html)
    assert f"moins de {FEWEST}" in html
    assert not re.search(r"Ruffinen|avec Jeanne|Qui \?|202[0-9]-[0-9]{6}", html)
