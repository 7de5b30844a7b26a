"""What editors fill in about help: the place is chosen among those there are, never typed."""

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from faq.models import FaqCategory
from faq.places import ERRORS, FAMILIES, PLACES, describe


class EntryForm(WagtailAdminModelForm):
    """The categories of the question's own language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            self.fields["category"].queryset = FaqCategory.objects.filter(locale=self.instance.locale_id)


class HelpPlaceForm(WagtailAdminModelForm):
    """Steps, forms, fields and errors of the portal as it is; a place that is gone stays while it is kept."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = place_choices()
        kept = self.instance.key
        if kept and kept not in {key for _group, places in choices for key, _label in places}:
            choices.append((_("Autre endroit"), [(kept, describe(kept))]))
        self.fields["key"] = forms.ChoiceField(label=_("Endroit"), choices=[("", "–"), *choices])


def place_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Group → places."""
    known = import_string(settings.HELP_PLACES)()
    return [
        (_("Étape"), list(PLACES.items())),
        *((FAMILIES[family], places) for family, places in known.items()),
        (FAMILIES["error-"], list(ERRORS.items())),
    ]
