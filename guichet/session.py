"""Beginning and ending a signed-in session: both factors, a new key, its clock."""

import time

import django_otp
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from .access import CODE_ENTERED_AT
from .audit import record_event
from .models import Account, SmsDevice
from .sign_in import PENDING_KEY, note_signed_in

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"  # session keys, seconds since 1970
NOTICE_KEY = "sign_in_notice"  # session key: what the sign-in page says first


def start_session(request: HttpRequest, account: Account, device: SmsDevice) -> None:
    """Sign `account` in: password and code were right."""
    request.session.pop(PENDING_KEY, None)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    django_otp.login(request, device)
    note_fresh_code(request)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(time.time())
    note_signed_in(account)


def note_fresh_code(request: HttpRequest) -> None:
    """A code was typed now: changes that ask for a fresh one are open for ten minutes."""
    request.session[CODE_ENTERED_AT] = timezone.now().isoformat()


def seconds_left(request: HttpRequest, now: int) -> tuple[int, int]:
    """(until the session ends for want of activity, until it ends whatever one does); below 0: it is over."""
    session, group = request.session, "staff" if request.user.is_staff else "citizen"
    idle, absolute = (int(limit[group].total_seconds()) for limit in (settings.SESSION_IDLE, settings.SESSION_ABSOLUTE))
    return session.get(SEEN_AT, now) + idle - now, session.get(SIGNED_IN_AT, now) + absolute - now


def end_session(request: HttpRequest, *, action: str = "sign_out") -> None:
    """Sign out; the session's row is gone, its key worth nothing."""
    if request.user.is_authenticated:
        record_event(action, actor=request.user, object_type="account", object_key=request.user.pk)
    logout(request)
