"""Who may write, add and publish a page or a snippet, without a query for each.

Not here: locks and workflows of a page, which its acts ask for.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from wagtail.models import DraftStateMixin, Page
from wagtail.models.pages import PagePermissionTester
from wagtail.permissions import page_permission_policy

from .works import Work


@dataclass
class Rights:
    """What one person may do."""

    user: object

    @cached_property
    def languages(self) -> dict[int, str]:
        """Those whose pages the person writes: snippets of others are not theirs (home.language_rights)."""
        pages = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        return dict(pages.order_by().values_list("locale_id", "locale__language_code").distinct())

    def change(self, instance: Model | None) -> bool:
        return instance is not None and self._may("change", instance)

    def publish(self, instance: Model | None) -> bool:
        return instance is not None and self._may(
            "publish" if isinstance(instance, DraftStateMixin) else "change", instance
        )

    def create(self, work: Work, homes: dict[str, Work]) -> bool:
        """Whether the person may put the translation in its place; a page needs the translation of the page above."""
        if not isinstance(work.original, Page):
            is_theirs = work.target in self.languages.values()
            return work.original is not None and is_theirs and self._has("add", work.original)
        above = homes.get(work.original.path[: -Page.steplen])
        return above is not None and work.target in above.members and self._may("add", above.members[work.target])

    def _may(self, act: str, instance: Model) -> bool:
        if not self.user.is_active or self.user.is_superuser:
            return self.user.is_active
        if isinstance(instance, Page):
            return act in PagePermissionTester(self.user, instance).permissions
        return instance.locale_id in self.languages and self._has(act, instance)

    def _has(self, act: str, instance: Model) -> bool:
        return self.user.has_perm(f"{instance._meta.app_label}.{act}_{instance._meta.model_name}")
