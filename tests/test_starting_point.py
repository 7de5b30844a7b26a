"""The database every test starts from: filled, the same after a test that commits, made anew when migrations change."""

import pytest
from wagtail.models import Page

from guichet.models import Account
from invoicing.models import FormSheet, Rate
from tests import starting_point
from tests.factories import AccountFactory

STARTED: list[tuple] = []


@pytest.mark.parametrize("_turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_for_the_next_one(_turn):
    facts = (
        Account.objects.count(),
        Page.objects.count(),
        list(FormSheet.objects.values("kind", "number", "title_fr", "title_de")),
        Rate.objects.count(),
    )
    STARTED.append(facts)
    AccountFactory()
    Page.objects.filter(depth__gt=1).delete()
    FormSheet.objects.all().delete()

    assert facts == STARTED[0]
    assert (facts[0], facts[1] > 20, facts[3] > 0) == (0, True, True)


def test_another_migration_makes_another_file(settings, tmp_path):
    migration = tmp_path / "guichet" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    names = set()
    for text in ("a = 1", "a = 2", "a = 1"):
        migration.write_text(text)
        names.add(starting_point.fingerprint())

    assert len(names) == 2
