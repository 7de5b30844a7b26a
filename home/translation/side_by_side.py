"""wagtail-localize's page of a translation, in the editor's language and to the editor's right.

It says what our catalogue for it cannot reach (locale/wagtail): languages by their own names, dates in English. And its
acts on a snippet ask for the right to its kind, not to its language. Not here: the two texts that stand in its script
(static/js/translation.js), how a translation is handed in (home.handing_in).
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowMixin
from wagtail.snippets.permissions import get_permission_name
from wagtail.snippets.side_panels import SnippetStatusSidePanel
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation

from home.language_rights import languages_of

TRANSLATE = "localize/translate/<int:translation_id>/"
ENGLISH_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
FORMAT = "%d %B %Y"  # of wagtail_localize.compat.DATE_FORMAT, read back


def for_editor(props: str) -> str:
    """What wagtail-localize's script is told, with languages and dates as the editor says them."""
    told = json.loads(props)
    for locale in (told["sourceLocale"], told["locale"]):
        locale["displayName"] = {"fr": _("français"), "de": _("allemand")}[locale["code"]]
    for translation in told["initialStringTranslations"]:
        translation["comment"] = date_comment(translation["comment"])
    return json.dumps(told)


def date_comment(comment: str) -> str:
    """« Traduit le 28 November 2026 » as « Traduit le 28.11.2026 »."""
    return ENGLISH_DATE.sub(lambda found: date_format(datetime.strptime(found[0], FORMAT)), comment or "")  # noqa: DTZ007


class ReviewedSidePanel(SnippetStatusSidePanel):
    """What Wagtail says of a snippet’s state; wagtail-localize leaves out where its review and history are."""

    def get_context_data(self, parent_context) -> dict:
        viewset, pk = self.object.snippet_viewset, [self.object.pk]
        may = {act: self.request.user.has_perm(get_permission_name(act, self.model)) for act in ("lock", "unlock")}
        told = {
            "draftstate_enabled": True,
            "revisions_compare_url_name": viewset.get_url_name("revisions_compare"),
            **{f"{act}_url": reverse(viewset.get_url_name(act), args=pk) for act in ("workflow_history", *may)},
            **{f"user_can_{act}": can for act, can in may.items()},
        }
        return super().get_context_data(parent_context.flatten() | told)


def with_review(side_panels: list, instance: Model) -> list:
    """The panels beside the translation of what has a workflow, complete."""
    if isinstance(instance, Page) or not isinstance(instance, WorkflowMixin):
        return side_panels
    return [
        ReviewedSidePanel(
            instance, panel.request, live_object=instance, locale=panel.locale, translations=panel.translations,
            usage_url=panel.usage_url, last_updated_info=panel.last_updated_info,
        )
        for panel in side_panels
    ]  # fmt: skip


def own_language_only(view: Callable) -> Callable:
    """Whoever translates into one language changes nothing of the other."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **places) -> HttpResponse:
        translation = get_object_or_404(Translation, pk=translation_id)
        if translation.target_locale.language_code not in languages_of(request.user):
            raise PermissionDenied
        return view(request, translation_id, **places)

    return guarded


def save_sentence(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Answers with the comment that the page shows from then on."""
    response = edit_translation.edit_string_translation(request, translation_id, string_segment_id)
    data = getattr(response, "data", None) or {}
    if "comment" in data:
        data["comment"] = date_comment(data["comment"])
    return response


def addresses() -> list[URLPattern]:
    """In the place of wagtail-localize's own."""
    acts = {
        "strings/<int:string_segment_id>/edit/": save_sentence,
        "overrides/<int:overridable_segment_id>/edit/": edit_translation.edit_override,
        "pofile/download/": edit_translation.download_pofile,
        "pofile/upload/": edit_translation.upload_pofile,
        "disable/": edit_translation.stop_translation,
    }
    return [path(TRANSLATE + rest, own_language_only(view)) for rest, view in acts.items()]
