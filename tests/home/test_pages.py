"""The public pages as visitors get them."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import translation
from tinyhtml5.parser import HTMLParser
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.views import serve

from home.loading import find_page
from home.models import HomePage

pytestmark = pytest.mark.django_db


def addresses(language: str | None = None) -> list[str]:
    pages = Page.objects.filter(depth__gt=1, live=True)
    return [page.url for page in (pages.filter(locale__language_code=language) if language else pages)]


def links(html: str) -> set[str]:
    """Addresses within the portal that a page links to, without anchors and files."""
    found = re.findall(r'<a[^>]+href="(/[^"#?]*)', html)
    return {address for address in found if not address.startswith("/static/")}


def view_of(address: str):
    with translation.override(address[1:3]):
        return resolve(address).func


def test_every_page_answers_in_its_language(public_pages, client):
    for address in addresses():
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        assert f'<html lang="{address[1:3]}">' in response.content.decode()


def test_no_page_costs_more_than_twelve_queries(public_pages, client):
    costs = {}
    for address in addresses():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        costs[address] = len(queries)

    assert {address: cost for address, cost in costs.items() if cost > 12} == {}


def test_every_page_names_itself_in_each_language(public_pages, client):
    for page in Page.objects.filter(depth__gt=1):
        html = client.get(page.url).content.decode()
        for version in page.get_translations(inclusive=True):
            tag = f'hreflang="{version.locale.language_code}" href="http://testserver{version.url}"'
            assert tag in html, (page.url, tag)


def test_the_language_switch_leads_to_the_same_page(public_pages, client):
    html = client.get("/fr/guide/se-connecter/").content.decode()

    assert re.search(r'<a class="language-switch__item" href="/de/anleitung/sich-anmelden/"', html)


def test_every_link_leads_to_a_page(public_pages, client):
    found = set().union(*(links(client.get(address).content.decode()) for address in addresses()))
    public = {address for address in found if view_of(address) is serve}

    assert public >= {"/fr/", "/de/", "/fr/faq/", "/de/anleitung/"}
    assert {address for address in public if client.get(address).status_code != 200} == set()
    assert not {address for address in public if "/guichet/" in address}


def test_every_anchor_leads_to_something_on_its_page(public_pages, client):
    pages = {address: client.get(address).content.decode() for address in addresses()}
    wanted = {
        (target or address, anchor)
        for address, html in pages.items()
        for target, anchor in re.findall(r'<a[^>]+href="(/[^"#?]*)?#([^"]+)"', html)
    }

    assert ("/fr/faq/", "code-sms") in wanted
    assert {(page, anchor) for page, anchor in wanted if page in pages and f'id="{anchor}"' not in pages[page]} == set()


BESIDE_THE_TREE = [
    f"/{language}/{path}"
    for language in ("fr", "de")
    for path in (
        "search/", "search/?q=iban", "search/?q=xyzzy", "help/code/", "help/lockout/", "obstacle/", "obstacle/done/",
        "guichet/sign-in/", "guichet/register/", "guichet/forgotten-password/", "no-such-page/",
    )
]  # fmt: skip


def test_every_page_is_html_that_a_strict_parser_accepts(public_pages, client):
    found = {}
    for address in [*addresses(), *BESIDE_THE_TREE]:
        parser = HTMLParser(namespace_html_elements=False)
        parser.parse(client.get(address).content.decode().strip())
        found[address] = [code for _place, code, _details in parser.errors]

    assert {address: errors for address, errors in found.items() if errors} == {}


def test_what_names_a_part_of_its_page_finds_it_once_and_no_address_has_a_blank(public_pages, client):
    naming = re.compile(r'\s(?:for|form|aria-(?:labelledby|describedby|controls|owns|details))="([^"]+)"')
    for address in [*addresses(), *BESIDE_THE_TREE]:
        html = client.get(address).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        named = {name for names in naming.findall(html) for name in names.split()}

        assert len(ids) == len(set(ids)), address
        assert named - set(ids) == set(), address
        assert not re.findall(r'\s(?:href|src|action)="[^"]*\s[^"]*"', html), address


def test_a_link_to_a_page_that_is_gone_or_not_yet_translated_breaks_nothing(public_pages):
    french, german = (find_page("contact", language=language) for language in ("fr", "de"))
    text = f'<a linktype="page" id="{french.pk}">a</a> <a linktype="page" id="999999">b</a>'

    with translation.override("de"):
        assert expand_db_html(text) == f'<a href="{german.url}">a</a> <a>b</a>'
        german.delete()
        assert expand_db_html(text).startswith('<a href="/de/contact/">')


def test_one_heading_of_the_first_level_and_none_skipped(public_pages, client):
    for address in addresses():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", client.get(address).content.decode())]
        assert levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)


def test_no_page_carries_inline_code(public_pages, client):
    for address in addresses():
        html = client.get(address).content.decode()
        assert not re.findall(
            r'<script(?![^>]*\ssrc=|\stype="application/ld\+json" nonce=)|\sstyle="|\son[a-z]+="|<style(?![^>]*nonce)',
            html,
        ), address


@pytest.mark.parametrize(
    ("preferred", "address"),
    [("fr-CH,fr;q=0.9", "/fr/"), ("de-CH,de;q=0.9,fr;q=0.5", "/de/"), ("it-CH", "/fr/"), ("", "/fr/")],
)
def test_the_bare_address_leads_to_the_visitor_s_language(public_pages, client, preferred, address):
    response = client.get("/", headers={"accept-language": preferred})

    assert (response.status_code, response["Location"]) == (302, address)


def test_the_home_page_has_both_doors_and_all_six_forms(public_pages, client):
    html = client.get("/fr/").content.decode()

    assert html.index('type="password"') < html.index("/fr/guichet/register/")  # sign in left, register right
    for number in ("318.635 à 318.639", "318.632.2", "300.001", "318.536", "318.632.1", "318.632<"):
        assert number in html


def test_a_signed_in_person_finds_the_way_to_the_desk(public_pages, account, signed_in_client):
    html = signed_in_client(account).get("/de/").content.decode()

    assert 'href="/de/guichet/"' in html
    assert 'type="password"' not in html


def test_nobody_creates_a_second_home_page(public_pages):
    assert not HomePage.can_create_at(Page.get_first_root_node())


def test_robots_are_asked_to_leave_desk_and_admin_alone(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /fr/guichet/", "Disallow: /de/guichet/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_the_sitemap_lists_the_public_pages_of_both_languages_and_nothing_else(public_pages, client):
    found = re.findall(r"<loc>http://[^/]+(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())

    assert sorted(found) == sorted(addresses())
    assert {address[:4] for address in found} == {"/fr/", "/de/"}
