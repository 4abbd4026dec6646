"""公开答复 in the Wagtail admin: addresses and menu item, shown to publishers and releasers only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from mailbox.permissions import PUBLIC_ROLES
from portal.accounts.grants import shows
from portal.accounts.roles import Role


class PublicationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request.user, *PUBLIC_ROLES)


@hooks.register("register_admin_menu_item")
def register_publication_menu_item() -> MenuItem:
    return PublicationMenuItem(
        _("公开答复"), reverse("publication:index"), name="publication", icon_name="globe", order=60
    )


class DecisionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request.user, Role.ADMINISTRATOR)


@hooks.register("register_settings_menu_item")
def register_decisions_menu_item() -> MenuItem:
    """Beside 标记规则."""
    return DecisionsMenuItem(_("标记的决定"), reverse("publication:decisions"), name="mark_decisions", icon_name="view")


@hooks.register("register_admin_urls")
def register_publication_urls() -> list[URLResolver]:
    return [path("publication/", include("mailbox.views.desk.publication_urls"))]
