"""A catalogue of aids as accordions, as HTML."""

from decimal import Decimal

import pytest
from django.test.html import parse_html

from invoicing.catalogue_html import accordions_html, option_html
from invoicing.models import CatalogueEntry
from invoicing.templatetags.catalogue import Group

WORDS = {"language": "fr", "chosen": "", "most": "Au plus %(most)s CHF %(per)s", "decision": "Décision nécessaire"}


def service(**facts) -> CatalogueEntry:
    entry = CatalogueEntry(key="5.06", number="5.06", name_fr="Perruques")
    entry.dom_id, entry.is_chosen, entry.limit, entry.per = "id_service-aid_1", False, None, ""
    for name, value in facts.items():
        setattr(entry, name, value)
    return entry


def test_a_paper_form_and_its_sections_are_accordions_of_radio_buttons():
    section = Group("Perruques", is_open=True, options=[service(is_chosen=True)])
    group = Group("Prothèses", number="318.635", sections=[section])

    assert parse_html(accordions_html([group], "service-aid")) == parse_html(
        """<details class="catalogue__form"><summary class="catalogue__summary">
        <h3>Prothèses <span class="hint">318.635</span></h3>
        <span class="tag tag--accepted catalogue__chosen">Choisie</span></summary>
        <details class="catalogue__section" open><summary class="catalogue__summary"><h4>Perruques</h4>
        <span class="tag tag--accepted catalogue__chosen">Choisie</span></summary>
        <div class="choice"><input type="radio" name="service-aid" id="id_service-aid_1" value="5.06" checked>
        <label for="id_service-aid_1"><span class="catalogue__number">5.06</span> Perruques</label></div>
        </details></details>"""
    )


@pytest.mark.parametrize(
    ("facts", "hint"),
    [
        ({"conditions_fr": "une fois par an"}, '<span class="hint">une fois par an</span>'),
        ({"limit": Decimal("1500"), "per": "par année"}, '<span class="hint">Au plus 1’500.00 CHF par année</span>'),
        ({"needs_decision": True}, '<span class="hint catalogue__decision">Décision nécessaire</span>'),
    ],
)
def test_a_service_says_its_conditions_its_limit_and_its_decision(facts, hint):
    assert option_html(service(**facts), "aid", WORDS).count(hint) == 1


def test_what_the_office_wrote_breaks_out_of_nothing():
    hostile = '"><script>alert(1)</script>'
    entry = service(key=hostile, number=hostile, name_fr=hostile, conditions_fr=hostile)
    group = Group(hostile, number=hostile, sections=[Group(hostile, options=[entry])])

    assert "<script" not in accordions_html([group], hostile)
