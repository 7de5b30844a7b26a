"""Steps that many journeys share."""

import re

from django.urls import reverse

from tests.factories import PASSWORD


def sign_in_url() -> str:
    return reverse("guichet:sign-in")


def give_password(client, account, **more):
    return client.post(sign_in_url(), {"email": account.email, "password": PASSWORD} | more)


def type_code(client, code: str):
    return client.post(reverse("guichet:code"), {"code": code})


def code_in(sent_sms) -> str:
    """The code of the last SMS."""
    return re.search(r"#([0-9]{6})$", sent_sms[-1][1])[1]
