"""What the body of a public page is made of: few blocks, no raw HTML, no heading that could skip a level.

Not here: how a block looks (templates/home/blocks/).
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class CalloutBlock(blocks.StructBlock):
    """A short remark that stands out: good to know, or to be heeded."""

    level = blocks.ChoiceBlock(
        [("info", _("À savoir")), ("warning", _("Attention"))], default="info", label=_("Importance")
    )
    title = blocks.CharBlock(max_length=120, label=_("Titre"))
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Texte"))

    class Meta:
        template = "home/blocks/callout.html"
        icon = "warning"
        label = _("Encadré")


class StepBlock(blocks.StructBlock):
    """One step of a way to go."""

    title = blocks.CharBlock(max_length=120, label=_("Titre"))
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Texte"))

    class Meta:
        icon = "tick"
        label = _("Étape")


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


class BodyBlock(blocks.StreamBlock):
    """Everything an editor may put on a page."""

    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("Texte"), icon="pilcrow", template="home/blocks/text.html"
    )
    steps = blocks.ListBlock(
        StepBlock(), min_num=1, label=_("Étapes"), icon="list-ol", template="home/blocks/steps.html"
    )
    callout = CalloutBlock()
    forms = blocks.ListBlock(
        FormBlock(), min_num=1, label=_("Liste de formulaires"), icon="form", template="home/blocks/forms.html"
    )
    image = ImageBlock(required=True, label=_("Image"), template="home/blocks/image.html")
