"""Loads the public pages the portal comes with, and the groups that edit them."""

from django.core.management.base import BaseCommand

from home.loading import load_content
from home.roles import create_editor_groups


class Command(BaseCommand):
    help = "Creates the public pages that were never there, in both languages. Changes nothing that exists."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="also those that an editor deleted")

    def handle(self, *args, **options):
        made = load_content(again=options["again"])
        create_editor_groups()
        self.stdout.write(f"{made} pages created.")
