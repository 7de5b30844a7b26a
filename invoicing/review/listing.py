"""The list of claims in the Wagtail admin: its pages, its views beside each other, its table.

Not here: which claims an address means (worklist.py), cells (columns.py), one claim (views.py), who may look
(permissions.py).
"""

from django.core.paginator import Page as PageOfClaims
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column as TableColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from invoicing.models import Claim
from invoicing.money import grouped

from .bulk_views import MOST_AT_ONCE
from .columns import COLUMNS, READ, Column, Page, chosen_columns, render_heads, render_rows
from .counts import count_up_to
from .export import MOST_EXPORTED
from .filter_panel import draw_filters
from .standard_views import VIEW_CAP, views_of
from .worklist import MOST_AHEAD, PAGE, Office, Worklist

PER_PAGE = 50
MOST_PAGES = 20_000


class CappedPaginator(WagtailPaginator):
    """Knows the count from outside, no further than MOST_AHEAD: a page costs the same at a million claims."""

    def __init__(self, worklist: Worklist, per_page: int, *, counted: int, limit: int, **kwargs):
        super().__init__(worklist.claims, per_page, **kwargs)
        self.worklist, self.counted, self.limit = worklist, counted, limit

    @cached_property
    def count(self) -> int:
        return min(self.counted, self.limit)

    @cached_property
    def is_capped(self) -> bool:
        return self.counted > self.limit

    def page(self, number) -> PageOfClaims:
        """The ids from the index alone, then the rows of this page: one query."""
        number = self.validate_number(number)
        until = number * self.per_page
        claims = self.worklist.to_show(count=self.counted, until=until)
        ids = claims.values("pk")[until - self.per_page : until]
        rows = Claim.objects.filter(pk__in=ids).select_related("beneficiary").only(*READ)
        return self._get_page(list(self.worklist.in_order(rows)), number, self)

    @cached_property
    def items_count_label(self) -> str:
        if self.is_capped:
            return gettext("plus de %(count)s demandes") % {"count": f"{self.limit:,}".replace(",", "’")}
        if not self.count:
            return gettext("aucune demande")
        return ngettext("%(count)s demande", "%(count)s demandes", self.count) % {"count": self.count}


class ClaimListView(BaseListingView):
    """First what waits for this reviewer, the longest waiting on top; every view is an address that can be shared."""

    model = Claim
    template_name = "invoicing/review/list.html"
    results_template_name = "invoicing/review/list_results.html"
    page_title = _("Demandes")
    header_icon = "form"
    paginate_by = PER_PAGE
    is_searchable = True
    verbose_name_plural = _("demandes")
    index_url_name = "claims:index"
    index_results_url_name = "claims:index_results"

    @cached_property
    def office(self) -> Office:
        return Office(self.request.user)

    @cached_property
    def worklist(self) -> Worklist:
        return Worklist(self.request.GET, self.office)

    @cached_property
    def chosen(self) -> list[Column]:
        return chosen_columns(self.office.choices.columns)

    @property
    def columns(self) -> list[TableColumn]:
        """What Wagtail draws the heads of the table from."""
        return [
            TableColumn(one.key, label=one.label, classname=one.css or None, sort_key=one.sort or None)
            for one in self.chosen
        ]

    def get_header_more_buttons(self) -> list[Button]:
        paper = Button(_("Saisir une demande papier"), reverse("claims:paper"), icon_name="edit", priority=10)
        letters = Button(_("Lettres"), reverse("claims:letters"), icon_name="mail", priority=15)
        relatives = Button(_("Mes proches"), reverse("claims:recusals"), icon_name="user", priority=20)
        return [*super().get_header_more_buttons(), paper, letters, relatives]

    def get_search_form(self) -> SearchForm:
        placeholder = _("Référence, nom, numéro")
        return SearchForm(self.request.GET if self.search_kwarg in self.request.GET else None, placeholder=placeholder)

    @cached_property
    def filters(self):
        return self.office.filters.showing(self.worklist.form)

    def get_ordering(self) -> str:
        return self.worklist.ordering

    def get_queryset(self) -> QuerySet:
        return self.worklist.claims

    # --- Pages and counts -------------------------------------------------------------

    @cached_property
    def page_number(self) -> int:
        asked = self.request.GET.get(PAGE, "")
        return min(max(int(asked[:6]), 1), MOST_PAGES) if asked.isascii() and asked.isdigit() else 1

    @property
    def until(self) -> int:
        return self.page_number * PER_PAGE

    @property
    def limit(self) -> int:
        return self.until + MOST_AHEAD

    @cached_property
    def views(self) -> list:
        return views_of(self.office, self.worklist.address)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many this list holds, and each of the views beside it: one query."""
        asked = {view.key: (view.claims.order_by(), VIEW_CAP + 1) for view in self.views if view.is_counted}
        return count_up_to({"here": (self.worklist.to_count, self.worklist.sorts_up_to(self.until) + 1), **asked})

    @property
    def all_count(self) -> int:
        """How many « all of the list » chooses; 0 where counting stopped, or where so many would be refused."""
        return self.counts["here"] if self.counts["here"] <= min(self.limit, MOST_AT_ONCE) else 0

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        paginator = CappedPaginator(self.worklist, page_size, counted=self.counts["here"], limit=self.limit)
        page = paginator.get_page(self.page_number)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, *args, **kwargs) -> dict:
        context = super().get_context_data(*args, **kwargs)
        for view in self.views:
            view.count = self.counts.get(view.key)
        address = self.worklist.address
        page = Page(self.office, address)
        return context | {
            "heads": render_heads(self.chosen, self.worklist),
            "filter_panel": draw_filters(self.worklist.form),
            "rows": render_rows(context["object_list"], self.chosen, page),
            "address": address,
            "views": self.views,
            "own_view": next((view for view in self.views if view.is_own and view.is_current), None),
            "office": self.office,
            "all_columns": list(COLUMNS.values()),
            "chosen": {column.key for column in self.chosen},
            "count_label": context["paginator"].items_count_label,
            "all_count": self.all_count,
            "most_exported": grouped(MOST_EXPORTED),
            "worklist": self.worklist,
        }
