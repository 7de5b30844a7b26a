"""What tests of the editors' rights stand on."""

from importlib import import_module

import pytest
from django.apps import apps

LOCALIZE = "wagtail_localize.migrations.0006_create_submit_translation_permission"


@pytest.fixture(autouse=True)
def _right_to_translate(db):
    """wagtail-localize's right comes from a migration: gone once a transactional test has emptied the tables."""
    import_module(LOCALIZE).create_submit_translation_permission(apps, None)
