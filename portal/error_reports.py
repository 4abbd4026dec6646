"""What Django says of an exception to whoever asks (mails to administrators, other error handlers): class and places.

Django's own report quotes each local variable of each frame and every field of the post: a letter, with its writer.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter

from portal.logs import frames


class BareReporter(ExceptionReporter):
    """``DEFAULT_EXCEPTION_REPORTER``. A developer's machine with DEBUG on still gets Django's page."""

    def get_traceback_text(self) -> SafeString:
        return super().get_traceback_text() if settings.DEBUG else mark_safe(self._bare())

    def get_traceback_html(self) -> SafeString:
        return super().get_traceback_html() if settings.DEBUG else format_html("<pre>{}</pre>", self._bare())

    def _bare(self) -> str:
        """No message of the exception either: a database's quotes the row."""
        name = self.exc_type.__name__ if self.exc_type else ""
        return "\n".join([name, *frames(self.tb)])
