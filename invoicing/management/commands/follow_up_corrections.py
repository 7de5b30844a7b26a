"""Reminds people of corrections they were asked for, and gives overdue claims back to the office."""

from django.core.management.base import BaseCommand

from invoicing.corrections import follow_up_corrections


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        steps = follow_up_corrections()
        if options["verbosity"]:
            self.stdout.write(f"Corrections followed up: {steps}.")
