"""Makes the groups of reviewers, second reviewers, parameter clerks and managers. Running it twice changes nothing.

Editors: load_content.
"""

from django.core.management.base import BaseCommand

from invoicing.roles import (
    create_clerk_group,
    create_manager_group,
    create_reviewer_group,
    create_second_reviewer_group,
)


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        groups = (create_reviewer_group(), create_second_reviewer_group(), create_clerk_group(), create_manager_group())
        for group in groups:
            self.stdout.write(f"Group « {group} » is there.")
