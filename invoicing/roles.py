"""Who works in the office: « Revue » decides on claims, « Seconde revue » confirms high amounts, « Paramètres métier »
keeps rates, forms and lists.

Not here: editors of public pages (home.roles), who see nothing of claims.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.users.models import UserProfile

from guichet.models import Account

REVIEWERS = "Revue"
SECOND_REVIEWERS = "Seconde revue"
CLERKS = "Paramètres métier"
MANAGERS = "Direction"
ADMIN_DOOR = ("wagtailadmin", "access_admin")


def create_reviewer_group() -> Group:
    """The group of reviewers: into the admin, and to claims."""
    return _create_group(REVIEWERS, ADMIN_DOOR, ("invoicing", "review_claim"))


def create_second_reviewer_group() -> Group:
    """Reviewers who may also be the second of two to accept a high amount."""
    return _create_group(SECOND_REVIEWERS, ADMIN_DOOR, ("invoicing", "review_claim"), ("invoicing", "confirm_claim"))


def create_clerk_group() -> Group:
    """The group of parameter clerks: into the admin, and to the office's own data."""
    return _create_group(CLERKS, ADMIN_DOOR, ("invoicing", "edit_office_data"))


def create_manager_group() -> Group:
    """The group of managers: into the admin, and to the figures, which name nobody."""
    return _create_group(MANAGERS, ADMIN_DOOR, ("invoicing", "view_figures"))


@transaction.atomic
def _create_group(name: str, *permissions: tuple[str, str]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    for app, codename in permissions:
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return group


@transaction.atomic
def make_reviewer(account: Account) -> None:
    """Let one of the staff review claims, in the account's language."""
    account.groups.add(create_reviewer_group())
    speak_language_of(account)


@transaction.atomic
def make_second_reviewer(account: Account) -> None:
    """Let one of the staff review claims and confirm high amounts, in the account's language."""
    account.groups.add(create_second_reviewer_group())
    speak_language_of(account)


@transaction.atomic
def make_clerk(account: Account) -> None:
    """Let one of the staff edit the office's data, in the account's language."""
    account.groups.add(create_clerk_group())
    speak_language_of(account)


def speak_language_of(account: Account) -> None:
    """The admin speaks the account's language from the first day; each changes it under « Compte »."""
    profile = UserProfile.get_for_user(account)
    if not profile.preferred_language:
        profile.preferred_language = account.language
        profile.save(update_fields=["preferred_language"])
