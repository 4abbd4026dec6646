"""What the acts of a life are given: signs to plant, people to act, and the clock and files of this run alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.views.debug import get_exception_reporter_class

from portal.accounts.models import User
from portal.privacy.sweep.browser import Browser
from portal.privacy.sweep.canaries import Canaries
from portal.privacy.sweep.report import Item


@dataclass
class Stage:
    """``folder`` is this run's own; ``seen`` what browsers and loggers were given during the life; ``facts`` what one
    act leaves for the next (ids, never words)."""

    folder: Path
    letters: int = 1
    canaries: Canaries = field(default_factory=Canaries)
    seen: list[Item] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def citizen(self) -> Browser:
        return Browser(self.seen)

    def staff(self, username: str) -> Browser:
        """A demo account's browser, signed in."""
        return Browser(self.seen, User.objects.get(username=username))


def _reporter(request: Any) -> Any:
    """The class that tells of exceptions; the type of Django's function says an instance and no missing request."""
    return get_exception_reporter_class(request)


class Records(logging.Handler):
    """Keeps each record as a handler of another kind would see it, and what Django would report of its exception."""

    def __init__(self, seen: list[Item]) -> None:
        super().__init__(logging.NOTSET)
        self._seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        where = f"{record.name} {record.levelname}"
        plain = {name: value for name, value in vars(record).items() if name not in ("exc_info", "request")}
        self._seen.append(Item("log record", f"{record.getMessage()} {plain}".encode("utf-8", "replace"), where))
        if record.exc_info and record.exc_info[0] is not None:
            request = getattr(record, "request", None)
            reporter = _reporter(request)(request, *record.exc_info, is_email=True)
            told = f"{reporter.get_traceback_text()}\n{reporter.get_traceback_html()}"
            self._seen.append(Item("error report", told.encode("utf-8", "replace"), where))
