"""去标识化检查: the findings of one page or disclosure, and a decision on each: 遮去, 保留, or 去改 in the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from home.models import KeptWords
from home.publishing import aliases, deciding, records
from home.publishing.authors import authors, file_authors
from home.publishing.findings import Found, Spot, findings
from home.publishing.looking_again import KINDS
from home.publishing.middleware import edit_url, findings_url
from portal.accounts.models import User
from portal.privacy.marks import TextTooLong

BESIDE_PAGES = {str(kind._meta.model_name): kind for kind in KINDS}


@dataclass(frozen=True)
class Row:
    """One line of the page: what was found, who kept it, and where each place of it is edited."""

    number: int
    found: Found
    kept: list[KeptWords]
    is_kept_by_me: bool
    places: list[tuple[Spot, str]]


def show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The list, and with a POST the decisions on it. Strangers to the page get no answer about it."""
    subject = _subject(request, kind, pk)
    draft = subject.get_latest_revision_as_object()
    try:
        found = findings(draft)
    except TextTooLong as error:
        messages.error(request, str(error))
        return redirect(edit_url(subject))
    if request.method == "POST":
        if "release-alias" in request.POST and _waits(subject):
            return _release_alias(request, request.user, subject)
        _decide(request, request.user, subject, draft, found)
        return redirect(findings_url(subject))
    return render(request, "home/gate/findings.html", _context(request.user, subject, draft, found))


def _subject(request: HttpRequest, kind: str, pk: int) -> Any:
    """The stored page or disclosure that the person may edit. Raises Http404 and PermissionDenied."""
    model = Page if kind == "page" else BESIDE_PAGES.get(kind)
    subject = model._default_manager.filter(pk=pk).first() if model else None
    if subject is None or (isinstance(subject, Page) and subject.is_root()):
        raise Http404
    if isinstance(subject, Page):
        subject = subject.specific
        allowed = subject.permissions_for_user(request.user).can_edit()
    else:
        allowed = policy_registry.get(subject).user_has_permission(request.user, "change")
    if not allowed:
        raise PermissionDenied
    return subject


def _waits(subject: Any) -> bool:
    """Whether it is an alias that waits for its second person."""
    return aliases.is_alias(subject) and not subject.live


def _release_alias(request: HttpRequest, user: Any, alias: Any) -> HttpResponse:
    """Raises PermissionDenied for who may not publish here, PublicationRefused for who chose the address."""
    if not alias.permissions_for_user(user).can_publish():
        raise PermissionDenied
    aliases.release(alias, by=user)
    log(instance=alias, action="wagtail.publish", user=user)
    messages.success(request, _("别名已经公开。"))
    return redirect(findings_url(alias))


def _decide(request: HttpRequest, user: Any, subject: Any, draft: Any, found: list[Found]) -> None:
    """Each row's choice, or one button for all that is open. What was decided is said; what could not be is too."""
    if request.POST.get("seen") != deciding.seen(found):
        messages.error(request, _("文字在您打开这一页以后改过。请看过下面的新清单再决定。"))
        return
    wanted = deciding.read(request.POST, found, records.kept_words(subject))
    lock = draft.get_lock()
    if wanted.mask and lock is not None and lock.for_user(user):
        messages.error(request, _("这份草稿正在审核或等待定时发布，现在不能改文字。请先选“保留”，或等退回后再遮去。"))
        return
    done = deciding.decide(subject, draft, wanted, by=user)
    if done.kept:
        messages.success(request, _("%(count)d处决定保留，已记下您的名字和时间。") % {"count": done.kept})
    if done.masked:
        messages.success(request, _("%(count)d处已遮去，存成了新的草稿。") % {"count": done.masked})
    if done.by_hand:
        messages.warning(request, _("%(count)d处不能在这里遮去，请点“去改”。") % {"count": done.by_hand})


def _context(user: Any, subject: Any, draft: Any, found: list[Found]) -> dict[str, Any]:
    kept = records.kept_words(subject)
    edit = edit_url(subject)
    rows = []
    for number, each in enumerate(found):
        deciders = kept.get(each.key, [])
        is_mine = any(one.decided_by_id == user.pk for one in deciders)
        rows.append(Row(number, each, deciders, is_mine, [(spot, _edit_at(spot, edit)) for spot in each.spots]))
    return {
        "subject": draft,
        "edit_url": edit,
        "open_rows": [row for row in rows if not row.kept],
        "kept_rows": [row for row in rows if row.kept],
        "authors": User.objects.filter(pk__in=authors(subject) | file_authors(draft)),
        "waiting_alias": subject if _waits(subject) else None,
        "seen": deciding.seen(found),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": edit, "label": str(draft)},
            {"url": "", "label": _("去标识化检查")},
        ],
    }


def _edit_at(spot: Spot, edit: str) -> str:
    return spot.leaf.address or f"{edit}#:w:contentpath={spot.leaf.path}"
