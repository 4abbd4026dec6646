"""Logs are events: one JSON object a line, a constant message, ids beside it, and nothing of a person.

The rule is kept by the formatter, not by who writes the line: only named fields of the record and short plain extras
pass. A library's message stays a template (its arguments may quote a path, a host or a form), an exception is its class
and where it happened (its text may quote a row), and the request object never gets in.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OURS = ("portal", "mailbox", "home", "search")
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
LONGEST = 120
PLAIN = re.compile(r"[\x20-\x7e]*")
SUSPICIOUS = re.compile(r"\d{7,}|@|\?|(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*:[0-9a-f:]{3,}", re.IGNORECASE)
REMOVED = "[removed]"
DEEPEST = 12


class EventFormatter(JsonFormatter):
    """One line of JSON: time, level, logger, message, safe extras, and for errors their class and frames."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return log_data

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        for name, value in vars(record).items():
            if name not in STANDARD and isinstance(value, bool | int | float | str):
                event[name] = safe(value)
        event.update(_route_of(record))
        if record.exc_info and record.exc_info[0] is not None:
            event["exception"] = record.exc_info[0].__name__
            event["frames"] = frames(record.exc_info[2])
        return self.serialize_log_record(event)


def message_of(record: logging.LogRecord) -> str:
    """The constant part: the message before its arguments are filled in, unless even that quotes somebody."""
    if record.name == "django.request":
        return "request.failed"  # Django's is "%s: %s", and what fills it is the path
    message = str(record.msg)
    return message if PLAIN.fullmatch(message) and not SUSPICIOUS.search(message) else REMOVED


def safe(value: bool | int | float | str) -> bool | int | float | str:
    """Numbers as they are; text only when it can be an id or a code: short, ASCII, no phone, mail, query, address."""
    if not isinstance(value, str):
        return value
    return value if len(value) <= LONGEST and PLAIN.fullmatch(value) and not SUSPICIOUS.search(value) else REMOVED


def frames(where: TracebackType | None) -> list[str]:
    """``file:line function`` of the innermost frames; no source text, no values."""
    found = traceback.extract_tb(where)[-DEEPEST:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def _route_of(record: logging.LogRecord) -> dict[str, str]:
    """Method and pattern of the request of a ``django.request`` record; the path itself may hold what people typed."""
    request = getattr(record, "request", None)
    if request is None or not hasattr(request, "method"):
        return {}
    match = getattr(request, "resolver_match", None)
    return {"method": str(request.method), "route": match.route if match else ""}


def logging_config(level: str) -> dict[str, Any]:
    """``LOGGING`` for every process: JSON to standard output; libraries from warnings up."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": {"()": "portal.logs.EventFormatter"}},
        "handlers": {"events": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "event"}},
        "root": {"handlers": ["events"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": level} for name in OURS},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
