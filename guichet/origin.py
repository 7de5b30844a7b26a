"""Where the request at hand comes from: read by the audit and the logs, set by the middleware."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The client's address and the request's id; both empty outside a request."""

    address: str = ""
    request_id: str = ""


current_origin: ContextVar[Origin] = ContextVar("current_origin", default=Origin())  # noqa: B039 -- Origin is frozen
