"""The whole way of a claim, as the guide tells it: register, confirm, sign in, send travel costs, correct, be accepted.

In both languages; once by keyboard only, once without JavaScript, once on a narrow phone.
"""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from guichet.models import Account
from guichet.office_words import words_for
from invoicing.calendar_days import end_of_month, today
from invoicing.models import Claim
from tests.factories import AccountFactory, avs_number

from .actors import Keyboard, Pointer
from .conftest import Speaker, check_page, last_code, last_mail, link_in, work

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "marie.zen.ruffinen@example.ch"
PASSWORD = "quatre mots tout simples 7"


class Journey:
    """One person on one page; each step ends by looking at what stands there."""

    def __init__(self, page: Page, say: Speaker, *, actor=Pointer, javascript: bool = True, judge: bool = True):
        self.page, self.say, self.javascript, self.judge = page, say, javascript, judge and javascript
        self.actor = actor(page)

    # --- small words ------------------------------------------------------------------

    def go(self, path: str) -> None:
        self.page.goto(f"/{self.say.language}{path}")

    def heading(self, text: str, **values) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(text, **values))

    def check(self) -> None:
        """axe needs the page's own scripts to run; once per page, language and width is enough."""
        if self.judge:
            check_page(self.page)

    def button(self, text: str, scope: Locator | None = None) -> Locator:
        return (scope or self.page).get_by_role("button", name=self.say(text)).first

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name='{name}']")

    def press(self, text: str, scope: Locator | None = None) -> None:
        self.actor.press(self.button(text, scope))

    def type(self, **values: str) -> None:
        for name, value in values.items():
            self.actor.fill(self.field(name.replace("__", "-")), value)

    # --- chapter 2 and 3: an account -----------------------------------------------------

    def register(self) -> None:
        self.go("/guichet/register/")
        self.heading("Inscription")
        self.press("S’inscrire")
        expect(self.page.get_by_role("alert")).to_contain_text(self.say("Cochez au moins une case."))
        self.check()
        self.actor.tick(self.page.get_by_label(self.say("Bénéficiaire de prestations AI")))
        if not self.javascript:
            self.press("Mettre à jour le formulaire")
        self.type(last_name="Zen Ruffinen", first_name="Marie")
        self.type(address="Rue de Lausanne 7", postcode="1950", city="Sion")
        self.type(iban="CH93 0076 2011 6238 5295 7", birth_date="27.3.1980", avs_number=avs_number(555))
        self.type(email=EMAIL, password=PASSWORD, password_again=PASSWORD, phone="079 123 45 67")
        self.actor.tick(self.page.get_by_label(self.say("Je confirme être le bénéficiaire ou son représentant légal")))
        self.press("S’inscrire")
        self.heading("Vérifiez votre boîte mail")
        self.check()

    def confirm_address(self) -> None:
        work()
        mail = last_mail_with_link("registration")
        assert mail.language == self.say.language
        self.page.goto(mail.link)
        self.press("Confirmer mon adresse")
        self.heading("Connexion")
        account = Account.objects.get(email=EMAIL)
        assert account.is_email_verified

    def sign_in(self) -> None:
        self.type(email=EMAIL, password=PASSWORD)
        self.press("Se connecter")
        self.field("code").wait_for()
        self.check()
        self.type(code=last_code())
        self.press("Envoyer")

    # --- chapter 4.2.5: travel ------------------------------------------------------------

    def start_travel(self) -> None:
        self.heading("Guichet")
        self.check()
        self.actor.press(self.page.get_by_role("button", name="318.632.1"))
        self.page.locator(".claim-form").wait_for()
        self.check()

    def trip(self, number: int) -> Locator:
        return self.page.locator("#rows-trips [data-row]").nth(number - 1)

    def fill_trip(self, number: int, day: date, arrival: str, **means: str) -> None:
        prefix = self.row_prefix(number)
        self.type(**{f"{prefix}-start": f"{day:%d.%m.%Y}", f"{prefix}-end": f"{day:%d.%m.%Y}"})
        self.actor.choose(self.field(f"{prefix}-reason"), self.option("medical", f"{prefix}-reason"))
        self.type(**{f"{prefix}-departure": "Sion", f"{prefix}-arrival": arrival})
        kind = "car" if "kilometres" in means else "public"
        self.actor.tick(self.page.locator(f"[name='{prefix}-means'][value='{kind}']"))
        if kind == "public":
            name = f"{prefix}-ticket_type"
            self.actor.choose(self.field(name), self.option(means.pop("ticket"), name))
        self.type(**{f"{prefix}-{name}": value for name, value in means.items()})

    def option(self, value: str, name: str) -> str:
        return self.page.locator(f"[name='{name}'] option[value='{value}']").inner_text()

    def row_prefix(self, number: int) -> str:
        self.trip(number).wait_for()
        return "trips-" + self.trip(number).locator("[name='trips-rows']").get_attribute("value")

    def fill_travel(self, days: list[date]) -> None:
        saved = self.page.locator("[name='head-saved_decision']")
        assert saved.count() == 0 or saved.input_value() == ""
        self.type(**{"head-decision_number": "323 2024 1000123", "head-decision_description": "Braille"})
        self.actor.tick(self.field("head-save_decision"))
        self.fill_trip(1, days[0], "Lausanne", ticket="return", price="58.00")
        self.press("Ajouter un accompagnant", self.trip(1))
        companion = self.row_prefix(2)
        self.type(**{f"{companion}-price": "29.00"})
        self.press("Ajouter une entrée")
        self.fill_trip(3, days[1], "Berne", ticket="single", price="43.50")
        self.press("Ajouter une entrée")
        self.fill_trip(4, days[2], "Martigny", kilometres="62")
        self.fill_stay(days)

    def fill_stay(self, days: list[date]) -> None:
        first = days[0].replace(day=1)
        self.type(**{"stay-period_start": f"{first:%d.%m.%Y}", "stay-period_end": f"{end_of_month(first):%d.%m.%Y}"})
        self.type(**{"stay-count_5_8": "3"})
        if not self.javascript:
            self.press("Afficher le calendrier")
        for day in days:
            self.actor.tick(self.page.locator(f"[name='stay-days_5_8'][value='{day.isoformat()}']"))

    def add_documents(self, *paths) -> None:
        self.actor.upload(self.page.locator("input[type='file'][name='documents']"), *paths)
        if not self.javascript:
            self.actor.press(self.page.locator("button[value='upload']"))
        for path in paths:
            expect(self.page.get_by_text(path.stem).first).to_be_visible()

    def see_total(self, amount: str) -> None:
        if not self.javascript:
            self.press("Enregistrer le brouillon")
        expect(self.page.locator("#total")).to_contain_text(amount)
        expect(self.page.locator("#saved-status")).to_contain_text(re.compile(r"\d\d:\d\d"))
        self.check()

    def send(self, button: str, *, confirm: str = "Envoyer la demande") -> None:
        self.press(button)
        expect(self.page.get_by_text(self.say("Annuler l’envoi")).first).to_be_visible()
        self.check()
        self.press(confirm)
        title = words_for("sent-page", self.say.language, {})["title"]
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.check()

    def read_pdf(self, claim: Claim) -> None:
        work()
        self.page.reload()
        link = self.page.get_by_role("link", name=re.compile("PDF")).first
        answer = self.page.request.get(link.get_attribute("href"))
        assert answer.body().startswith(b"%PDF-1.")
        assert claim.reference in answer.headers["content-disposition"]


def last_mail_with_link(key: str):
    """A secret mail's body is emptied once sent: what arrived is in Django's test outbox."""
    message = last_mail(key, EMAIL)
    arrived = [one for one in mail.outbox if one.extra_headers["Message-ID"].startswith(f"<{message.id}")]
    message.link = link_in(arrived[-1].body)
    return message


def last_month_days(count: int) -> list[date]:
    """The first Mondays, Tuesdays … of last month: past, and no weekend."""
    start = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    days = [start + timedelta(days=offset) for offset in range(28)]
    return [day for day in days if day.weekday() < 5][:count]


def picture(path, color: str):
    data = BytesIO()
    Image.new("RGB", (400, 300), color).save(data, "JPEG")
    path.write_bytes(data.getvalue())
    return path


def send_travel(journey: Journey, tmp_path) -> Claim:
    journey.register()
    journey.confirm_address()
    journey.go("/guichet/sign-in/")
    journey.sign_in()
    journey.start_travel()
    days = last_month_days(3)
    journey.fill_travel(days)
    journey.add_documents(picture(tmp_path / "billet-un.jpg", "red"), picture(tmp_path / "billet-deux.jpg", "blue"))
    # 58.00 + 29.00 + 43.50 + 62 × 0.45 + 3 × 11.50
    journey.see_total("192.90")
    journey.send("Envoyer ma demande")
    claim = Claim.objects.get()
    expect(journey.page.get_by_text(claim.reference).first).to_be_visible()
    journey.read_pdf(claim)
    assert claim.versions.get().attachments.count() == 2
    assert last_mail("claim-received", EMAIL).language == journey.say.language
    return claim


def ask_for_correction(office: Page, claim: Claim) -> None:
    """The reviewer signs in by the same door and writes a message and two remarks."""
    sign_in_staff(office)
    office.goto(f"/admin/claims/{claim.reference}/")
    trips = claim.versions.get().answers["trips"]
    for row, name, text in ((trips[2], "arrival", "Bern oder Thun?"), (trips[3], "kilometres", "31 km pro Fahrt.")):
        box = office.locator(f"[name='remark-trips.{row['id']}.{name}']")
        box.evaluate("box => box.closest('details').open = true")
        box.fill(text)
    form = office.locator("#form-return")
    form.evaluate("form => form.closest('details').open = true")
    form.locator("[name='message']").fill("Veuillez compléter deux points.")
    form.locator("button[type='submit']:not([name])").click()
    office.locator("button[name='confirmed']").click()
    office.wait_for_url(re.compile(r"/admin/claims/(\?.*)?$"))


def sign_in_staff(office: Page) -> Account:
    reviewer = AccountFactory(staff=True, with_device=True)
    reviewer.groups.set(Group.objects.filter(name="Revue"))
    office.goto("/admin/")
    office.fill("[name='email']", reviewer.email)
    office.fill("[name='password']", "une phrase que personne ne devine")
    office.keyboard.press("Enter")
    office.locator("[name='code']").wait_for()
    office.locator("[name='code']").fill(last_code())
    office.keyboard.press("Enter")
    office.wait_for_url(re.compile("/admin/"))
    return reviewer


def correct(journey: Journey, claim: Claim) -> None:
    work()
    mail = last_mail("claim-returned", EMAIL)
    assert "Veuillez compléter deux points." in mail.text
    journey.page.context.clear_cookies()
    journey.page.goto(link_in(mail.text))
    journey.sign_in()
    expect(journey.page.get_by_text("Veuillez compléter deux points.")).to_be_visible()
    expect(journey.page.get_by_text("31 km pro Fahrt.").last).to_be_visible()
    journey.check()
    journey.type(**{f"{journey.row_prefix(4)}-kilometres": "31"})
    journey.see_total("178.95")
    journey.send("Modifier ma demande", confirm="Envoyer quand même")  # the other mark was left as it was


def accept(office: Page, claim: Claim) -> None:
    office.goto(f"/admin/claims/{claim.reference}/")
    expect(office.get_by_text("178.95").first).to_be_visible()
    form = office.locator("#form-accept")
    form.evaluate("form => form.closest('details').open = true")
    form.locator("button[type='submit']:not([name])").click()
    office.locator("button[name='confirmed']").click()
    office.wait_for_url(re.compile(r"/admin/claims/(\?.*)?$"))


def travel_to_acceptance(journey: Journey, office: Page, tmp_path) -> None:
    claim = send_travel(journey, tmp_path)
    ask_for_correction(office, claim)
    correct(journey, claim)
    accept(office, claim)
    work()
    claim.refresh_from_db()
    assert (claim.state, claim.version_number) == ("accepted", 2)
    assert claim.reference in last_mail("claim-accepted", EMAIL).text
    journey.go("/guichet/")
    expect(journey.page.get_by_text(journey.say("Acceptée")).first).to_be_visible()


def test_with_a_pointer_in_both_languages(open_page, say, tmp_path):
    travel_to_acceptance(Journey(open_page(language=say.language), say), open_page(), tmp_path)


def test_by_keyboard_alone(open_page, tmp_path):
    travel_to_acceptance(Journey(open_page(), Speaker("fr"), actor=Keyboard, judge=False), open_page(), tmp_path)


def test_without_javascript(open_page, tmp_path):
    page = open_page(javascript=False)
    travel_to_acceptance(Journey(page, Speaker("fr"), javascript=False), open_page(), tmp_path)


def test_on_a_phone_in_german(open_page, tmp_path):
    travel_to_acceptance(Journey(open_page(360, language="de"), Speaker("de")), open_page(), tmp_path)
