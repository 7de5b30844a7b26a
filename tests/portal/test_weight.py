"""What a person's page weighs on a first visit: the page, and all style sheets, scripts and fonts it can ask for."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from invoicing.kinds.registry import KINDS
from tests.claims import make_draft, make_person

MOST_BYTES = 120_000
MOST_REQUESTS = 12  # the page itself counted
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
FONTS = ("400-normal", "600-normal", "700-normal")  # italics stand in no page of the guichet


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["desk", *KINDS])
def test_a_page_of_the_guichet_is_light_and_asks_for_little_and_nothing_elsewhere(page, signed_in_client):
    owner = make_person()
    own = [] if page == "desk" else [make_draft(page, owner=owner).pk]
    address = reverse("invoicing:draft", args=own) if own else reverse("invoicing:desk")

    html = signed_in_client(owner).get(address).content

    assets = {finders.find(name.removeprefix("/static/")) for name in ASSETS.findall(html.decode())} | fonts()
    assert re.findall(rb'(?:src|<link[^>]*href)="(?:https?:)?//', html) == []
    assert 1 + len(assets) <= MOST_REQUESTS
    assert len(gzip.compress(html)) + sum(packed(asset) for asset in assets) <= MOST_BYTES


def fonts() -> set[str]:
    return {finders.find(f"fonts/atkinson-hyperlegible-next-latin-{face}.woff2") for face in FONTS}


def packed(asset: str) -> int:
    return len(gzip.compress(Path(asset).read_bytes()))
