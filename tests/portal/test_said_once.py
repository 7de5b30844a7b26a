"""{% translate %} and {% static %}: they say what Django's own say, in each language, and ask for it once."""

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import override

DJANGO = Engine(libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"})
OURS = Engine(libraries={"i18n": "portal.templatetags.i18n", "static": "portal.templatetags.static"})
PIECES = [
    '{% translate "Montant demandé" %}',
    "{% trans 'Enregistrer le brouillon' %}",
    '{% translate "Montant demandé" as words %}[{{ words }}]',
    '{% translate "Montant demandé"|upper %}',
    '{% translate "100 % <b>" %}',
    '{% translate "100 % <b>" as words %}{{ words }}',
    '{% translate "Montant demandé" noop %}',
    '{% translate "Décision" context "guide" %}',
    "{% translate typed %}",
    "{% translate typed as words %}{{ words }}",
    '{% static "css/base.css" %}',
    '{% static "css/base.css" as file %}{{ file }}',
    "{% static typed %}",
]


def draw(engine: Engine, piece: str, **values) -> str:
    return engine.from_string("{% load i18n static %}" + piece).render(Context(values))


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("piece", PIECES)
def test_a_page_says_what_django_says(piece, language):
    with override(language):
        assert draw(OURS, piece, typed="Code <b>") == draw(DJANGO, piece, typed="Code <b>")


def test_one_template_speaks_to_each_reader_in_his_language():
    template = OURS.from_string('{% load i18n %}{% translate "Montant demandé" %}')
    said = []
    for language in ("fr", "de", "fr"):
        with override(language):
            said.append(template.render(Context()))

    assert said == ["Montant demandé", "Beantragter Betrag", "Montant demandé"]


def test_what_was_said_is_not_asked_for_again(monkeypatch):
    template = OURS.from_string('{% load i18n static %}{% translate "Montant demandé" %} {% static "css/base.css" %}')
    first = template.render(Context())
    monkeypatch.setattr(translation._trans, "gettext", None)
    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage", None)

    assert template.render(Context()) == first


def test_a_variable_is_said_as_it_is_at_each_turn():
    template = OURS.from_string("{% load i18n %}{% translate typed %}")
    assert [template.render(Context({"typed": word})) for word in ("Un", "Deux")] == ["Un", "Deux"]
