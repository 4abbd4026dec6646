"""Managing role grants in the admin: for administrators only, each change in Wagtail's log with its person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.accounts.models import RoleGrant
from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role

register_permission_policy(RoleGrant, RolePolicy(RoleGrant, Role.ADMINISTRATOR))


class RoleGrantViewSet(ModelViewSet):
    """角色授予: who holds which role where, from when until when."""

    model = RoleGrant
    name = "role_grants"
    url_prefix = "role-grants"
    menu_label = _("角色授予")
    menu_name = "role_grants"
    icon = "key"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["user", "role", "organization", "starts_on", "ends_on"]
    list_filter = ["role", "organization"]
    search_fields = ["user__username", "user__display_name"]
    panels = [
        FieldPanel("user"),
        FieldPanel("role"),
        FieldPanel("organization"),
        FieldPanel("starts_on"),
        FieldPanel("ends_on"),
        FieldPanel("delegated_by"),
    ]


def register_role_grants() -> RoleGrantViewSet:
    return RoleGrantViewSet()


hooks.register("register_admin_viewset", register_role_grants)
