"""Removes stored files that no draft and no version has held for a day."""

from django.core.management.base import BaseCommand

from invoicing.uploads import remove_orphans


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        removed = remove_orphans()
        if options["verbosity"]:
            self.stdout.write(f"Files removed: {removed}.")
