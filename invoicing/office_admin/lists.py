"""The lists a person or a reviewer chooses from: all of them, the entries of one, the page of an entry."""

from django import forms
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from invoicing.models import ListEntry

from .list_names import name_of
from .ordering import move
from .permissions import clerk_only
from .records import RecordForm
from .screens import FOLDER, edit_record, frame

INDEX = "office_lists:index"
ICON = "list-ul"


class EntryForm(RecordForm):
    """One entry. Its key is made once from the French text: claims keep it, whatever the text becomes."""

    pairs = ("label",)
    traits = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ListEntry
        fields = ["label_fr", "label_de", "is_active", "traits", "source"]
        help_texts = {
            "is_active": gettext_lazy("Sans cela, on ne peut plus le choisir. Les demandes déjà envoyées le gardent."),
            "source": gettext_lazy("La loi, l’ordonnance ou la directive sur laquelle il repose."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = name_of(self.instance.list).trait_choices()
        self.fields["traits"].choices = choices
        self.initial["traits"] = [key for key, is_on in self.instance.traits.items() if is_on]
        if not choices:
            del self.fields["traits"]

    def clean_traits(self) -> dict:
        """The ticked ones, and whatever else the entry carries."""
        offered = [key for key, _label in self.fields["traits"].choices]
        others = {key: value for key, value in self.instance.traits.items() if key not in offered}
        return others | dict.fromkeys(self.cleaned_data["traits"], True)

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        others = ListEntry.objects.filter(list=self.instance.list, is_active=True).exclude(pk=self.instance.pk)
        if not is_active and not others.exists():
            raise forms.ValidationError(_("C’est le dernier choix de la liste : ajoutez-en d’abord un autre."))
        return is_active

    def save(self, commit: bool = True) -> ListEntry:
        entry = self.instance
        if entry._state.adding:
            entry.key = _free_key(entry)
            entry.position = (_entries(entry.list).aggregate(last=Max("position"))["last"] or 0) + 1
        return super().save(commit)


def _free_key(entry: ListEntry) -> str:
    base = slugify(entry.label_fr)[:40] or "entry"
    taken = set(_entries(entry.list).values_list("key", flat=True))
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _entries(key: str):
    return ListEntry.objects.filter(list=key)


def _page_of(key: str) -> tuple[str, str]:
    if not _entries(key).exists():
        raise Http404
    return reverse("office_lists:list", args=[key]), str(name_of(key))


@clerk_only
@require_safe
def show_lists(request: HttpRequest) -> HttpResponse:
    counted = ListEntry.objects.order_by("list").values("list")
    counted = counted.annotate(active=Count("pk", filter=Q(is_active=True)), all=Count("pk"))
    lists = sorted(({**row, "name": str(name_of(row["list"]))} for row in counted), key=lambda row: row["name"])
    return render(request, f"{FOLDER}lists.html", frame(_("Listes"), ICON) | {"lists": lists})


@clerk_only
@require_safe
def show_list(request: HttpRequest, key: str) -> HttpResponse:
    _url, name = _page_of(key)
    add = HeaderButton(_("Ajouter une entrée"), url=reverse("office_lists:add", args=[key]), icon_name="plus")
    context = frame(name, ICON, (reverse(INDEX), _("Listes")), buttons=(add,)) | {
        "entries": _entries(key),
        "reorder_url": reverse("office_lists:move", args=[999999]),
    }
    return render(request, f"{FOLDER}list.html", context)


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_entry(request: HttpRequest, key: str) -> HttpResponse:
    page = _page_of(key)
    context = frame(_("Nouvelle entrée"), ICON, (reverse(INDEX), _("Listes")), page)
    return edit_record(request, EntryForm, ListEntry(list=key), context, back=page[0])


@clerk_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(ListEntry, pk=pk)
    page = _page_of(entry.list)
    context = frame(str(entry), ICON, (reverse(INDEX), _("Listes")), page)
    return edit_record(request, EntryForm, entry, context, back=page[0])


@clerk_only
@require_POST
def move_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(ListEntry, pk=pk)
    return move(request, entry, _entries(entry.list), back=_page_of(entry.list)[0])
