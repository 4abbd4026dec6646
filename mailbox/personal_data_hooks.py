"""Personal data in the Wagtail admin: periods of retention, who looked at contact data, one page a letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from mailbox.forms.personal_data import RetentionRuleForm
from mailbox.models import RetentionRule
from mailbox.reveals import AUDITORS
from portal.accounts.grants import shows
from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role

register_permission_policy(RetentionRule, RolePolicy(RetentionRule, Role.ADMINISTRATOR))


class _Signed:
    """Writes down who saves the rule."""

    request: HttpRequest

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]  # of the view it is mixed into
        form.instance.author = self.request.user
        return form


class RetentionRuleCreateView(_Signed, CreateView):
    pass


class RetentionRuleEditView(_Signed, EditView):
    pass


class RetentionRuleViewSet(ModelViewSet):
    """保存期限: how long each kind of data is kept; each change with its reason in Wagtail's log."""

    model = RetentionRule
    name = "retention_rules"
    url_prefix = "retention-rules"
    menu_label = _("保存期限")
    menu_name = "retention_rules"
    icon = "history"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = RetentionRuleCreateView
    edit_view_class = RetentionRuleEditView
    list_display = [
        "kind",
        Column("applies_to", label=_("适用的信件")),
        Column("period", label=_("保存多久")),
        "ground",
        "reason",
        "author",
        BooleanColumn("is_active", label=_("执行")),
    ]
    list_filter = ["kind", "is_active"]
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("letter_class"),
            FieldPanel("outcome"),
            FieldPanel("keep"),
            FieldPanel("ground"),
            FieldPanel("reason"),
            FieldPanel("is_active"),
        ],
        base_form_class=RetentionRuleForm,
    )


class LooksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request.user, *AUDITORS)


def register_looks_menu_item() -> MenuItem:
    return LooksMenuItem(_("谁看了联系方式"), reverse("personal_data:looks"), name="looks", icon_name="view", order=900)


def register_personal_data_urls() -> list[URLResolver]:
    return [path("personal-data/", include("mailbox.views.desk.personal_data_urls"))]


def register_retention_rules() -> RetentionRuleViewSet:
    return RetentionRuleViewSet()


hooks.register("register_reports_menu_item", register_looks_menu_item)
hooks.register("register_admin_urls", register_personal_data_urls)
hooks.register("register_admin_viewset", register_retention_rules)
