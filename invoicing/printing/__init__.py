"""Printing HTML as PDF in a child process that is killed when it takes too long or too much memory.

One child serves many prints, since loading fonts costs more than a page does; it is renewed after a fault and after
RECYCLE_AFTER prints. The parent's side; the child is child.py.
"""

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 20
RECYCLE_AFTER = 500
LENGTH = 8  # bytes that say how long what follows is


class NotPrinted(Exception):
    """The child died, was killed or could not print; trying again may help."""


class Printer:
    """Talks to the child; one print at a time."""

    def __init__(self):
        self._child: subprocess.Popen | None = None
        self._prints = 0
        self._lock = threading.Lock()

    def print_html(self, html: str) -> bytes:
        """The PDF of `html`; raises NotPrinted."""
        with self._lock:
            if self._child is None or self._prints >= RECYCLE_AFTER:
                self._renew()
            self._prints += 1
            pdf = self._ask(html.encode())
            if not pdf:
                self._stop()
                raise NotPrinted
            return pdf

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _ask(self, data: bytes) -> bytes:
        """What the child answers; empty when it died, at the latest by our hand."""
        child = self._child
        alarm = threading.Timer(WALL_SECONDS, child.kill)
        alarm.start()
        try:
            child.stdin.write(len(data).to_bytes(LENGTH, "big") + data)
            child.stdin.flush()
            length = int.from_bytes(child.stdout.read(LENGTH), "big")
            answer = child.stdout.read(length)
            return answer if len(answer) == length else b""
        except OSError:
            return b""
        finally:
            alarm.cancel()

    def _renew(self) -> None:
        self._stop()
        # The child needs nothing of ours: no settings, no secrets, no database.
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": "/nonexistent", "XDG_CACHE_HOME": "/tmp"}  # noqa: S108
        command = [sys.executable, "-I", str(CHILD), str(settings.STATICFILES_DIRS[0])]
        self._child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd="/"
        )
        self._prints = 0

    def _stop(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        self._child.stdout.close()
        with suppress(BrokenPipeError):  # what it had not read yet is of no use any more
            self._child.stdin.close()
        self._child = None


printer = Printer()
atexit.register(printer.close)
