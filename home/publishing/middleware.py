"""A refusal on its way out of any view of the admin becomes a sentence and a place to go on; the draft is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from home.publishing.refusals import PublicationRefused
from portal.middleware import Handler


class PublicationRefusedMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django calls it for what a view raised."""
        if not isinstance(error, PublicationRefused):
            return None
        address = findings_url(error.subject) if error.undecided else edit_url(error.subject)
        if "application/json" in request.headers.get("Accept", "") or request.path_info.startswith("/admin/api/"):
            return JsonResponse({"detail": str(error), "url": address}, status=409)
        messages.error(request, str(error))
        return redirect(address)


def findings_url(subject: Any) -> str:
    """Where the findings of a page or disclosure are decided; its editor's home for what is not stored yet."""
    if subject.pk is None:
        return reverse("wagtailadmin_home")
    return reverse("site_gate", args=[*key_of(subject)])


def key_of(subject: Any) -> tuple[str, int]:
    """``page`` or the model's name, and the primary key: how an address names a page or disclosure."""
    is_page = hasattr(subject, "page_ptr_id")
    return ("page" if is_page else str(subject._meta.model_name)), subject.pk


def edit_url(subject: Any) -> str:
    """The editor of a page or disclosure."""
    if subject.pk is None:
        return reverse("wagtailadmin_home")
    return AdminURLFinder().get_edit_url(subject) or reverse("wagtailadmin_home")
