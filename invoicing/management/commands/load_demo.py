"""Loads the people and claims of `make run`. Refuses to run anywhere else: their passwords are public."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from invoicing.demo import load_demo


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if not settings.DEV_OUTBOX:
            raise CommandError("Demo data belong on a developer's machine only.")
        self.stdout.write("Demo data loaded." if load_demo() else "Demo data are there already.")
