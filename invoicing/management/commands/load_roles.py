"""Makes the group of reviewers with its rights. Running it twice changes nothing. Editors: load_content."""

from django.core.management.base import BaseCommand

from invoicing.roles import create_reviewer_group


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        self.stdout.write(f"Group « {create_reviewer_group()} » is there.")
