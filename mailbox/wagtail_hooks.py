"""信件办理 in the Wagtail admin: addresses, menu item with its count, layout. No letter model is registered with it."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from mailbox import personal_data_hooks, publication_hooks, queues
from mailbox.permissions import DESK_ROLES, Actor
from mailbox.viewsets import reply_templates, topics
from portal.accounts.grants import shown_grants, shows
from portal.accounts.models import User

__all__ = ["personal_data_hooks", "publication_hooks"]  # importing them registers their pages


class LettersMenuItem(MenuItem):
    """The menu item with the number of letters that wait for this person."""

    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request.user, *DESK_ROLES)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """A component of this request: the item itself lives as long as the process."""
        user = request.user if isinstance(request.user, User) else None
        waiting = queues.waiting_count(Actor(user=user, held=shown_grants(user))) if user else 0
        attrs = {**self.attrs, "data-desk-count": str(waiting)} if waiting else self.attrs
        return LinkMenuItem(
            self.name, self.label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=attrs
        )


def register_letters_menu_item() -> MenuItem:
    return LettersMenuItem(_("信件办理"), reverse("mailbox_desk:index"), name="letters", icon_name="mail", order=50)


def register_letters_urls() -> list[URLResolver]:
    return [path("letters/", include("mailbox.views.desk.urls"))]


def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/desk.css"))


def register_viewsets() -> list[object]:
    return [topics, reply_templates]


hooks.register("register_admin_menu_item", register_letters_menu_item)
hooks.register("register_admin_urls", register_letters_urls)
hooks.register("insert_global_admin_css", desk_css)
hooks.register("register_admin_viewset", register_viewsets)
