"""Who edits the public pages: one group for each language, and the chief editors, who publish.

Not here: reviewers (invoicing), who see nothing of the CMS.
"""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowTask,
)

from home.content_files import key_of
from home.loading import find_root
from home.models import HomePage

CHIEF_EDITORS = "Rédaction en chef"
LANGUAGE_EDITORS = {"fr": "Rédaction française", "de": "Rédaction allemande"}
WORKFLOW = "Relecture · Freigabe"  # editors of both languages read it on their button
WAGTAILS_WORKFLOW = "Moderators approval"
PAGE_PERMISSIONS = ["add_page", "change_page"]
CHIEF_PAGE_PERMISSIONS = [*PAGE_PERMISSIONS, "publish_page", "lock_page", "unlock_page"]
IMAGE_PERMISSIONS = ["add_image", "change_image", "choose_image"]
PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    ("faq", "add_faqentry"),
    ("faq", "change_faqentry"),
    ("faq", "add_faqcategory"),
    ("faq", "change_faqcategory"),
    ("home", "add_notice"),
    ("home", "change_notice"),
    ("home", "view_feedback"),
]
# wagtail-localize asks for one right everywhere, not for the right on a page: only who edits the whole tree has it.
CHIEF_PERMISSIONS = [
    *PERMISSIONS,
    ("wagtail_localize", "submit_translation"),
    *(("faq", f"{act}_faqentry") for act in ("delete", "publish", "lock", "unlock")),
    ("faq", "delete_faqcategory"),
    ("faq", "add_helpplace"),
    ("faq", "change_helpplace"),
    ("faq", "delete_helpplace"),
    ("faq", "add_promotedanswer"),
    ("faq", "change_promotedanswer"),
    ("faq", "delete_promotedanswer"),
    ("home", "delete_notice"),
    ("home", "publish_notice"),
    ("home", "lock_notice"),
    ("home", "unlock_notice"),
    ("home", "change_feedback"),
]


@transaction.atomic
def create_editor_groups() -> list[Group]:
    """Every group of editors and their workflow; Wagtail's own go while nobody uses them."""
    groups = [create_editor_group(), *(create_language_group(language) for language in LANGUAGE_EDITORS)]
    create_workflow(groups[0])
    Workflow.objects.filter(name=WAGTAILS_WORKFLOW, workflow_states=None).delete()
    Task.objects.filter(name=WAGTAILS_WORKFLOW, workflow_tasks=None, task_states=None).delete()
    Group.objects.filter(name__in=["Editors", "Moderators"], user=None).delete()
    return groups


@transaction.atomic
def create_editor_group() -> Group:
    """The chief editors: the whole tree, both languages, publishing."""
    return _create_group(CHIEF_EDITORS, find_root(), CHIEF_PAGE_PERMISSIONS, CHIEF_PERMISSIONS)


@transaction.atomic
def create_language_group(language: str) -> Group:
    """Who writes the pages of one language, and hands them in."""
    home = HomePage.objects.get(translation_key=key_of("home"), locale__language_code=language)
    return _create_group(LANGUAGE_EDITORS[language], home, PAGE_PERMISSIONS, PERMISSIONS)


def create_workflow(chiefs: Group) -> Workflow:
    """What an editor hands in waits for a chief editor: pages, and whatever else may be reviewed."""
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        task = GroupApprovalTask.objects.create(name=WORKFLOW)
        task.groups.add(chiefs)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(page=find_root(), defaults={"workflow": workflow})
    for model in apps.get_models():
        if issubclass(model, WorkflowMixin) and not issubclass(model, Page):
            kind = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})
    return workflow


def _create_group(name: str, page: Page, page_permissions: list[str], permissions: list[tuple[str, str]]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    for app, codename in permissions:
        group.permissions.add(permission(app, codename))
    for codename in page_permissions:
        GroupPagePermission.objects.get_or_create(
            group=group, page=page, permission=permission("wagtailcore", codename)
        )
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for codename in IMAGE_PERMISSIONS:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission("wagtailimages", codename)
        )
    return group


def permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
