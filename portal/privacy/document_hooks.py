"""Files in the Wagtail admin and at the public door: the menu item, the addresses, and what is served at all."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel

from portal.privacy.files.holding import is_barred, is_withdrawn
from portal.privacy.files.models import ClearedFile
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.uploads import CheckedAvatarForm, inspected
from portal.privacy.files.views import may_handle


def serve_cleared_only(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Raises Http404 for a document whose bytes nobody cleared. Those that came in without the admin's forms (an
    import, a script) are read when they are first asked for."""
    if is_withdrawn(document.pk) or is_barred(document.get_file_hash()):
        raise Http404
    if ClearedFile.objects.filter(file_hash=document.get_file_hash()).exists():
        return None
    try:
        with document.file.open("rb") as content:
            found = inspected(content)
    except (FileRefused, OSError) as error:
        raise Http404 from error
    if found.needs_a_person:
        raise Http404
    with transaction.atomic():
        ClearedFile.objects.get_or_create(file_hash=document.get_file_hash(), defaults={"how": ClearedFile.How.READ})
    return None


class HeldFilesMenuItem(MenuItem):
    """For those who may handle the library's files."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle(request.user)


def register_menu_item() -> MenuItem:
    return HeldFilesMenuItem(
        _("待公开的文件"), reverse("held_files:index"), name="held-files", icon_name="doc-empty", order=450
    )


def register_urls() -> list[URLResolver]:
    return [path("files/", include("portal.privacy.files.urls"))]


def boxes_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/boxes.css"))


hooks.register("before_serve_document", serve_cleared_only)
hooks.register("register_admin_menu_item", register_menu_item)
hooks.register("register_admin_urls", register_urls)
hooks.register("insert_global_admin_css", boxes_css)
AvatarSettingsPanel.form_class = CheckedAvatarForm  # Wagtail offers no setting for this form
