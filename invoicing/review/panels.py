"""What reviewers see on the admin's home: what waits, by view. And what of the CMS the office does not see."""

from django.http import HttpRequest
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from guichet.letters import letters_to_post
from guichet.models import Account
from invoicing.figures.permissions import can_view_figures
from invoicing.office_admin.permissions import can_edit_office_data

from .counts import count_each
from .permissions import can_review
from .standard_views import View, views_of
from .worklist import Office

CMS_MENU = {"explorer", "images", "documents", "snippets", "reports", "settings", "help"}


class OpenClaimsPanel(Component):
    name = "open_claims"
    template_name = "invoicing/review/home_panel.html"
    order = 50

    class Media:
        css = {"all": ["css/review.css", "css/worklist.css"]}

    def get_context_data(self, parent_context) -> dict:
        return {"views": counted_views(parent_context["request"].user), "letters": letters_to_post().count()}


def counted_views(account: Account) -> list[View]:
    """What waits, by view, with its count: one query beside the office's."""
    office = Office(account)
    views = [view for view in views_of(office, "") if view.is_counted]
    counts = count_each({view.key: view.claims for view in views})
    for view in views:
        view.count = counts[view.key]
    return views


def is_only_office(request: HttpRequest) -> bool:
    """Whether this person reviews claims, keeps its data or sees its figures, and has nothing to do with pages."""
    works_here = can_review(request) or can_edit_office_data(request) or can_view_figures(request)
    return works_here and not user_has_any_page_permission(request.user)


def show_open_claims(request: HttpRequest, panels: list) -> None:
    """The office's panel for reviewers; those of pages go for who edits none."""
    if is_only_office(request):
        panels.clear()
    if can_review(request):
        panels.append(OpenClaimsPanel())


def hide_cms_menu(request: HttpRequest, items: list) -> None:
    if is_only_office(request):
        items[:] = [item for item in items if item.name not in CMS_MENU]


def hide_cms_counts(request: HttpRequest, items: list) -> None:
    if is_only_office(request):
        items.clear()
