"""What a clerk types about one entry of a catalogue: where it stands, its words in both languages, its limit."""

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guichet.forms.fields import SwissDateField
from invoicing.kinds.forms import CountField, NumberField
from invoicing.kinds.registry import KINDS
from invoicing.models import CatalogueEntry, LimitPer, Rate

from .ordering import place_after
from .rate_forms import MOST
from .records import RecordForm

NEW_SECTION = "new"


class CatalogueForm(RecordForm):
    """One entry. A first limit is entered with it; later ones are rates like any other, from a day on."""

    pairs = ("section", "name", "conditions")
    folded = ("form_number", "section_fr", "section_de")
    folded_title = gettext_lazy("Nouvelle section")
    section = forms.ChoiceField(label=gettext_lazy("Section"))
    valid_until = SwissDateField(required=False)
    interval_years = CountField(most="50", required=False)
    limit_per = forms.ChoiceField(choices=[("", gettext_lazy("pas de limite")), *LimitPer.choices], required=False)
    limit_amount = NumberField(label=gettext_lazy("Limite en CHF"), least="0.01", most=MOST, required=False)
    limit_from = SwissDateField(label=gettext_lazy("Limite valable dès le"), required=False)
    field_order = [
        "section", "form_number", "section_fr", "section_de", "number", "name_fr", "name_de", "conditions_fr",
        "conditions_de", "limit_per", "limit_amount", "limit_from", "interval_years", "valid_until", "needs_decision",
        "source", "is_confirmed", "is_active",
    ]  # fmt: skip

    class Meta:
        model = CatalogueEntry
        fields = [
            "form_number", "section_fr", "section_de", "number", "name_fr", "name_de", "conditions_fr",
            "conditions_de", "limit_per", "interval_years", "valid_until", "needs_decision", "source", "is_confirmed",
            "is_active",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("conditions_fr", "conditions_de")}
        help_texts = {
            "form_number": gettext_lazy("Le numéro du formulaire papier, par exemple 318.637."),
            "needs_decision": gettext_lazy("Seulement pour une activité lucrative, des tâches ou une formation (*)."),
            "is_confirmed": gettext_lazy("Vu de l’office seulement : sans cela, l’entrée est marquée « à confirmer »."),
            "is_active": gettext_lazy("Sans cela, on ne peut plus le choisir. Les demandes déjà envoyées le gardent."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = sections_of(siblings_of(self.instance))
        spoken = 2 if (get_language() or "").startswith("de") else 1
        choices = [(str(n), f"{section[0]}  {section[spoken]}") for n, section in enumerate(self.sections)]
        self.fields["section"].choices = [*choices, (NEW_SECTION, _("Nouvelle section, décrite ci-dessous"))]
        here = (self.instance.form_number, self.instance.section_fr, self.instance.section_de)
        self.initial["section"] = str(self.sections.index(here)) if here in self.sections else ""
        for name in self.folded:
            self.fields[name].required = False
            self.initial[name] = ""
        if self.has_limit:
            del self.fields["limit_amount"], self.fields["limit_from"]

    @property
    def has_limit(self) -> bool:
        """Whether its limit has a rate already: from then on it is followed under « Tarifs »."""
        return bool(self.instance.limit_code) and Rate.objects.filter(code=self.instance.limit_code).exists()

    def clean_interval_years(self) -> int | None:
        years = self.cleaned_data["interval_years"]
        return int(years) if years else None

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = cleaned.get("section", "")
        if chosen.isdecimal():
            names = ("form_number", "section_fr", "section_de")
            cleaned |= dict(zip(names, self.sections[int(chosen)], strict=True))
        elif chosen == NEW_SECTION:
            self._want("form_number", "section_fr", "section_de", because=_("Décrivez la nouvelle section."))
        if cleaned.get("limit_per") and "limit_amount" in self.fields:
            self._want(
                "limit_amount", "limit_from", "source", because=_("Une limite a un montant, une date, une source.")
            )
        return cleaned

    def _want(self, *names: str, because: str) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, because)

    @transaction.atomic
    def save(self, commit: bool = True) -> CatalogueEntry:
        entry = self.instance
        if entry._state.adding:
            entry.key = _free_key(entry)
        entry.limit_code = _limit_code(entry) if entry.limit_per else ""
        has_moved = entry._state.adding or {"form_number", "section_fr"} & self.changes().keys()
        saved = super().save(commit)
        if has_moved:
            place_after(saved, _last_of_section(saved), siblings_of(saved))
        return saved

    def first_limit(self) -> dict | None:
        """The rate to store with the entry: code, day, amount, source."""
        amount = self.cleaned_data.get("limit_amount")
        if not (self.instance.limit_per and amount):
            return None
        return {"code": self.instance.limit_code, "valid_from": self.cleaned_data["limit_from"],
                "amount": amount, "source": self.cleaned_data["source"]}  # fmt: skip


def siblings_of(entry: CatalogueEntry) -> QuerySet:
    return CatalogueEntry.objects.filter(catalogue=entry.catalogue)


def sections_of(entries: QuerySet) -> list[tuple[str, str, str]]:
    """(form number, French, German) of each section, in the catalogue's order."""
    return list(dict.fromkeys(entries.values_list("form_number", "section_fr", "section_de")))


def _last_of_section(entry: CatalogueEntry) -> CatalogueEntry | None:
    same = siblings_of(entry).filter(form_number=entry.form_number, section_fr=entry.section_fr)
    return same.exclude(pk=entry.pk).last()


def _free_key(entry: CatalogueEntry) -> str:
    taken = set(siblings_of(entry).values_list("key", flat=True))
    names = [entry.number, *(f"{entry.number}-{count}" for count in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _limit_code(entry: CatalogueEntry) -> str:
    """The code it has, or one that the form of its catalogue looks up."""
    prefix = next(kind.rate_prefix for kind in KINDS.values() if kind.catalogue == entry.catalogue)
    return entry.limit_code or (prefix + slugify(entry.key.replace(".", "-")))[:50]
