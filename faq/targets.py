"""The page an editor opens to mend something: in the editor, at the question that is meant, or as readers see it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from faq.models import FaqEntry


@dataclass(frozen=True)
class Target:
    """Where a link of the report leads. Who may not edit the page is led to the page itself."""

    title: str
    language: str
    url: str
    is_editable: bool


class Targets:
    """Targets for one of the editors. What the rights and the order of questions cost is paid once."""

    def __init__(self, user):
        self.user = user

    def of(self, answer: Page | FaqEntry) -> Target:
        is_entry = isinstance(answer, FaqEntry)
        page = answer.page if is_entry else answer
        is_editable = page.pk in self.editable
        place = f"#inline_child_entries-{self.positions[answer.pk]}" if is_entry and self._is_settled(page) else ""
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk]) + place
        title = answer.question if is_entry else answer.title
        return Target(title, answer.locale.language_code, edit if is_editable else answer.url, is_editable)

    @cached_property
    def editable(self) -> set[int]:
        """The pages this person may edit: one query, where asking page by page would cost one each."""
        pages = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        return set(pages.values_list("pk", flat=True))

    @cached_property
    def positions(self) -> dict[int, int]:
        """question → its place among those of its page, as the editor numbers them."""
        positions: dict[int, int] = {}
        count: dict[int, int] = {}
        for pk, page in FaqEntry.objects.order_by("sort_order").values_list("pk", "page_id"):
            positions[pk] = count.get(page, 0)
            count[page] = positions[pk] + 1
        return positions

    def _is_settled(self, page: Page) -> bool:
        """Whether the editor shows what is published: in a draft the order may be another."""
        return not page.has_unpublished_changes
