"""The large-type edition follows the reader: ``?view=large`` is carried from page to page, without a cookie.

Cookies would make public pages uncacheable, and a reader with poor sight must not have to choose again on each page.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_LINK = re.compile(r'(<(?:a|form)\b[^>]*?\s(?:href|action)=")(/[^"]*|\?[^"]*)(")')
_GET_FORM = re.compile(r"<form\b(?![^>]*\bmethod=\"post\")[^>]*>", re.IGNORECASE)
_HIDDEN = '<input type="hidden" name="view" value="large">'
_ELSEWHERE = ("static/", "media/", "documents/", "admin/", "captcha/")


def keep_in_address(address: str) -> str:
    """``address`` with ``view=large``, unless it leaves the public pages or names an edition itself."""
    parts = urlsplit(address)
    prefix = settings.URL_PREFIX + "/"
    if parts.scheme or parts.netloc or parts.path.removeprefix(prefix).startswith(_ELSEWHERE):
        return address
    query = parse_qsl(parts.query, keep_blank_values=True)
    if any(name == "view" for name, _value in query):
        return address
    return urlunsplit(parts._replace(query=urlencode([*query, ("view", "large")])))


def keep_in_html(html: str) -> str:
    """Carry the edition through the links and forms of one page.

    Links marked ``data-edition`` (the switch itself) stay as they are. A GET form drops the query of its action, so
    it gets a hidden field instead.
    """

    def link(match: re.Match[str]) -> str:
        if "data-edition" in match[1]:
            return match[0]
        return match[1] + keep_in_address(match[2].replace("&amp;", "&")).replace("&", "&amp;") + match[3]

    return _GET_FORM.sub(lambda form: form[0] + _HIDDEN, _LINK.sub(link, html))


class LargeTypeMiddleware:
    """After a form was sent, the page it leads to is in the same edition."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        target = response.get("Location", "")
        if request.GET.get("view") == "large" and target.startswith("/") and not target.startswith("//"):
            response["Location"] = keep_in_address(target)
        return response
