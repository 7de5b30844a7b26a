"""Who edits the public pages: the group « Rédaction ».

Not here: reviewers (invoicing), who see nothing of the CMS.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from home.loading import find_root

EDITORS = "Rédaction"
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page"]
IMAGE_PERMISSIONS = ["add_image", "change_image", "choose_image"]
PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    ("wagtail_localize", "submit_translation"),
    ("faq", "add_faqcategory"),
    ("faq", "change_faqcategory"),
    ("faq", "delete_faqcategory"),
    ("faq", "add_helpplace"),
    ("faq", "change_helpplace"),
    ("faq", "delete_helpplace"),
    ("faq", "add_promotedanswer"),
    ("faq", "change_promotedanswer"),
    ("faq", "delete_promotedanswer"),
]


@transaction.atomic
def create_editor_group() -> Group:
    """The group of editors with rights on the whole tree; Wagtail's own two groups go while they are empty.

    Only for the whole tree: translating asks for one right everywhere, not for the right on a page.
    """
    group, _created = Group.objects.get_or_create(name=EDITORS)
    for app, codename in PERMISSIONS:
        group.permissions.add(permission(app, codename))
    for codename in PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=find_root(), permission=permission("wagtailcore", codename)
        )
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for codename in IMAGE_PERMISSIONS:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission("wagtailimages", codename)
        )
    Group.objects.filter(name__in=["Editors", "Moderators"], user=None).delete()
    return group


def permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
