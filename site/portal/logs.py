"""Application logs: one JSON object a line, with the request's id. No personal data ever passes here."""

import json
import logging
from datetime import UTC, datetime

from guichet.origin import current_origin


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = current_origin.get().request_id
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
