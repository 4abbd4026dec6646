"""网站设置 in the admin: the one row of the site, edited as a draft, released by another person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from home.models import SiteSettings


class SettingsPolicy(ModelPermissionPolicy):
    """Each site has its one row: nobody adds or deletes any, superusers neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))


class ToTheRow(IndexView):
    """With a single site there is nothing to choose: straight to its settings."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = [SiteSettings.to_edit(site) for site in Site.objects.all()]
        if len(rows) == 1:
            return redirect(self.get_edit_url(rows[0]))
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer


class SiteSettingsViewSet(SnippetViewSet):
    model = SiteSettings
    icon = "cog"
    menu_label = _("网站设置")
    menu_name = "site_settings"
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = ToTheRow
    list_display = ["name", "site"]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("sponsor"), FieldPanel("address")], heading=_("机构")),
        MultiFieldPanel(
            [FieldPanel("help_desk"), FieldPanel("help_phone"), FieldPanel("hours")], heading=_("需要人帮忙")
        ),
        MultiFieldPanel(
            [FieldPanel("icp_number"), FieldPanel("police_number"), FieldPanel("site_code")], heading=_("网站标识")
        ),
        MultiFieldPanel(
            [
                FieldPanel("rules_page"),
                FieldPanel("privacy_page"),
                FieldPanel("help_page"),
                FieldPanel("accessibility_page"),
                FieldPanel("about_page"),
            ],
            heading=_("页脚链接"),
        ),
    ]


def without_unpublishing(items: list[ActionMenuItem], request: HttpRequest, context: Mapping[str, Any]) -> None:
    """The button that ``SiteSettings.save`` would refuse is not offered."""
    if context["model"] is SiteSettings:
        items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem)]
