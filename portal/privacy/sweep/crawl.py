"""What a stranger can read: every public address without arguments, and whatever is linked from there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.privacy.sweep.browser import LifeWentWrong
from portal.privacy.sweep.report import Item

MOST = 5000  # answers; the letters of a run have fewer, so more are a page that links to itself for ever
FORMATS = ("csv", "json", "xlsx")  # open data: what a page offers is asked for of every page
LINK = re.compile(rb"""(?:href|src)=["']([^"'#]+)|<loc>([^<]+)</loc>|<link>([^<]+)</link>""")
NOT_PUBLIC = ("/admin/", "/static/", "/health/", "/captcha/")


def public_answers() -> Iterator[Item]:
    """One item an answer; the place is ``public`` and the route: pages, feed, sitemap, exports, documents, images.
    Raises LifeWentWrong when there is no end of them."""
    client = Client(raise_request_exception=False)
    waiting, met = deque(start()), set(start())
    while waiting:
        if len(met) > MOST:
            raise LifeWentWrong(f"more than {MOST} public addresses")
        url = waiting.popleft()
        answer = client.get(url)
        body = answer.getvalue() if answer.streaming else answer.content
        match = getattr(answer, "resolver_match", None)
        headers = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
        kind = " as a file" if answer.headers.get("Content-Disposition", "").startswith("attachment") else ""
        place = f"public {match.route if match else 'no route'}{kind}"
        yield Item(place, headers + b"\n" + body, str(answer.status_code))
        for link in _links(body, url):
            if link not in met:
                met.add(link)
                waiting.append(link)


def start() -> list[str]:
    """Addresses of ours that need no argument, as pages and as files."""
    pages = [f"/{route}" for route in _routes(get_resolver()) if not f"/{route}".startswith(NOT_PUBLIC)]
    return pages + [f"{page}?format={name}" for page in pages for name in FORMATS]


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if not isinstance(each, URLPattern):
            yield from _routes(each, route)
        elif not set(route) & set("<(^$\\"):
            yield route


def _links(body: bytes, url: str) -> Iterator[str]:
    for found in LINK.finditer(body):
        target = next(part for part in found.groups() if part).decode("utf-8", "replace").replace("&amp;", "&")
        parts = urlsplit(urljoin(f"http://testserver{url}", target))
        if parts.path and not parts.path.startswith(NOT_PUBLIC) and parts.scheme in ("http", "https"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
