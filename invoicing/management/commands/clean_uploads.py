"""Removes stored files that no draft and no version has held for a day."""

from django.core.management.base import BaseCommand

from invoicing.uploads import remove_orphans


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        self.stdout.write(f"Files removed: {remove_orphans()}.")
