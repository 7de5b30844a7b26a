"""Why a file is not taken, in words a person can act on: what is wrong, how to mend it."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "empty": _("Le fichier « %(name)s » est vide. Choisissez-en un autre."),
    "too_big": _("Le fichier « %(name)s » dépasse 10 Mo. Réduisez-le ou envoyez-le en plusieurs parties."),
    "too_many": _(
        "Vous pouvez joindre 10 documents au plus : « %(name)s » n’a pas été ajouté. Supprimez-en un autre ou "
        "réunissez plusieurs pages dans un seul PDF."
    ),
    "draft_full": _(
        "Les documents d’une demande ne peuvent dépasser 50 Mo ensemble : « %(name)s » n’a pas été ajouté. "
        "Réduisez-le ou supprimez-en un autre."
    ),
    "account_full": _(
        "Vous avez atteint la limite de 500 Mo de documents pour cette année : « %(name)s » n’a pas été ajouté. "
        "Appelez l’office au %(phone)s."
    ),
    "sent": _("Cette demande est déjà envoyée : « %(name)s » ne peut plus y être ajouté."),
    "type": _(
        "Le fichier « %(name)s » n’est pas un PDF, ni une image JPEG, PNG ou HEIC. "
        "Enregistrez-le dans l’un de ces formats."
    ),
    "pixels": _(
        "L’image « %(name)s » dépasse 40 millions de pixels. Réduisez-la ou photographiez à nouveau le document."
    ),
    "image_broken": _("L’image « %(name)s » ne peut pas être lue. Photographiez ou numérisez à nouveau le document."),
    "encrypted": _("Le PDF « %(name)s » est protégé par un mot de passe. Enregistrez-le sans protection."),
    "active": _(
        "Le PDF « %(name)s » contient des éléments actifs (scripts, actions ou formulaires). Imprimez-le dans un "
        "nouveau PDF et joignez celui-ci."
    ),
    "embedded": _(
        "Le PDF « %(name)s » contient d’autres fichiers. Imprimez-le dans un nouveau PDF et joignez celui-ci."
    ),
    "pages": _("Le PDF « %(name)s » dépasse 100 pages. Ne gardez que les pages utiles."),
    "pdf_broken": _("Le PDF « %(name)s » est endommagé. Enregistrez-le ou numérisez-le à nouveau."),
    "too_complex": _(
        "Le fichier « %(name)s » est trop complexe pour être vérifié. "
        "Imprimez-le dans un nouveau PDF et joignez celui-ci."
    ),
    "infected": _("Le fichier « %(name)s » contient un virus. Il n’a pas été gardé."),
    "unchecked": _("Le fichier « %(name)s » n’a pas pu être vérifié. Réessayez dans quelques minutes."),
}


class Refused(Exception):
    """The file is not taken; `message` tells the person why and what to do, `code` tells the audit."""

    def __init__(self, code: str, *, name: str):
        self.code = code
        self.message = MESSAGES[code] % {"name": name, "phone": settings.OFFICE_PHONE}
        super().__init__(self.message)
