"""When the database cannot take a post (too many writers, a restart): nothing typed is lost, one press repeats it.

The page needs no database and no context. The repeated post carries the same pass, so it makes no second letter.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
logger = logging.getLogger(__name__)


def kept_when_busy(view: View[P]) -> View[P]:
    """Answer a post the database refused with a page that holds all of it and a button that sends it again."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OperationalError as error:
            if request.method != "POST":
                raise
            logger.error("public.database_busy", extra={"error": type(error).__name__})
            page = render_to_string("mailbox/busy.html", {"fields": list(request.POST.items()), "path": request.path})
            return HttpResponse(page, status=503, headers={"Retry-After": "30"})

    return guarded
