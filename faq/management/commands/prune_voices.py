"""Removes votes and searches that have been kept long enough."""

from django.core.management.base import BaseCommand

from faq.voices import prune


class Command(BaseCommand):
    help = "Removes votes after two years, searches without result after a year, those typed once after a month."

    def handle(self, *args, **options):
        self.stdout.write(f"Votes and searches: {prune()} removed.")
