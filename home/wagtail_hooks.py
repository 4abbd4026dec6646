"""What ``home`` adds to the Wagtail admin: 公开事项, the gate's page and the ways to it, a guard on moving pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from home.models import SiteSettings
from home.page_links import PublicPageLink
from home.publishing import aliases
from home.publishing.authors import COPIED, note_copy
from home.publishing.checks import open_findings
from home.publishing.files import CHANGED
from home.publishing.gate import Gated
from home.publishing.middleware import findings_url
from home.publishing.views import show
from home.settings_desk import SettingsPolicy, SiteSettingsViewSet, without_unpublishing
from home.slugs import refuse_reserved
from home.viewsets import DisclosureViewSetGroup
from portal.privacy.marks import TextTooLong

register_permission_policy(SiteSettings, SettingsPolicy(SiteSettings))
register_snippet(DisclosureViewSetGroup)
register_snippet(SiteSettingsViewSet)
CHECK = _("去标识化检查")


def keep_addresses_free(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A page moved right below the home page could land on an address of the application and vanish there."""
    try:
        refuse_reserved(page.slug, depth=destination.depth + 1)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def gate_urls() -> list[URLPattern]:
    return [path("publishing/<slug:kind>/<int:pk>/", show, name="site_gate")]


def page_button(page: Page, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """In a page's menu: the way to its findings."""
    if isinstance(page.specific_deferred, Gated) and page.permissions_for_user(user).can_edit():
        yield Button(CHECK, findings_url(page.specific_deferred), icon_name="view", priority=65)


def show_the_way_of_an_alias(request: HttpRequest, page: Page) -> None:
    """On its page Wagtail offers everything but its release."""
    if request.method == "GET" and aliases.is_alias(page) and not page.live:
        sentence = gettext("这个别名还没有公开，要由另一位网页审核的同事看过网址再发布。")
        messages.warning(
            request, sentence, buttons=[messages.button(findings_url(page.specific_deferred), gettext("去看网址"))]
        )


def disclosure_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Gated):
        yield Button(CHECK, findings_url(snippet), icon_name="view", priority=65)


def say_what_is_open(request: HttpRequest, subject: Any) -> None:
    """After a draft was saved: how many places wait for a decision, and where. Autosave stays silent."""
    draft = subject.get_latest_revision_as_object()
    if not isinstance(draft, Gated) or "application/json" in request.headers.get("Accept", ""):
        return
    try:
        count = len(open_findings(draft))
    except TextTooLong:
        return  # said when it is to be published
    if count:
        sentence = gettext("这一稿里有%(count)d处疑似个人信息，发布前要逐处决定。") % {"count": count}
        messages.warning(request, sentence, buttons=[messages.button(findings_url(subject), gettext("去决定"))])


def keep_only_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy starts without the drafts of its original: else all who ever wrote there could not release it. Those who
    wrote what nobody has released there are written down."""
    if new_page.alias_of_id is not None:
        messages.warning(request, gettext("别名已经建好，还没有公开。请另一位网页审核的同事在“去标识化检查”里发布。"))
        return
    originals = Page.objects.descendant_of(page, inclusive=True).order_by("path")
    copies = Page.objects.descendant_of(new_page, inclusive=True).order_by("path")
    for original, copy in zip(originals, copies, strict=False):  # without its subpages, a copy stands for the first
        note_copy(original.specific, copy.specific)
        copy.revisions.exclude(pk=copy.latest_revision_id).delete()


def note_copied_disclosure(request: HttpRequest, subject: Any) -> None:
    """Copying a disclosure opens the form of a new one, filled in with what others may have written."""
    match = request.resolver_match
    if match is not None and match.url_name == "copy":
        note_copy(type(subject)._default_manager.get(pk=unquote(str(match.kwargs["pk"]))), subject)


def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("home.kept", _("保留疑似个人信息"), _("决定保留疑似个人信息"))
    actions.register_action("home.masked", _("遮去个人信息"), _("遮去个人信息"))
    actions.register_action(COPIED, _("复制"), _("从另一份复制"))
    actions.register_action(CHANGED, _("改动文件"), _("改了标题或换了文件"))
    actions.register_action(
        "home.schedule_refused", _("定时发布没有进行"), _("到了定时发布的时间，但还有疑似个人信息没有决定，没有发布")
    )


def rich_text(features: Any) -> None:
    features.register_link_type(PublicPageLink)


hooks.register("before_move_page", keep_addresses_free)
hooks.register("register_admin_urls", gate_urls)
hooks.register("register_page_header_buttons", page_button)
hooks.register("register_snippet_listing_buttons", disclosure_button)
hooks.register("before_edit_page", show_the_way_of_an_alias)
hooks.register("after_copy_page", keep_only_the_copy)
hooks.register("after_create_snippet", note_copied_disclosure)
hooks.register("register_log_actions", log_actions)
hooks.register("register_rich_text_features", rich_text, order=1)  # after Wagtail's own, in whose place it stands
hooks.register("construct_snippet_action_menu", without_unpublishing)
for event in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(event, say_what_is_open)
