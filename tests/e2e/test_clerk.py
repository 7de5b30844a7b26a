"""A clerk's day in real Chromium: the rates of 2027, a form renamed, another hidden, an aid added in both languages."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from guichet.sms_size import sms_size
from invoicing.models import CatalogueEntry, FormSheet, ListEntry, Rate
from invoicing.reading import read_draft
from invoicing.roles import make_clerk
from tests.claims import car_trip, make_draft, make_person
from tests.conftest import sign_in
from tests.e2e.test_office_pages import faults_of_ours
from tests.factories import AccountFactory

PAGES = (
    "rates/", "rates/codes/travel-km/", "rates/codes/travel-km/add/", "rates/several/?form=travel", "rates/import/",
    "catalogue/", "catalogue/aids/add/", "sheets/", "lists/", "lists/travel-reason/", "lists/travel-reason/add/",
    "texts/", "texts/state-refused-page/", "texts/code-sms/",
)  # fmt: skip


@pytest.fixture
def open_as(open_page, portal):
    """`open_as(account)`: a page of somebody signed in with both factors."""

    def open_one(account, **options) -> Page:
        key = sign_in(Client(), account).cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(language=account.language, **options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal}])
        return page

    return open_one


@pytest.fixture
def open_clerk(open_as):
    def open_one(language: str = "fr", **options) -> Page:
        clerk = AccountFactory(staff=True, first_name="Claude", last_name="Zenhäusern", language=language)
        make_clerk(clerk)
        return open_as(clerk, **options)

    return open_one


@pytest.mark.parametrize("language", ["fr", "de"])
def test_pages_of_the_office_s_data_break_no_policy_and_no_rule_of_access(open_clerk, language):
    page = open_clerk(language)
    entry, sheet = ListEntry.objects.get(key="leave").pk, FormSheet.objects.get(kind="plain").pk
    aid = CatalogueEntry.objects.get(limit_code="limit-aid-4-04").pk
    for address in (*PAGES, f"lists/entries/{entry}/", f"sheets/{sheet}/", f"catalogue/{aid}/"):
        page.goto(f"/admin/office/{address}")
        assert faults_of_ours(page) == [], address


def enter_the_rates_of_2027(page: Page) -> None:
    page.goto("/admin/")
    page.locator("main").get_by_role("link", name="Tarifs").click()
    travel = page.locator("section", has_text="318.632.1")
    travel.get_by_role("link", name="Saisir les nouveaux tarifs").click()
    page.locator("[name=valid_from]").fill("1.1.2027")
    page.locator("[name=source]").fill("CRFV, état au 1.1.2027")
    page.get_by_label("Indemnité kilométrique, voiture").fill("0,50")
    page.get_by_label("Logement à l’extérieur").fill("40")
    page.get_by_role("button", name="Vérifier").click()
    expect(page.locator(".office-list tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Enregistrer ces 2 tarifs").click()
    expect(page.get_by_text("2 tarifs sont enregistrés.")).to_be_visible()
    expect(page.locator("tr", has_text="Indemnité kilométrique, voiture")).to_contain_text("0.50 dès le 01.01.2027")


def rename_one_form_and_hide_another(page: Page) -> None:
    page.goto("/admin/office/sheets/")
    page.get_by_role("link", name="Facture", exact=True).click()
    page.get_by_label("Titre (français)").fill("Autre facture")
    page.get_by_label("Titre (allemand)").fill("Andere Rechnung")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Facture pour frais de voyage et nourriture").click()
    page.get_by_label("Proposé au guichet").uncheck()
    page.get_by_label("Avis quand le formulaire n’est pas proposé (français)").fill("De retour le 5 janvier.")
    page.get_by_label("Avis quand le formulaire n’est pas proposé (allemand)").fill("Ab dem 5. Januar wieder da.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("tr", has_text="318.632.1")).to_contain_text("pas proposé")


def add_an_aid(page: Page) -> None:
    page.goto("/admin/office/catalogue/")
    page.get_by_role("link", name="Ajouter une entrée").click()
    page.locator("[name=section]").select_option(index=0)
    page.locator("[name=number]").fill("13.99")
    page.get_by_label("Désignation (français)").fill("Lampe d’appel")
    page.get_by_label("Désignation (allemand)").fill("Ruflampe")
    page.locator("[name=limit_per]").select_option("unit")
    page.locator("[name=limit_amount]").fill("250")
    page.locator("[name=limit_from]").fill("01.01.2026")
    page.locator("[name=source]").fill("OMAI annexe, ch. 13")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("tr", has_text="Lampe d’appel")).to_contain_text("250.00")
    row = page.locator("tr", has_text="Lampe d’appel")
    row.get_by_role("button", name="Monter").click()
    expect(page.get_by_text("est déplacé.")).to_be_visible()


def look_at_the_desk(page: Page, aids: FormSheet) -> None:
    page.goto("/de/guichet/")
    forms = page.get_by_role("navigation", name="Rechnung auswählen")
    expect(forms.get_by_role("button", name="Andere Rechnung")).to_be_visible()
    expect(forms.get_by_role("button", name="Reise- und Verpflegungskosten")).to_have_count(0)
    page.goto("/de/guichet/start/travel/")
    expect(page.get_by_text("Ab dem 5. Januar wieder da.")).to_be_visible()
    page.goto("/de/guichet/")
    forms.get_by_role("button", name=aids.title_de).click()
    expect(page.get_by_text("Ruflampe").first).to_be_attached()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "without"])
def test_a_clerk_s_day(open_clerk, open_as, javascript):
    page = open_clerk(javascript=javascript)
    enter_the_rates_of_2027(page)
    rename_one_form_and_hide_another(page)
    add_an_aid(page)
    assert Rate.objects.filter(valid_from="2027-01-01").count() == 2
    citizen = make_person(language="de")
    look_at_the_desk(open_as(citizen), FormSheet.objects.get(kind="aids"))
    days = ("31.12.2026", "01.01.2027")
    trips = [car_trip(f"t{place}", start=day, end=day) for place, day in enumerate(days)]
    entry = read_draft(make_draft("travel", owner=citizen, answers={"trips": trips, "stay": {}}))
    assert [line.rate for line in entry.lines] == [Decimal("0.45"), Decimal("0.50")]


def test_an_entry_is_moved_by_dragging_with_the_keyboard(open_clerk):
    page = open_clerk()
    page.goto("/admin/office/lists/ticket-type/")
    handle = page.locator("tr", has_text="Aller-retour").locator(".office-handle")
    handle.focus()
    page.keyboard.press("ArrowUp")
    with page.expect_response("**/move/?position=0"):
        page.keyboard.press("Enter")
    assert ListEntry.objects.filter(list="ticket-type").first().key == "return"


def test_an_sms_is_counted_while_it_is_typed_as_it_is_counted_here(open_clerk):
    page = open_clerk()
    page.goto("/admin/office/texts/something-new-sms/")
    field = page.locator("[name=text_fr]")
    for text in ("Bonjour {prenom}.", "[€] " + "a" * 153, "fenêtre " + "a" * 63, "ê" + "a" * 65 + "🙂🙂"):
        size = sms_size(text.replace("{prenom}", "Jeanne"))
        field.fill(text)
        said = f"{size.units} signes en {size.alphabet}, {size.parts} SMS"
        foreign = f" · signes qui renchérissent l’envoi\u00a0: {size.foreign}" if size.foreign else ""
        expect(page.locator("[name=text_fr] + .office-count")).to_have_text(said + foreign)
