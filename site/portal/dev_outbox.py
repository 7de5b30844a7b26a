"""The outbox page of development: mails and SMS, newest first. Its addresses exist only where DEV_OUTBOX is set."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guichet.models import Channel, Message

SHOWN = 50
LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Item:
    """One message as the page shows it."""

    at: datetime
    channel: str
    recipient: str
    subject: str
    text: str
    html_name: str = ""

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)


@require_safe
def outbox(request):
    """What was sent lies in files; what waits, in rows."""
    items = [*_files(), *_waiting()]
    items.sort(key=lambda item: item.at, reverse=True)
    return render(request, "dev_outbox.html", {"items": items[:SHOWN]})


@require_safe
@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE], "img-src": [NONE]})
def outbox_html(request, name: str):
    """The HTML part of a mail, as a mail program would show it."""
    path = settings.OUTBOX_DIR / name
    if path.suffix != ".html" or path.parent != settings.OUTBOX_DIR or not path.is_file():
        raise Http404
    return HttpResponse(path.read_text(encoding="utf-8"))


def _files() -> list[Item]:
    if not settings.OUTBOX_DIR.is_dir():
        return []
    paths = sorted(settings.OUTBOX_DIR.glob("*.txt"), reverse=True)[:SHOWN]
    return [_read(path) for path in paths]


def _read(path: Path) -> Item:
    stamp, channel, _rest = path.name.split("-", 2)
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    html = path.with_suffix(".html")
    return Item(
        at=datetime.strptime(stamp, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        channel=channel,
        recipient=headers["To"],
        subject=headers.get("Subject", ""),
        text=text.strip(),
        html_name=html.name if html.is_file() else "",
    )


def _waiting() -> list[Item]:
    rows = Message.objects.filter(sent_at=None).order_by("-created_at")[:SHOWN]
    return [
        Item(timezone.localtime(row.created_at), Channel(row.channel).value, row.recipient, row.subject, row.text)
        for row in rows
    ]
