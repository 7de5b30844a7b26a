"""Gateways: a file, Apprise, and a breaker that spares one that is down."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine
from django.utils import timezone

from guichet.sms import AppriseGateway, FakeGateway, FileGateway, SmsNotSent, send_sms


@pytest.fixture
def provider():
    """An SMS provider on this machine: keeps what it gets, answers with `status`."""

    class Handler(BaseHTTPRequestHandler):
        status, received = 200, []

        def do_POST(self):
            self.received.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(self.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Handler.port = server.server_port
    yield Handler
    server.shutdown()
    server.server_close()
    thread.join()


def test_development_writes_a_file_and_nothing_else(settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path
    FileGateway().send("+41791234567", "Bonjour")
    (path,) = tmp_path.iterdir()
    assert path.read_text() == "To: +41791234567\n\nBonjour\n"


def test_apprise_posts_to_the_provider_with_the_number_in_the_address(settings, provider):
    settings.SMS_GATEWAY_URL = f"json://127.0.0.1:{provider.port}/send/{{number}}"
    AppriseGateway().send("+41791234567", "Code 123456")
    ((path, body),) = provider.received
    assert path == "/send/41791234567"
    assert "Code 123456" in body


@pytest.mark.parametrize("status", [302, 429, 500])
def test_a_provider_that_refuses_is_an_error(settings, provider, status):
    settings.SMS_GATEWAY_URL = f"json://127.0.0.1:{provider.port}/{{number}}?x=1"
    provider.status = status
    with pytest.raises(SmsNotSent):
        AppriseGateway().send("+41791234567", "Code 123456")


def test_a_url_nobody_understands_is_an_error(settings):
    settings.SMS_GATEWAY_URL = "nothing"
    with pytest.raises(SmsNotSent):
        AppriseGateway().send("+41791234567", "x")


def test_after_five_failures_the_gateway_is_spared_for_half_a_minute(sent_sms):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        FakeGateway.fault = "refuse"
        for _attempt in range(5):
            with pytest.raises(SmsNotSent, match="refuse"):
                send_sms("+41791234567", "x")
        FakeGateway.fault = "ok"
        with pytest.raises(SmsNotSent, match="circuit open"):
            send_sms("+41791234567", "x")
        clock.shift(timedelta(seconds=31))
        send_sms("+41791234567", "x")
        send_sms("+41791234567", "y")
    assert [text for _number, text in sent_sms] == ["x", "y"]


def test_half_open_lets_one_try_at_a_time():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        FakeGateway.fault = "refuse"
        for _attempt in range(5):
            with pytest.raises(SmsNotSent):
                send_sms("+41791234567", "x")
        clock.shift(timedelta(seconds=31))
        with pytest.raises(SmsNotSent, match="refuse"):
            send_sms("+41791234567", "x")
        with pytest.raises(SmsNotSent, match="circuit open"):
            send_sms("+41791234567", "x")
