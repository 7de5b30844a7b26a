"""Who decides on claims: the group « Revue ».

Not here: editors of public pages (home.roles), who see nothing of claims.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.users.models import UserProfile

from guichet.models import Account

REVIEWERS = "Revue"
PERMISSIONS = [("wagtailadmin", "access_admin"), ("invoicing", "review_claim")]


@transaction.atomic
def create_reviewer_group() -> Group:
    """The group of reviewers: into the admin, and to claims."""
    group, _created = Group.objects.get_or_create(name=REVIEWERS)
    for app, codename in PERMISSIONS:
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return group


@transaction.atomic
def make_reviewer(account: Account) -> None:
    """Let one of the staff review claims, in the account's language."""
    account.groups.add(create_reviewer_group())
    speak_language_of(account)


def speak_language_of(account: Account) -> None:
    """The admin speaks the account's language from the first day; each changes it under « Compte »."""
    profile = UserProfile.get_for_user(account)
    if not profile.preferred_language:
        profile.preferred_language = account.language
        profile.save(update_fields=["preferred_language"])
