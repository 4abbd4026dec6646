"""What ``home`` adds to the Wagtail admin: 公开事项, our mark in the sidebar, and a guard on moving pages."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from home.four_eyes import refuse_own_work, refuse_own_work_in_bulk
from home.slugs import refuse_reserved
from home.viewsets import DisclosureViewSetGroup

register_snippet(DisclosureViewSetGroup)


def keep_addresses_free(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A page moved right below the home page could land on an address of the application and vanish there."""
    try:
        refuse_reserved(page.slug, depth=destination.depth + 1)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


hooks.register("before_move_page", keep_addresses_free)
hooks.register("before_publish_page", refuse_own_work)
hooks.register("before_bulk_action", refuse_own_work_in_bulk)
