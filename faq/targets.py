"""The page an editor opens to mend something: in the editor or as readers see it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from faq.models import FaqEntry, FaqPage


@dataclass(frozen=True)
class Target:
    """Where a link of the report leads. Who may not edit the page is led to the page itself."""

    title: str
    language: str
    url: str
    is_editable: bool


class Targets:
    """Targets for one of the editors. What rights and addresses cost is paid once."""

    def __init__(self, user):
        self.user = user

    def of(self, answer: Page | FaqEntry) -> Target:
        return self._of_entry(answer) if isinstance(answer, FaqEntry) else self._of_page(answer)

    def new_question(self, page: FaqPage) -> Target:
        """Where a question is written that `page` lacks."""
        is_editable = page.pk in self.editable and self.user.has_perm("faq.add_faqentry")
        language = page.locale.language_code
        add = f"{reverse('wagtailsnippets_faq_faqentry:add')}?locale={language}"
        return Target(page.title, language, add if is_editable else page.url, is_editable)

    def _of_page(self, page: Page) -> Target:
        is_editable = page.pk in self.editable
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return Target(page.title, page.locale.language_code, edit if is_editable else page.url, is_editable)

    def _of_entry(self, entry: FaqEntry) -> Target:
        is_editable = entry.locale_id in self.editable.values() and self.user.has_perm("faq.change_faqentry")
        page = self.pages.get(entry.locale_id)
        url = f"{page.url}#{entry.anchor}" if page else ""
        edit = reverse("wagtailsnippets_faq_faqentry:edit", args=[entry.pk])
        return Target(entry.question, entry.locale.language_code, edit if is_editable else url, is_editable)

    @cached_property
    def editable(self) -> dict[int, int]:
        """Page → language of those this person may edit: one query, where asking page by page would cost one each."""
        pages = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        return dict(pages.values_list("pk", "locale_id"))

    @cached_property
    def pages(self) -> dict[int, FaqPage]:
        """Language → the page of its questions."""
        return {page.locale_id: page for page in FaqPage.objects.select_related("locale")}
