"""WSGI entry point; production values unless the environment says otherwise."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def under_prefix(inner: Application, prefix: str) -> Application:
    """``inner`` served under ``prefix``, whether or not the proxy before us cuts the prefix off the path."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return inner(environ, start_response)

    return application if prefix else inner


application = under_prefix(get_wsgi_application(), settings.URL_PREFIX)
