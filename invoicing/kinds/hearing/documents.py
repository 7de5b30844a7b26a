"""What has to be joined: the bill behind each service. Batteries need none."""

from django.utils.translation import gettext as _

from invoicing.kinds.base import Answers, AskedDocument


def documents_of(answers: Answers) -> list[AskedDocument]:
    """The fitter's bill of an aid, which also proves a case of hardship; the manufacturer's of each repair."""
    asked = []
    if answers["device"] or answers["hardship"]:
        asked.append(AskedDocument("aid", _("Facture de l’audioprothésiste")))
    for row in answers["repairs"]:
        label = _("Facture du fabricant pour la réparation du %(day)s") % {"day": f"{row['date']:%d.%m.%Y}"}
        asked.append(AskedDocument(f"repair-{row['id']}", label))
    if answers["implant"]:
        asked.append(AskedDocument("implant", _("Facture de l’ancrage osseux ou de l’implant d’oreille moyenne")))
    return asked


def needs_receipts(answers: Answers) -> bool:
    """The flat rate of batteries is paid without a receipt; what needs one is asked for by name."""
    return False
