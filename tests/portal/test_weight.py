"""What a page weighs on a first visit: the page, and all style sheets, scripts, pictures and fonts it can ask for.

Pictures that open on demand are not asked for before. That browsers do as counted here: tests/e2e/test_public_pages.py.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.models import Page

from invoicing.kinds.registry import KINDS
from tests.claims import make_draft, make_person

MOST_BYTES = 120_000
MOST_REQUESTS = 12  # the page itself counted
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
FONTS = ("400-normal", "600-normal", "700-normal")  # italics stand in no page
# A canonical address or one in the other language is named, not asked for
ELSEWHERE = re.compile(r'(?:\ssrc|<link(?! rel="(?:canonical|alternate)")[^>]*href)="(?:https?:)?//[^"]*')
ON_DEMAND = re.compile(r'<details class="screen-fold".*?</details>', re.DOTALL)
BESIDE_THE_TREE = ["/fr/search/?q=iban", "/de/help/code/", "/fr/obstacle/", "/de/guichet/sign-in/", "/fr/no-such-page/"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["desk", *KINDS])
def test_a_page_of_the_guichet_is_light_and_asks_for_little_and_nothing_elsewhere(page, signed_in_client):
    owner = make_person()
    own = [] if page == "desk" else [make_draft(page, owner=owner).pk]
    address = reverse("invoicing:draft", args=own) if own else reverse("invoicing:desk")

    assert_light(signed_in_client(owner).get(address).content)


def test_every_public_page_is_light_too(public_pages, client):
    for address in [*Page.objects.filter(depth__gt=1, live=True), *BESIDE_THE_TREE]:
        assert_light(client.get(getattr(address, "url", address)).content)


def assert_light(html: bytes) -> None:
    shown = ON_DEMAND.sub("", html.decode())
    assets = {finders.find(name.removeprefix("/static/")) for name in ASSETS.findall(shown)} | fonts()
    assert ELSEWHERE.findall(shown) == []
    assert 1 + len(assets) <= MOST_REQUESTS
    assert len(gzip.compress(html)) + sum(packed(asset) for asset in assets) <= MOST_BYTES


def fonts() -> set[str]:
    return {finders.find(f"fonts/atkinson-hyperlegible-next-latin-{face}.woff2") for face in FONTS}


def packed(asset: str) -> int:
    return len(gzip.compress(Path(asset).read_bytes()))
