"""The outbox page of development: waiting rows and written files, newest first."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from guichet.mail_files import FileMailBackend
from guichet.outbox import write_mail
from guichet.sms import FileGateway
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path / "outbox"


def test_it_opens_when_nothing_was_sent(client):
    assert client.get(reverse("dev-outbox")).status_code == 200


def test_mails_and_sms_stand_there_newest_first_with_their_links(client, settings):
    mail = EmailMultiAlternatives("Objet du mail", "Voir http://testserver/fr/", to=["jeanne@example.ch"])
    mail.attach_alternative("<p>En HTML</p>", "text/html")
    FileMailBackend().send_messages([mail])
    FileGateway().send("+41791234567", "123456 : votre code")
    write_mail("password-changed", account=AccountFactory())
    page = client.get(reverse("dev-outbox")).content.decode()
    assert page.index("mot de passe a été changé") < page.index("votre code") < page.index("Objet du mail")
    assert '<a href="http://testserver/fr/">' in page
    (html,) = settings.OUTBOX_DIR.glob("*.html")
    response = client.get(reverse("dev-outbox-html", args=[html.name]))
    assert response.content == b"<p>En HTML</p>"
    assert "script-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["nothing.html", "..%2Fsecret.html", "a.txt"])
def test_it_serves_nothing_else(client, settings, name):
    settings.OUTBOX_DIR.mkdir()
    (settings.OUTBOX_DIR / "a.txt").write_text("To: x\n\nx")
    assert client.get(f"/dev/outbox/{name}").status_code in (302, 404)
