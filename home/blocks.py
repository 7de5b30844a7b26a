"""What the body of a public page is made of: few blocks, no raw HTML, no heading that could skip a level.

What a block tells the search is what its readers see, without the names of choices (« Section », « À savoir »).
Not here: how a block looks (templates/home/blocks/), what a text may say (home.link_texts).
"""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.blocks import ImageBlock

from home.link_texts import vague_links
from home.screens import SCREENS

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]
MOST_SCREENS = 2  # of a page, open from the start: more would break its budget of requests


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists without headings; a link must say where it leads."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": PLAIN_FEATURES, "label": _("Texte")} | kwargs)

    def clean(self, value):
        value = super().clean(value)
        if vague := vague_links(value.source):
            message = _("Dites où mène le lien : « %(text)s » ne se comprend pas tout seul.")
            raise ValidationError(message, params={"text": vague[0]})
        return value


class HeadingValue(blocks.StructValue):
    """A heading with its address in the page; a chapter of the guide gives it a number."""

    number = ""
    deeper = 0  # levels, on paper, where chapters have headings too
    place = ""  # what sets its address apart from that of another chapter's, on paper

    @property
    def anchor(self) -> str:
        return slugify(f"{self.place} {self['text']}")

    @property
    def tag(self) -> str:
        return f"h{int(self['level'][1]) + self.deeper}"


class HeadingBlock(blocks.StructBlock):
    """A section of the page, or a part of one."""

    level = blocks.ChoiceBlock([("h2", _("Section")), ("h3", _("Sous-section"))], default="h2", label=_("Niveau"))
    text = blocks.CharBlock(max_length=120, label=_("Titre"))

    def get_searchable_content(self, value) -> list[str]:
        return [value["text"]]

    class Meta:
        template = "home/blocks/heading.html"
        icon = "title"
        label = _("Titre")
        description = _("Une section de la page, reprise dans « Sur cette page ».")
        value_class = HeadingValue
        preview_value = {"level": "h2", "text": "Confirmer votre adresse email"}


class CalloutBlock(blocks.StructBlock):
    """A short remark that stands out: good to know, or to be heeded."""

    level = blocks.ChoiceBlock(
        [("info", _("À savoir")), ("warning", _("Attention"))], default="info", label=_("Importance")
    )
    title = blocks.CharBlock(max_length=120, label=_("Titre"))
    text = TextBlock()

    def get_searchable_content(self, value) -> list[str]:
        return [value["title"], *self.child_blocks["text"].get_searchable_content(value["text"])]

    class Meta:
        template = "home/blocks/callout.html"
        icon = "warning"
        label = _("Encadré")
        description = _("Une remarque courte, bonne à savoir ou à respecter.")
        preview_value = {"level": "info", "title": "Bon à savoir", "text": "<p>Votre saisie s’enregistre seule.</p>"}


class StepBlock(blocks.StructBlock):
    """One step of a way to go."""

    title = blocks.CharBlock(max_length=120, label=_("Titre"))
    text = TextBlock()

    class Meta:
        icon = "tick"
        label = _("Étape")


class RowBlock(blocks.StructBlock):
    """A line of a table: what it is about, and what is to be said of it."""

    label = blocks.CharBlock(max_length=160, label=_("Première colonne"))
    text = blocks.CharBlock(max_length=400, label=_("Deuxième colonne"))


class TableBlock(blocks.StructBlock):
    """Two columns with a caption: enough for a guide, and readable on a phone."""

    caption = blocks.CharBlock(max_length=160, label=_("Légende"))
    first = blocks.CharBlock(max_length=60, label=_("Titre de la première colonne"))
    second = blocks.CharBlock(max_length=60, label=_("Titre de la deuxième colonne"))
    rows = blocks.ListBlock(RowBlock(), min_num=2, label=_("Lignes"))

    class Meta:
        template = "home/blocks/table.html"
        icon = "table"
        label = _("Tableau")
        description = _("Deux colonnes, avec une légende.")
        preview_value = {
            "caption": "Ce que disent les statuts", "first": "Statut", "second": "Signification",
            "rows": [{"label": "En traitement", "text": "L’office examine."},
                     {"label": "À compléter", "text": "Il manque quelque chose."}],
        }  # fmt: skip


def screen_choices() -> list[tuple[str, str]]:
    return [(screen.key, screen.title) for screen in SCREENS]


class ScreenBlock(blocks.StructBlock):
    """A picture of the portal itself, taken by `make screenshots` in each language."""

    screen = blocks.ChoiceBlock(screen_choices, label=_("Écran"))
    alt = blocks.CharBlock(
        max_length=300,
        label=_("Texte de remplacement"),
        help_text=_("Ce qu’une personne qui ne voit pas l’image doit savoir."),
    )
    caption = blocks.CharBlock(max_length=200, required=False, default="", label=_("Légende"))
    is_folded = blocks.BooleanBlock(
        required=False,
        label=_("Montrer sur demande"),
        help_text=_("L’image s’ouvre d’un clic. Une page montre au plus deux images d’emblée."),
    )

    def get_searchable_content(self, value) -> list[str]:
        return [value["caption"] or ""]

    class Meta:
        template = "home/blocks/screen.html"
        icon = "desktop"
        label = _("Capture d’écran")
        description = _("Une image du guichet, toujours à jour dans chaque langue.")
        preview_value = {"screen": SCREENS[0].key, "alt": "Le guichet", "caption": "Le guichet"}


class FormPartBlock(blocks.StructBlock):
    """One of several paper forms that the portal takes as one."""

    title = blocks.CharBlock(max_length=200, label=_("Titre"))
    number = blocks.CharBlock(max_length=40, label=_("Numéro"))


class FormBlock(blocks.StructBlock):
    """A form of the office, with its number."""

    title = blocks.CharBlock(max_length=200, label=_("Titre"))
    number = blocks.CharBlock(max_length=40, label=_("Numéro"))
    parts = blocks.ListBlock(FormPartBlock(), default=[], required=False, min_num=0, label=_("Formulaires regroupés"))

    class Meta:
        icon = "form"
        label = _("Formulaire")


class PictureBlock(ImageBlock):
    """Wagtail's, whose first field is called « Image » in every language."""

    def __init__(self, **options):
        super().__init__(**options)
        self.child_blocks["image"].label = _("Image")


class BodyBlock(blocks.StreamBlock):
    """Everything an editor may put on a page."""

    heading = HeadingBlock()
    text = TextBlock(icon="pilcrow", template="home/blocks/text.html", description=_("Des paragraphes et des listes."),
                     preview_value="<p>Cliquez sur « Se connecter ».</p>")  # fmt: skip
    steps = blocks.ListBlock(
        StepBlock(), min_num=1, label=_("Étapes"), icon="list-ol", template="home/blocks/steps.html",
        description=_("Ce qu’il faut faire, dans l’ordre."),
        preview_value=[{"title": "Ouvrez l’email", "text": "<p>Cliquez sur le lien.</p>"}],
    )  # fmt: skip
    callout = CalloutBlock()
    table = TableBlock()
    screen = ScreenBlock()
    image = PictureBlock(required=True, label=_("Image"), template="home/blocks/image.html",
                         description=_("Une photo ou un dessin, avec son texte de remplacement."))  # fmt: skip
    forms = blocks.ListBlock(
        FormBlock(), min_num=1, label=_("Liste de formulaires"), icon="form", template="home/blocks/forms.html",
        description=_("Les formulaires de l’office et leurs numéros."),
        preview_value=[{"title": "Facture", "number": "318.632", "parts": []}],
    )  # fmt: skip

    def clean(self, value):
        """No sub-section before the first section, no two headings with one address, few pictures from the start."""
        value = super().clean(value)
        errors, seen, above = too_many_screens(value), set(), False
        for place, block in enumerate(value):
            if block.block_type != "heading":
                continue
            if block.value["level"] == "h3" and not above:
                errors[place] = ValidationError(_("Une sous-section vient après une section."))
            elif block.value.anchor in seen:
                errors[place] = ValidationError(_("Ce titre existe déjà sur la page."))
            above, seen = True, seen | {block.value.anchor}
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return value


def too_many_screens(value) -> dict[int, ValidationError]:
    """The pictures beyond those that a page may show from the start, by their place."""
    shown = [
        place for place, block in enumerate(value) if block.block_type == "screen" and not block.value.get("is_folded")
    ]
    message = _("La page montre déjà deux images d’emblée : montrez celle-ci sur demande.")
    return {place: ValidationError(message) for place in shown[MOST_SCREENS:]}
