"""robots.txt and the site map for people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

PRIVATE = ("admin/", "letters/new/", "letters/track/", "search/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed; forms, tracking and result lists are of no use to a search engine."""
    root = settings.URL_PREFIX + "/"
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in PRIVATE)]
    address = settings.PUBLIC_URL + reverse("home:sitemap_xml")
    text = "\n".join([*lines, "", f"Sitemap: {address}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """网站地图: the tree of pages, two levels deep."""
    site = Site.find_for_request(request)
    top = site.root_page.get_children().live().public() if site else Page.objects.none()
    branches = [(page, page.get_children().live().public().order_by("-first_published_at")[:30]) for page in top]
    return render(request, "home/site_map.html", {"branches": branches, "trail": [("网站地图", "")]})
