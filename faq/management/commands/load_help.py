"""Loads what the places of the portal open; after load_content, which brings the questions."""

from django.core.management.base import BaseCommand

from faq.loading import load_help


class Command(BaseCommand):
    help = "Adds missing help places and promoted answers. Changes nothing that exists."

    def handle(self, *args, **options):
        self.stdout.write(f"Help: {load_help()} added.")
