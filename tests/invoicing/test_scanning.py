"""Given ClamAV on a socket, when a file is joined, then only a clear word that it is clean lets it in."""

import os
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from invoicing import scanning
from invoicing.models import StoredFile
from invoicing.refusals import Refused
from invoicing.uploads import add_attachment
from tests.claims import make_draft
from tests.invoicing import hostile_files as files
from tests.invoicing.hostile_files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]


@pytest.fixture
def draft(office_data):
    return make_draft()


def refusal(draft, data: bytes, name: str = "facture.pdf") -> Refused:
    with pytest.raises(Refused) as caught:
        add_attachment(draft, upload(data, name))
    return caught.value


@contextmanager
def clamd(path: str, *, answer):
    """A clamd on a socket file. `answer(data)` says what it finds in a stream."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen()

    def serve():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                if stream.readline() == b"nVERSION\n":
                    connection.sendall(b"ClamAV 1.4.2/27500/Mon Nov 23 08:00:00 2026\n")
                    continue
                with suppress(BrokenPipeError):  # the portal did not wait
                    connection.sendall(answer(read_stream(stream)))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def read_stream(stream) -> bytes:
    data = bytearray()
    while size := struct.unpack("!L", stream.read(4))[0]:
        data += stream.read(size)
    return bytes(data)


@pytest.fixture
def clamd_path(settings, tmp_path) -> str:
    settings.CLAMD_SOCKET = f"/tmp/clamd-{os.getpid()}-{time.monotonic_ns()}"  # noqa: S108 - socket paths are short
    yield settings.CLAMD_SOCKET
    os.path.exists(settings.CLAMD_SOCKET) and os.unlink(settings.CLAMD_SOCKET)


def find_eicar(data: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\n" if files.EICAR in data else b"stream: OK\n"


def test_a_clean_file_says_who_scanned_it(draft, clamd_path):
    with clamd(clamd_path, answer=find_eicar):
        attachment = add_attachment(draft, upload(files.pdf()))
    assert attachment.file.scanned_by.startswith("ClamAV 1.4.2/27500")


def test_a_virus_at_the_end_of_a_large_file_is_found_and_not_kept(draft, clamd_path):
    with clamd(clamd_path, answer=find_eicar):
        refused = refusal(draft, files.image() + b" " * 9_000_000 + files.EICAR, "photo.jpg")
    assert refused.code == "infected"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("answer", [b"", b"stream: what?\n", b"\xff\xfe\n", b"stream: x ERROR\n", b"INSTREAM size limit exceeded. ERROR\n"])  # fmt: skip  # noqa: E501
def test_a_strange_answer_of_the_scanner_is_not_clean(draft, clamd_path, answer):
    with clamd(clamd_path, answer=lambda data: answer):
        refused = refusal(draft, files.pdf())
    assert refused.code == "unchecked"
    assert "Réessayez" in refused.message
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_away_refuses_the_file(draft, clamd_path):
    assert refusal(draft, files.pdf()).code == "unchecked"


def test_a_scanner_that_is_away_over_the_network_refuses_the_file(draft, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.CLAMD_SOCKET = f"127.0.0.1:{taken.getsockname()[1]}"
        assert refusal(draft, files.pdf()).code == "unchecked"


def test_a_scanner_that_hangs_refuses_the_file_after_the_time_out(draft, clamd_path, monkeypatch):
    monkeypatch.setattr(scanning, "TIMEOUT", 0.3)
    released = threading.Event()

    def wait(data):
        released.wait(5)
        return b"stream: OK\n"

    with clamd(clamd_path, answer=wait):
        start = time.monotonic()
        assert refusal(draft, files.pdf()).code == "unchecked"
        assert time.monotonic() - start < 3
        released.set()
