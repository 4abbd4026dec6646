"""Redirects of old addresses. Wagtail makes them when a public page moves; no address of a draft may be in one."""

from __future__ import annotations

from urllib.parse import urlparse

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect


class PublicRedirectMiddleware(RedirectMiddleware):
    """As Wagtail's, but for a page that was taken down or is for a few: that stays 404, and its new address unsaid."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        return response if answer is not response and not _leads_to_public(request) else answer


def _leads_to_public(request: HttpRequest) -> bool:
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path) or get_redirect(request, urlparse(path).path)
    page = found.redirect_page if found is not None else None
    return page is None or (page.live and not page.get_view_restrictions().exists())
