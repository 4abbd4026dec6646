"""Error answers. The 500 page needs nothing: no database, no context, no inheritance."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import loader


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF failure: say what to do; the writing form keeps typed text by handling its own failures."""
    return HttpResponseForbidden(loader.render_to_string("403_csrf.html", request=request))
