"""The list of mark rules in the admin: for administrators only, each change in Wagtail's log with its person."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role
from portal.privacy import document_hooks
from portal.privacy.models import MarkRule

__all__ = ["document_hooks"]  # importing it registers the files that wait

register_permission_policy(MarkRule, RolePolicy(MarkRule, Role.ADMINISTRATOR))


PREFILL = "mark_rule"  # session key: words and kind that another page proposes; read once


class MarkRuleCreateView(CreateView):
    """Writes down who adds the rule."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.request.session.pop(PREFILL, {})}

    def get_form(self, form_class: type[ModelForm[MarkRule]] | None = None) -> Any:
        form = super().get_form(form_class)
        form.instance.author = self.request.user
        return form


class MarkRuleViewSet(ModelViewSet):
    """标记规则: words to hide or to keep, beyond what the detectors know."""

    model = MarkRule
    name = "mark_rules"
    url_prefix = "mark-rules"
    menu_label = _("标记规则")
    menu_name = "mark_rules"
    icon = "view"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = MarkRuleCreateView
    list_display = ["words", "kind", "reason", "author", "created_at", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["words", "reason"]
    panels = [FieldPanel("words"), FieldPanel("kind"), FieldPanel("reason"), FieldPanel("is_active")]


def register_mark_rules() -> MarkRuleViewSet:
    return MarkRuleViewSet()


hooks.register("register_admin_viewset", register_mark_rules)
