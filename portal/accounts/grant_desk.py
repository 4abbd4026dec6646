"""角色授予 in the admin: proposals on top with what may be done, then who holds which role, where and when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from portal.accounts import granting
from portal.accounts.grants import holds, shows
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.accounts.waiting import Waiting

BESIDE = ("user", "organization", "proposed_by", "delegated_by")


class GrantsView(IndexView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        waiting = RoleGrant.objects.waiting().select_related(*BESIDE).order_by("proposed_at", "pk")
        me = self.request.user
        confirms = holds(me, Role.SECURITY_ADMINISTRATOR)
        rows = [(grant, confirms and me.pk not in (grant.proposed_by_id, grant.user_id)) for grant in waiting]
        return {**super().get_context_data(**given), "waiting": rows}


class ProposeView(CreateView):
    """提出授予: stored, and without any effect until a 安全管理员 confirms it."""

    submit_button_label = gettext_lazy("提出授予")
    success_message = gettext_lazy("已提出，等安全管理员确认后生效：%(object)s。")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.instance.proposed_by = self.request.user
        form.fields["reason"].required = True
        return form

    def get_success_buttons(self) -> list[Any]:
        return []

    def save_instance(self) -> RoleGrant:
        with transaction.atomic():
            grant: RoleGrant = super().save_instance()
            granting.proposed(grant, by=self.request.user)
            return grant


class RevokeView(DeleteView):
    """收回: at once, by one person."""

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        try:
            granting.check_revocable(self.object)
        except granting.GrantRefused as error:
            messages.error(request, str(error))
            return redirect("role_grants:index")
        answer: HttpResponse = super().post(request, *args, **given)
        return answer

    def delete_action(self) -> None:
        with transaction.atomic():
            granting.revoked(self.object, by=self.request.user)
            super().delete_action()


@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """确认 or 不同意 of one proposal; back to the list with what came of it."""
    user = request.user
    if not isinstance(user, User) or not policy_registry.get_by_type(RoleGrant).user_has_permission(user, "view"):
        raise PermissionDenied
    if name not in ("confirm", "decline"):
        raise Http404
    try:
        if name == "confirm":
            grant = granting.confirm(pk, by=user)
            messages.success(request, _("已确认，从现在起有效：%(grant)s。") % {"grant": grant})
        else:
            granting.decline(pk, by=user)
            messages.success(request, _("没有授予，这项提议已经去掉。"))
    except granting.GrantRefused as error:
        messages.error(request, str(error))
    return redirect("role_grants:index")


class RoleGrantViewSet(ModelViewSet):
    model = RoleGrant
    name = "role_grants"
    url_prefix = "role-grants"
    menu_label = gettext_lazy("角色授予")
    menu_name = "role_grants"
    icon = "key"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = GrantsView
    add_view_class = ProposeView
    delete_view_class = RevokeView
    index_template_name = "accounts/role_grants.html"
    list_display = [
        "user",
        Column("get_role_display", label=gettext_lazy("角色")),
        "organization",
        "starts_on",
        "ends_on",
        Column("status", label=gettext_lazy("状态")),
    ]
    list_filter = ["role", "organization"]
    search_fields = ["user__username", "user__display_name"]
    panels = [
        FieldPanel("user"),
        FieldPanel("role"),
        FieldPanel("organization"),
        FieldPanel("reason"),
        FieldPanel("starts_on"),
        FieldPanel("ends_on"),
        FieldPanel("delegated_by"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/<slug:name>/", deed, name="deed")]


def show_waiting(request: HttpRequest, panels: list[Any]) -> None:
    user = request.user
    if isinstance(user, User) and shows(user, Role.SECURITY_ADMINISTRATOR):
        count = RoleGrant.objects.waiting().exclude(user=user).exclude(proposed_by=user).count()
        if count:
            panels.append(Waiting("accounts/waiting_grants.html", 90, count))
