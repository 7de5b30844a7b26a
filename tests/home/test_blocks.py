"""What editors may not do on a page, however they try."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.models import Image
from wagtail.rich_text import RichText

from home.blocks import BodyBlock, ScreenBlock, TextBlock
from home.link_texts import vague_links
from home.screens import SCREENS

BODY = BodyBlock()


def body(*blocks: tuple[str, object]):
    return BODY.clean(BODY.normalize(list(blocks)))


def heading(level: str, text: str) -> tuple[str, dict]:
    return "heading", {"level": level, "text": text}


@pytest.mark.parametrize("text", ["ici", "Cliquez ici", "hier", "Klicken Sie hier", "mehr …", "https://vs.ch", "→", ""])
def test_a_link_that_says_nothing_alone_is_refused(text):
    with pytest.raises(ValidationError):
        TextBlock().clean(RichText(f'<p>Le guide est <a href="/fr/guide/">{text}</a>.</p>'))


@pytest.mark.parametrize("text", ["guide complet", "Hierarchie der Formulare", "Contact"])
def test_a_link_that_says_where_it_leads_is_welcome(text):
    assert vague_links(f'<p><a href="/fr/guide/">{text}</a></p>') == []


def test_a_sub_section_needs_a_section_above_it():
    with pytest.raises(StreamBlockValidationError):
        body(heading("h3", "Détail"))
    assert len(body(heading("h2", "Section"), heading("h3", "Détail"))) == 2


def test_two_headings_cannot_share_an_address():
    with pytest.raises(StreamBlockValidationError):
        body(heading("h2", "Envoyer"), heading("h2", "Envoyer"))


def test_a_picture_needs_its_words():
    with pytest.raises(ValidationError):
        ScreenBlock().clean(ScreenBlock().normalize({"screen": SCREENS[0].key, "alt": "", "caption": ""}))


def test_a_page_shows_two_screens_from_the_start_and_any_number_on_demand():
    screen = {"screen": SCREENS[0].key, "alt": "Le guichet", "caption": ""}
    shown, folded = ("screen", screen), ("screen", screen | {"is_folded": True})

    assert len(body(shown, folded, shown, folded)) == 4
    with pytest.raises(StreamBlockValidationError) as refusal:
        body(shown, folded, shown, shown)
    assert list(refusal.value.block_errors) == [3]


@pytest.mark.django_db
def test_an_image_needs_its_words_unless_it_only_decorates():
    image = Image.objects.create(title="Guichet", file="guichet.png", width=1, height=1)
    block = BODY.child_blocks["image"]
    image.contextual_alt_text, image.decorative = "", False
    with pytest.raises(ValidationError):
        block.clean(image)
    image.decorative = True
    assert block.clean(image) is image


def test_the_search_reads_what_readers_see():
    told = BODY.get_searchable_content(
        body(
            heading("h2", "Envoyer"),
            ("callout", {"level": "info", "title": "Bon à savoir", "text": RichText("<p>Rien ne se perd.</p>")}),
            ("screen", {"screen": SCREENS[0].key, "alt": "Le guichet", "caption": None}),
        )
    )

    assert [words for words in told if words] == ["Envoyer", "Bon à savoir", "Rien ne se perd."]


def test_there_is_no_block_for_raw_html_and_no_heading_inside_a_text():
    assert set(BODY.child_blocks) == {"heading", "text", "steps", "callout", "table", "screen", "image", "forms"}
    assert not {"h1", "h2", "h3", "image", "embed"} & set(TextBlock().features)


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_every_block_tells_editors_what_it_is_and_shows_itself(name):
    block = BODY.child_blocks[name]

    assert block.get_description()
    assert name == "image" or block.get_preview_value()
