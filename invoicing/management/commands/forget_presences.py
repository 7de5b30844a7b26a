"""Removes traces of reviewers who had a claim open yesterday."""

from django.core.management.base import BaseCommand

from invoicing.reviewing import forget_presences


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        removed = forget_presences()
        if options["verbosity"]:
            self.stdout.write(f"Presences removed: {removed}.")
