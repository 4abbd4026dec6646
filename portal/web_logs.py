"""gunicorn's own lines, in the form of all others: its defaults write addresses and query strings."""

from __future__ import annotations

import logging
import sys
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from portal.logs import EventFormatter


class EventLogger(Logger):
    """Errors as JSON events on standard output; no access log (a proxy may keep one, without queries)."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(EventFormatter())
        self.error_log.handlers = [handler]
        self.error_log.setLevel(logging.WARNING)
        self.access_log.handlers = []

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Nothing: who looked at which page is nobody's business."""
