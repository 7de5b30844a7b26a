"""Whatever editors unpublish or delete: sign-in, desk and forms go on, in both languages.

Not here: what a reader gets in the place of a page that is missing in one language (tests/home/test_languages.py).
"""

import pytest
from wagtail.models import Page, Site

from faq.models import FaqCategory, FaqEntry, HelpPlace
from invoicing.kinds.registry import KINDS
from tests.claims import make_claim, make_draft, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data", "public_pages")]
OPEN = ["guichet/sign-in/", "guichet/register/", "guichet/forgotten-password/", "search/?q=iban", "obstacle/"]


def unpublish_everything() -> None:
    Page.objects.filter(depth__gt=1).update(live=False)
    FaqEntry.objects.update(live=False)


def delete_everything() -> None:
    for model in (FaqEntry, FaqCategory, HelpPlace, Site):
        model.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("act", [unpublish_everything, delete_everything])
def test_sign_in_desk_and_forms_need_no_page(act, language, client, signed_in_client):
    owner = make_person(language=language)
    drafts = [make_draft(kind, owner=owner).pk for kind in KINDS]
    own = ["guichet/", "guichet/account/", f"guichet/claims/{make_claim('plain', owner=owner).reference}/"]
    own += [f"guichet/drafts/{pk}/" for pk in drafts] + [f"guichet/start/{kind}/" for kind in KINDS]
    person = signed_in_client(owner)
    act()

    answers = {path: client.get(f"/{language}/{path}").status_code for path in OPEN}
    answers |= {path: person.get(f"/{language}/{path}").status_code for path in own}
    wrong = client.post(f"/{language}/guichet/sign-in/", {"email": "jane@example.ch", "password": "falsch falsch"})

    assert {path: status for path, status in answers.items() if status != 200} == {}
    assert wrong.status_code in (200, 422)
