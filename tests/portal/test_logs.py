"""Application logs: one object a line, with the request's id, without what a link opens."""

import json
import logging
from io import StringIO

import pytest
from django.test import Client

from guichet.confirmation import send_link
from guichet.models import Message
from portal.logs import JsonFormatter, RequestIdFilter
from tests.factories import AccountFactory
from tests.guichet.test_registration import link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """`written()`: the lines logged so far, as objects."""
    handler = logging.StreamHandler(StringIO())
    handler.addFilter(RequestIdFilter())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_a_refused_request_is_found_by_the_number_on_its_page(written):
    response = Client().get("/fr/nulle-part/")
    line = next(line for line in written() if "nulle-part" in line["message"])
    assert line["request"] == response["X-Request-Id"]
    assert line["level"] == "WARNING"


def test_a_link_that_still_opens_something_is_not_written_out(written):
    send_link(AccountFactory(unverified=True), key="confirm-email")
    link = link_of(Message.objects.get())
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    reset = "/fr/guichet/reset-password/MQ/c7xk2p-0123456789abcdef0123456789abcdef/"
    assert Client().get(reset).status_code == 410
    told = [line["message"] for line in written()]
    assert any("confirm-email/…" in text for text in told)
    assert any("reset-password/MQ/…" in text for text in told)
    assert link.split("/")[-2] not in str(told)
    assert "0123456789abcdef" not in str(told)


def test_the_trace_of_a_fault_stands_in_one_line():
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as fault:
        record = logging.LogRecord(
            "portal", logging.ERROR, "", 1, "ours", (), (type(fault), fault, fault.__traceback__)
        )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert "ZeroDivisionError" in json.loads(line)["trace"]
