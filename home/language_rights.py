"""To each language its editors: what Wagtail leaves open where a right holds for a kind of thing and not for a page.

Notices, questions and their categories have a language, but one right for all of them. And a translation can be turned
back into a copy of its original, which readers see at once. Not here: which right a group has (home.roles).
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permissions import page_permission_policy
from wagtail_localize.views.convert import convert_to_alias


def languages_of(user) -> list[str]:
    """The languages this person writes: those with a page to change."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return sorted(pages.order_by().values_list("locale__language_code", flat=True).distinct())


def refuse_other_language(request: HttpRequest, thing: Model) -> None:
    """Before a notice, a question or a category is edited."""
    if isinstance(thing, TranslatableMixin) and thing.locale.language_code not in languages_of(request.user):
        raise PermissionDenied


def begin_in_own_language(request: HttpRequest, model: type[Model]) -> HttpResponse | None:
    """A new notice or question is in the language that the address names, else in the first the person writes."""
    if not issubclass(model, TranslatableMixin):
        return None
    languages, asked = languages_of(request.user), request.GET.get("locale")
    if (asked or Locale.get_default().language_code) in languages:
        return None
    if asked or not languages:
        raise PermissionDenied
    return redirect(f"{request.path}?locale={languages[0]}")


def turn_into_copy(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize asks for the right to edit; but readers see another text at once, so it takes publishing."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return convert_to_alias(request, page_id)
