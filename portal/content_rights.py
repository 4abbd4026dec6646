"""Titles of drafts and files are for those who may work on them: some of Wagtail's pages forget to ask.

Its choosers, its API, the last step of moving, bulk actions: any member of staff may open them, though the lists that
lead there are closed. Whoever has no right at all to what such an address is about is sent away as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Task
from wagtail.permissions import policy_registry

from portal.accounts.models import User
from portal.middleware import Handler

BULK = "wagtail_bulk_action"
RIGHTS = ("add", "change", "delete", "publish", "bulk_delete", "lock", "unlock", "choose")
# What the addresses are about, by the beginning of their full name. A longer beginning stands first.
ABOUT: tuple[tuple[str, Callable[[], type[Model]]], ...] = (
    ("wagtailadmin_api:documents:", get_document_model),
    ("wagtailadmin_api:images:", get_image_model),
    ("wagtailadmin_api:", lambda: Page),
    ("wagtailadmin_choose_page", lambda: Page),
    ("wagtailadmin_explore", lambda: Page),
    ("wagtailadmin_pages:", lambda: Page),
    ("wagtailadmin_reports:", lambda: Page),
    ("wagtailadmin_tag_", lambda: Page),
    ("wagtailadmin_block_preview", lambda: Page),
    ("wagtailembeds:", lambda: Page),
    ("wagtailadmin_workflows:", lambda: Task),
    ("wagtaildocs", get_document_model),
    ("wagtailimages", get_image_model),
)


class ContentRightsMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], given: dict[str, Any]
    ) -> HttpResponse | None:
        """Wagtail's answer to who may not, a redirect with a message; raises PermissionDenied for a script's request.
        Strangers are left to its login."""
        match = request.resolver_match
        about = _about(match.view_name, given) if match is not None and match.route.startswith("admin/") else None
        if about is None or not request.user.has_perm("wagtailadmin.access_admin") or _may(request.user, about):
            return None
        answer: HttpResponse = permission_denied(request)
        return answer


def _about(name: str, given: dict[str, Any]) -> type[Model] | None:
    if name == BULK:
        try:
            return apps.get_model(given["app_label"], given["model_name"])
        except LookupError:
            return None  # no such model: the view says so
    return next((model() for beginning, model in ABOUT if name.startswith(beginning)), None)


def _may(user: User | AnonymousUser, about: type[Model]) -> bool:
    return bool(policy_registry.get_by_type(about).user_has_any_permission(user, RIGHTS))
