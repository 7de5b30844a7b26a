"""Asking ClamAV about a file, when the setting CLAMD_SOCKET names one (a path, or host:port).

No answer, a strange answer, a late answer: not clean. Without the setting nothing is scanned, and each stored file says
so to the office.
"""

import logging
import socket
from functools import cache
from pathlib import Path

from clamd import ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

from .models.attachment import NOT_SCANNED

TIMEOUT = 15  # seconds

logger = logging.getLogger(__name__)


class Infected(Exception):
    """ClamAV found something."""


class NotChecked(Exception):
    """ClamAV could not be asked, or did not say that the file is clean."""


class _PromptSocket(ClamdUnixSocket):
    """clamd by its socket file; the time-out also holds for the connection, which the library leaves out."""

    def _init_socket(self):
        self.clamd_socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.clamd_socket.settimeout(self.timeout)
        self.clamd_socket.connect(self.unix_socket)


class _PromptNetworkSocket(ClamdNetworkSocket):
    """clamd over TCP, likewise."""

    def _init_socket(self):
        self.clamd_socket = socket.create_connection((self.host, self.port), timeout=self.timeout)


def scan_file(path: Path) -> str:
    """Who found the file clean, or that nobody looked; raises Infected and NotChecked."""
    if not settings.CLAMD_SOCKET:
        _say_that_nothing_is_scanned()
        return NOT_SCANNED
    try:
        with path.open("rb") as file:
            status, finding = _clamd().instream(file)["stream"]
        scanned_by = _clamd().version()[:60]
    except Exception as error:
        logger.warning("ClamAV gave no answer: %s", type(error).__name__)
        raise NotChecked from error
    if status == "FOUND":
        logger.warning("ClamAV found %s in an uploaded file", finding)
        raise Infected
    if status != "OK":
        raise NotChecked
    return scanned_by


def _clamd() -> ClamdNetworkSocket:
    address = settings.CLAMD_SOCKET
    if "/" in address:
        return _PromptSocket(address, timeout=TIMEOUT)
    host, _, port = address.rpartition(":")
    return _PromptNetworkSocket(host, int(port), timeout=TIMEOUT)


@cache
def _say_that_nothing_is_scanned() -> None:
    """Once per process."""
    logger.warning("CLAMD_SOCKET is not set: uploaded documents are not scanned for viruses.")
