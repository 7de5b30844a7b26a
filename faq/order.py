"""The order of questions: one for both languages, seen and changed in the list of one of them, at once for readers.

Not here: how a question is edited (faq.viewsets), where a new one stands (faq.models.entries).
"""

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import IndexView, ReorderView

from faq.models import FaqEntry


class EntryIndexView(IndexView):
    """Who publishes puts questions in order: no draft waits for anybody there."""

    def get_reorder_url(self) -> str | None:
        return super().get_reorder_url() if self.user_has_permission("publish") else None


class EntryReorderView(ReorderView):
    permission_required = "publish"

    def get_queryset(self) -> QuerySet:
        """The questions of one language, as the list shows them."""
        return super().get_queryset().filter(locale=self.item.locale_id)

    @transaction.atomic
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.item = get_object_or_404(FaqEntry, pk=kwargs["pk"])
        response = super().post(request, *args, **kwargs)
        order_translations(self.get_queryset())
        log(instance=self.item, action="wagtail.reorder", user=request.user)
        return response


def order_translations(questions: QuerySet) -> None:
    """The other language follows."""
    order = dict(questions.values_list("translation_key", "sort_order"))
    others = list(FaqEntry.objects.filter(translation_key__in=order).exclude(pk__in=questions.values("pk")))
    for other in others:
        other.sort_order = order[other.translation_key]
    FaqEntry.objects.bulk_update(others, ["sort_order"])
