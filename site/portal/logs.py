"""Application logs: one JSON object a line, with the request's id. No personal data ever passes here."""

import json
import logging
import re
from datetime import UTC, datetime

from guichet.origin import current_origin

# Addresses whose last part opens something: Django logs the path of each request it refuses.
SECRET_PATHS = re.compile(r"(confirm-email|reset-password/[^/\s]+)/[^/\s]{16,}")


class RequestIdFilter(logging.Filter):
    """Adds the request's id; what Django tells about an answer comes after the request's own context has ended."""

    def filter(self, record):
        record.request_id = current_origin.get().request_id or getattr(getattr(record, "request", None), "id", "")
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": SECRET_PATHS.sub(r"\1/…", record.getMessage()),
            "request": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
