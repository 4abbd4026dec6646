"""Files in the Wagtail admin and at the public door: the menu item, the addresses, and what is served at all."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry, register_permission_policy

from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role
from portal.privacy.files import references
from portal.privacy.files.holding import is_barred, is_withdrawn
from portal.privacy.files.models import ClearedFile, HeldFileRule
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.uploads import CheckedAvatarForm, inspected
from portal.privacy.files.views import may_handle

BEING_READ, REFUSED = "reading", "refused"
READING_SECONDS = 300  # longer than reading and looking through one may take
REFUSED_SECONDS = 600


def serve_cleared_only(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Raises Http404 for a document that was taken back or whose bytes nobody cleared, and for one that nothing public
    refers to: before that only those see it who may use it on a page, and no cache keeps it."""
    if is_withdrawn(document.pk) or is_barred(document.get_file_hash()):
        raise Http404
    if not (_may_use(request.user, document) or references.is_public(document)):
        raise Http404
    if ClearedFile.objects.filter(file_hash=document.get_file_hash()).exists():
        return None
    return _read_now(document)


def _may_use(user: object, document: Any) -> bool:
    policy = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_any_permission_for_instance(user, ["change", "choose"], document))


def _read_now(document: Any) -> HttpResponse | None:
    """Reads what came in without the admin's forms (an import, a script) when it is first asked for: once, however many
    ask, and not again for a while when a person has to look at it."""
    key = f"file-read:{document.get_file_hash()}"
    if not cache.add(key, BEING_READ, READING_SECONDS):
        if cache.get(key) == REFUSED:
            raise Http404
        busy = HttpResponse(
            _("正在检查这个文件，请过半分钟再试。"), status=503, content_type="text/plain; charset=utf-8"
        )
        busy["Retry-After"] = "30"
        return busy
    try:
        with document.file.open("rb") as content:
            is_clear = not inspected(content).needs_a_person
    except (FileRefused, OSError):
        is_clear = False
    if not is_clear:
        cache.set(key, REFUSED, REFUSED_SECONDS)
        raise Http404
    with transaction.atomic():
        ClearedFile.objects.get_or_create(file_hash=document.get_file_hash(), defaults={"how": ClearedFile.How.READ})
    cache.delete(key)
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


register_permission_policy(HeldFileRule, RolePolicy(HeldFileRule, Role.ADMINISTRATOR))


class HeldFileRuleEditView(EditView):
    """Writes down who changes the rule."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.instance.author = self.request.user
        return form


class HeldFileRuleViewSet(ModelViewSet):
    """待公开文件的期限: one row a state, made by the migration; each change with its reason in Wagtail's log."""

    model = HeldFileRule
    name = "held_file_rules"
    url_prefix = "held-file-rules"
    menu_label = _("待公开文件的期限")
    menu_name = "held_file_rules"
    icon = "history"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    edit_view_class = HeldFileRuleEditView
    list_display = ["state", "keep", "ground", "reason", "author", BooleanColumn("is_active", label=_("执行"))]
    panels = [FieldPanel("keep"), FieldPanel("ground"), FieldPanel("reason"), FieldPanel("is_active")]


def register_rules() -> HeldFileRuleViewSet:
    return HeldFileRuleViewSet()


hooks.register("register_admin_viewset", register_rules)
hooks.register("before_serve_document", serve_cleared_only)
hooks.register("register_admin_menu_item", register_menu_item)
hooks.register("register_admin_urls", register_urls)
hooks.register("insert_global_admin_css", boxes_css)
AvatarSettingsPanel.form_class = CheckedAvatarForm  # Wagtail offers no setting for this form
