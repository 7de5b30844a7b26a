"""Every page of the portal in every state, in both languages: accessible, narrow enough, whole.

Not here: what pages do (test_journeys.py), the frame of Wagtail's own screens (test_public_pages.py).
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from guichet import confirmation, reset
from guichet.models import Account, DecisionNumber, EmailLink
from home.loading import find_page
from home.notices import forget_notices
from invoicing import workflow
from invoicing.kinds.registry import KINDS
from invoicing.models import Claim, Draft, LateTranslation, ListEntry, ReadyReply
from invoicing.roles import create_manager_group, make_clerk, make_reviewer
from invoicing.uploads import add_attachment
from tests.claims import (
    aid,
    batteries,
    car_trip,
    hardship,
    head_for,
    hearing_aid,
    implant,
    make_claim,
    make_draft,
    make_person,
    nights,
    quarter,
    repair,
    service,
    stay,
    train_trip,
)
from tests.conftest import sign_in
from tests.factories import (
    PASSWORD,
    AccountFactory,
    BankAccountFactory,
    BeneficiaryFactory,
    DecisionNumberFactory,
    avs_number,
    swiss_iban,
)
from tests.home.test_notices import make_notice
from tests.invoicing import hostile_files

from .conftest import last_code, link_in, work
from .looks import NARROW, WIDE, Looker, sideways

LONG = "Donaudampfschifffahrtsgesellschaftskapitän, " * 4
LONG_NAME = "von Kalbermatten-Schmidhalter-Andenmatten"


@pytest.fixture(params=["fr", "de"])
def looker(request, open_page):
    """Looks at pages in one language; the test ends with an empty list of faults."""
    looker = Looker(open_page(language=request.param), request.param)
    yield looker
    assert looker.faults == []


def enter(page: Page, account: Account, *, code_age: timedelta = timedelta()) -> None:
    """`page` is `account`'s from now on, signed in with both factors."""
    client = sign_in(Client(), account)
    session = client.session
    session["code_entered_at"] = (timezone.now() - code_age).isoformat()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": settings.SITE_URL}
    page.context.add_cookies([cookie])


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"[name='{name}']", value)


# --- Doors ------------------------------------------------------------------------------


# One page of each type; between them they hold every block
PUBLIC = ["home", "guide", "guide-introduction", "guide-desk", "guide-sign-in", "faq", "accessibility"]


def test_public_pages(looker):
    for key in PUBLIC:
        page = find_page(key, language=looker.language)
        looker.go(page.url.removeprefix(f"/{looker.language}"))
    looker.go("/search/?q=code")
    looker.go("/search/?q=xyzzy")
    looker.go("/help/code/")
    looker.go("/nulle-part/", status=404)
    looker.go("/search/")


def test_notices_and_remarks(looker):
    """A notice in the reader's language, a warning in the other one; a remark without a word, one that arrived."""
    make_notice(LONG, language=looker.language, text=f"{LONG}\n\n{LONG}")
    make_notice(LONG, language="de" if looker.language == "fr" else "fr", level="warning")
    forget_notices()
    looker.go("/")
    assert looker.page.locator(".office-notice").count() == 2
    looker.go("/obstacle/")
    fill(looker.page, email="a@")
    looker.press()
    looker.go("/obstacle/done/")


def test_registration(looker):
    looker.go("/guichet/register/")
    looker.press()
    page = looker.page
    page.check("[name=roles][value=beneficiary]")
    page.check("[name=roles][value=representative]")
    fill(page, last_name=LONG, iban="CH00", birth_date="31.2.2020", avs_number="756")
    fill(page, email="a@", phone="027", password="a")
    looker.press()
    looker.go("/guichet/register/done/")
    looker.go("/guichet/confirm-email/unknown/", status=404)
    account = AccountFactory(
        unverified=True, language=looker.language, email=f"{'long' * 15}@beispiel-gemeinde.example.ch"
    )
    confirmation.send_link(account, key="registration")
    token = link_in(account.messages.get().text).rstrip("/").rsplit("/", 1)[1]
    looker.go(f"/guichet/confirm-email/{token}/")
    for state in ({"expires_at": timezone.now()}, {"used_at": timezone.now()}):
        EmailLink.objects.update(**state)
        looker.go(f"/guichet/confirm-email/{token}/", status=410)


def test_sign_in(looker):
    account = AccountFactory(with_device=True, language=looker.language)
    looker.go("/guichet/sign-in/")
    looker.press()
    fill(looker.page, email=account.email, password="faux")
    looker.press()
    fill(looker.page, email=account.email, password=PASSWORD)
    looker.press()
    fill(looker.page, code="000000" if last_code() != "000000" else "111111")
    looker.press()
    looker.page.goto(f"/{looker.language}/guichet/sign-in/")
    for _attempt in range(5):
        fill(looker.page, email="nobody@example.ch", password="faux")
        with looker.page.expect_navigation():
            looker.page.keyboard.press("Enter")
    looker.look("sign-in, locked")


def test_forgotten_password(looker):
    account = AccountFactory(language=looker.language)
    looker.go("/guichet/forgotten-password/")
    looker.press()
    looker.go("/guichet/forgotten-password/done/")
    reset.request_reset(account.email)
    looker.page.goto(link_in(account.messages.last().text))
    looker.look("reset")
    fill(looker.page, password="abc", password_again="abd")
    looker.press()
    looker.go("/guichet/reset-password/MQ/wrong/", status=410)


@pytest.mark.urls("tests.portal.test_errors")
def test_faults(looker):
    for name, status in (("bad", 400), ("forbidden", 403), ("too-many", 429), ("broken", 500), ("locked", 503)):
        looker.go(f"/fault/{name}/", status=status)
    looker.page.goto(f"/{looker.language}/guichet/forgotten-password/")
    looker.page.context.clear_cookies()
    looker.press()


def test_the_outbox_of_development(looker):
    AccountFactory(language=looker.language)
    confirmation.send_link(AccountFactory(unverified=True, language=looker.language), key="registration")
    looker.page.goto("/dev/outbox/")
    looker.look("outbox", frame=False)


# --- The account ------------------------------------------------------------------------


def make_family(language: str) -> Account:
    """Somebody with everything: two roles, children, numbers, accounts, long names."""
    account = make_person(
        language=language, is_representative=True, last_name="Zen Ruffinen-Schmidhalter", city="Saint-Pierre-de-Clages",
        email="anne-catherine.zen-ruffinen-schmidhalter@gemeindeverwaltung.example.ch",
    )  # fmt: skip
    BankAccountFactory(owner=account, is_preferred=False, holder="Anne-Catherine Zen Ruffinen-Schmidhalter")
    child = BeneficiaryFactory(child=True, owner=account, last_name="Zen Ruffinen-Schmidhalter")
    DecisionNumberFactory(beneficiary=child, description="Mesures médicales et transports")
    DecisionNumberFactory(beneficiary=account.beneficiaries.get(is_owner=True))
    return account


def test_the_account(looker):
    account = make_family(looker.language)
    enter(looker.page, account)
    looker.go("/guichet/account/")
    looker.page.locator(".menu > summary").click()
    looker.look("name menu")
    child = account.beneficiaries.get(is_owner=False)
    looker.go(f"/guichet/account/beneficiaries/{child.pk}/")
    fill(looker.page, last_name="", birth_date="demain", avs_number="756")
    looker.press()
    looker.go(f"/guichet/account/beneficiaries/{account.beneficiaries.get(is_owner=True).pk}/")
    looker.go(f"/guichet/account/decision-numbers/{DecisionNumber.objects.first().pk}/")
    for path in ("details", "email", "password", "phone", "beneficiaries/add", "bank-accounts/add"):
        looker.go(f"/guichet/account/{path}/")
        for field in looker.page.locator("main form input[type=text]:visible, main form input[type=email]").all():
            field.fill("")
        looker.press()
    looker.go(f"/guichet/account/bank-accounts/{account.bank_accounts.first().pk}/")


def test_codes_of_the_account(looker):
    account = make_person(language=looker.language, unverified=True)
    enter(looker.page, account, code_age=timedelta(hours=1))
    looker.go("/guichet/account/")
    looker.go("/guichet/")
    looker.go("/guichet/account/email/")
    looker.press("#form .button")
    fill(looker.page, code="12")
    looker.press()
    looker.page.goto(f"/{looker.language}/guichet/account/phone/")
    fill(looker.page, phone="079 555 44 33", current_password=PASSWORD)
    looker.press()
    fill(looker.page, code="12")
    looker.press()


# --- Desk and forms ---------------------------------------------------------------------

REMARKS = {"trips.t1.kilometres": LONG, "head.decision_number": "Welche Verfügung?", "documents": "Quittung"}


def make_claims(owner: Account) -> dict[str, Claim]:
    """One claim of `owner` in each state."""
    reviewer = AccountFactory(staff=True)
    reason = ListEntry.objects.filter(list="refusal-reason").first()
    claims = {state: make_claim("travel", owner=owner) for state in ("submitted", "accepted", "refused", "returned")}
    claims["withdrawn"] = make_claim("plain", owner=owner, answers={"services": [service(description=LONG)]})
    office = {"reviewer": reviewer, "version_number": 1}
    workflow.accept(claims["accepted"], message=LONG, **office)
    workflow.refuse(claims["refused"], reason=reason, message=LONG, **office)
    workflow.return_for_correction(claims["returned"], message=LONG, remarks=REMARKS, **office)
    workflow.withdraw(claims["withdrawn"], actor=owner, version_number=1)
    return claims


def test_the_desk_and_claims(looker):
    owner = make_family(looker.language)
    enter(looker.page, owner)
    looker.go("/guichet/")
    draft = make_draft(owner=owner)
    claims = make_claims(owner)
    work()
    make_claim(owner=owner)
    looker.go("/guichet/")
    looker.go(f"/guichet/?beneficiary={owner.beneficiaries.get(is_owner=False).pk}")
    for claim in claims.values():
        looker.go(f"/guichet/claims/{claim.reference}/")
    looker.go(f"/guichet/claims/{claims['returned'].reference}/correct/")
    looker.go(f"/guichet/claims/{claims['submitted'].reference}/sent/")
    looker.go(f"/guichet/claims/{claims['submitted'].reference}/withdraw/")
    workflow.accept(claims["submitted"], reviewer=AccountFactory(staff=True), version_number=1)
    looker.press("main form .button")
    looker.go(f"/guichet/drafts/{draft.pk}/delete/")
    looker.go(f"/guichet/account/bank-accounts/{head_for(owner)['bank_account']}/")


def test_the_forms(looker):
    owner = make_family(looker.language)
    enter(looker.page, owner)
    for kind in KINDS:
        looker.go(f"/guichet/start/{kind}/")
        draft = Draft.objects.create(owner=owner, kind=kind, answers={})
        looker.go(f"/guichet/drafts/{draft.pk}/")
        review(looker, "#error-summary")
    every_section = {"device": hearing_aid(), "repairs": [repair()], "batteries": [batteries()]}
    draft = make_draft("hearing", owner=owner, answers=every_section | {"implant": implant(), "hardship": hardship()})
    looker.go(f"/guichet/drafts/{draft.pk}/")
    review(looker, "#error-summary")
    long_stay = {"period": quarter(), "stays": [nights(place="hospital")]}
    draft = make_draft("helplessness", owner=owner, answers=long_stay)
    looker.go(f"/guichet/drafts/{draft.pk}/")
    review(looker, "#error-summary")  # the documents asked for
    for kind in ("assistance", "plain"):
        draft = make_draft(kind, owner=owner)
        looker.go(f"/guichet/drafts/{draft.pk}/")
        review(looker, "dialog[open]#confirm-dialog")
    draft = make_draft("travel", owner=owner, answers=long_answers())
    add_attachment(draft, hostile_files.upload(hostile_files.pdf(), f"quittung-{'lang' * 20}.pdf"))
    looker.go(f"/guichet/drafts/{draft.pk}/")
    looker.page.set_input_files("#documents", [{"name": "x.exe", "mimeType": "text/plain", "buffer": b"MZ"}])
    looker.page.locator("#documents-errors > p").wait_for()
    looker.look("a document refused", frame=False)
    looker.page.reload()
    review(looker, "dialog[open]#confirm-dialog")
    looker.go(f"/guichet/drafts/{draft.pk}/confirm/")


def test_a_catalogue_is_searched_and_keeps_what_is_chosen(looker):
    """Found by a part of its name without accents, chosen by keyboard, closed again: it is there when sending."""
    owner, page = make_family(looker.language), looker.page
    enter(page, owner)
    draft = make_draft("aids", owner=owner, answers={"service": aid(aid="14.02", amount="500")})
    looker.go(f"/guichet/drafts/{draft.pk}/")
    looker.look("a catalogue, opened where something is chosen")
    search, choices = page.get_by_role("searchbox"), page.locator(".catalogue .choice:visible")
    shown_before = choices.count()
    saved = draft.saved_at
    search.fill({"fr": "perruq", "de": "perucken"}[looker.language])
    assert choices.count() == 1
    looker.look("a catalogue, searched")
    search.press("Enter")
    page.keyboard.press("Tab")
    page.wait_for_timeout(700)
    draft.refresh_from_db()
    assert (draft.saved_at, draft.answers["service"]["aid"]) == (saved, "14.02")
    choices.locator("input").focus()
    page.keyboard.press("Space")
    page.locator("#price-service strong", has_text="5.06").wait_for()
    search.fill("xyz")
    assert choices.count() == 0
    search.fill("")
    assert choices.count() >= shown_before
    for summary in page.locator(".catalogue__form[open] > summary").all()[::-1]:
        summary.click()
    assert choices.count() == 0
    page.locator("button[value=review]").click()
    assert "5.06" in page.locator("dialog[open]#confirm-dialog").inner_text()


def review(looker: Looker, shown: str) -> None:
    looker.page.locator("button[value=review]").click()
    looker.page.locator(shown).wait_for()
    looker.look(f"review: {shown}")


def long_answers() -> dict:
    trips = [car_trip(arrival=LONG[:80]), train_trip(), {"id": "t3", "companion_of": "t2", "price": "86.00"}]
    return {"trips": [*trips, car_trip("t4", start="12.08.2026", end="12.08.2026")], "stay": stay()}


# --- The office: what is ours inside Wagtail's frame ------------------------------------

OURS = [
    "#listing-results", ".review-head", ".review-columns", ".review-confirm", "#claims-section", "#figures-section",
    ".worklist-position", ".worklist-team", ".office-page", ".review-lead", ".review-letters", ".translation-page",
]  # fmt: skip


def test_the_office(looker):
    page, owner = looker.page, make_family(looker.language)
    claims = make_claims(owner)
    reviewer = AccountFactory(staff=True, language=looker.language)
    make_reviewer(reviewer)
    make_reviewer(AccountFactory(staff=True, first_name="Annegret-Elisabeth", last_name=LONG_NAME))
    enter(page, reviewer)
    lists = ["", "?state=every&q=ruffinen", "?q=nobody", "?assigned=999&amount_from=20"]
    addresses = ["/admin/", *(f"/admin/claims/{query}" for query in lists)]
    for address in [*addresses, *(f"/admin/claims/{claims[state].reference}/" for state in ("returned", "refused"))]:
        page.goto(address)
        looker.look_inside(address, OURS)
    look_at_the_list(looker)
    for act in ("accept", "return", "refuse"):
        page.goto(f"/admin/claims/{claims['submitted'].reference}/")
        page.locator(f".review-act--{act} summary").click()
        press_inside(looker, f"#form-{act} button[type=submit]:not([name])")
        if act == "refuse":
            page.locator("#form-refuse select[name=reason]").select_option(index=1)
        if act != "accept":
            page.locator(f"#form-{act} [name=message]").fill(LONG)
            press_inside(looker, f"#form-{act} button[type=submit]:not([name])")
        assert page.locator("[name=confirmed]").count() == 1


def test_paper_letters_figures_and_the_office_s_words(looker):
    page, colleague = looker.page, AccountFactory(staff=True)
    reviewer = AccountFactory(staff=True, language=looker.language)
    make_reviewer(reviewer)
    make_clerk(reviewer)
    reviewer.groups.add(create_manager_group())
    enter(page, reviewer)
    page.goto("/admin/claims/paper/")
    fill(page, avs_number=avs_number(4711))
    press_inside(looker, ".review-confirm [type=submit]")
    press_inside(looker, "[name=keep]")
    address = {"address": "Dorfstrasse 4", "postcode": "3930", "city": "Visp"}
    fill(page, last_name="Imboden", first_name="Therese", birth_date="12.05.1948", iban=swiss_iban(9), holder="Imboden")
    fill(page, **address)
    press_inside(looker, "[name=keep]")
    claim = make_claim(owner=Account.objects.get(email=None))
    workflow.return_for_correction(
        claim, reviewer=colleague, version_number=1, message=LONG, remarks={"services.s1.quantity": LONG}
    )
    reply = ReadyReply.objects.first()
    office = ["replies/", f"replies/{reply.pk}/", "deadlines/", "texts/claim-returned/"]
    claims = ["letters/", "relatives/", f"{claim.reference}/", f"{claim.reference}/assign/"]
    for address in [f"/admin/claims/{one}" for one in claims] + [f"/admin/office/{one}" for one in office]:
        look_narrow(looker, address)
    for address in ("/admin/figures/", "/admin/figures/?start=2026-11-01", "/admin/", "/admin/claims/team/"):
        look_narrow(looker, address)
    LateTranslation.objects.create(
        object_type="readyreply", object_key=reply.pk, field="text", language="de", was=f"{LONG}."
    )
    look_narrow(looker, "/admin/translations/")


def look_narrow(looker: Looker, address: str) -> None:
    """Look at what is ours, and at whether it fits on a phone."""
    looker.page.goto(address)
    looker.look_inside(address, OURS)
    looker.page.set_viewport_size(NARROW)
    looker.faults.extend((address, fault) for fault in sideways(looker.page))
    looker.page.set_viewport_size(WIDE)


def look_at_the_list(looker: Looker) -> None:
    """What opens over the list, the question before acting on many, the team."""
    page = looker.page
    page.goto("/admin/claims/?state=open")
    for box in page.locator(".worklist-pop").all():
        box.locator("summary").click()
        looker.look_inside("a box over the list", [".worklist-pop[open]"])
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    for opener in page.locator(".w-drilldown__toggle").all():
        opener.click()
        page.locator(".w-drilldown__back:visible").wait_for()
        looker.measure("a filter")
        page.locator(".w-drilldown__back:visible").click()
    page.keyboard.press("Escape")
    page.locator("[data-tick-all]").check()
    press_inside(looker, "button[name=act][value=accept]")
    page.goto("/admin/claims/?state=open")
    page.locator("[data-tick-all]").check()
    press_inside(looker, "button[name=act][value=assign]")
    press_inside(looker, "[name=confirmed]")
    page.goto("/admin/claims/team/")
    press_inside(looker, "form[action$='/share/'] [type=submit]")
    press_inside(looker, "form[action$='/absences/'] [type=submit]")


def press_inside(looker: Looker, selector: str) -> None:
    with looker.page.expect_navigation():
        looker.page.locator(selector).click()
    looker.look_inside(f"{looker.page.url} after {selector}", OURS)
