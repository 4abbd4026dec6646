"""待公开的文件 in the admin: the list, the screen on which a person covers what must not be public, the second look."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from portal.accounts.models import User
from portal.privacy.files import ageing, holding, sandbox
from portal.privacy.files.cleaning import PICTURES
from portal.privacy.files.columns import Choice
from portal.privacy.files.findings import Report
from portal.privacy.files.folder import Folder
from portal.privacy.files.holding import HoldingRefused
from portal.privacy.files.kinds import FileKind, kind_of
from portal.privacy.files.models import HeldFile
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.wishes import Row, Typed, typed

SHOWN_AT_ONCE = 60  # rows of the list
REFUSED = 422
COLUMN_CHOICES = (("", "只遮住找到的内容"), (Choice.MASK.value, "整列逐格打星号"), (Choice.EMPTY.value, "整列清空"))


def may_handle(user: object) -> bool:
    """Who may put documents or images into the library, or change them."""
    policies = [policy_registry.get_by_type(model()) for model in (get_document_model, get_image_model)]
    return any(policy.user_has_any_permission(user, ["add", "change"]) for policy in policies)


def person(request: HttpRequest) -> User:
    """The one who asks. Raises Http404 for staff without a right to the library's files."""
    if not isinstance(request.user, User) or not may_handle(request.user):
        raise Http404
    return request.user


def _asked(request: HttpRequest, key: UUID) -> tuple[User, HeldFile]:
    return person(request), get_object_or_404(HeldFile, key=key)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    person(request)
    rows = HeldFile.objects.select_related("uploaded_by", "prepared_by", "decided_by")
    waiting = list(rows.filter(state__in=HeldFile.OPEN)[:SHOWN_AT_ONCE])
    ends = ageing.deletions(waiting, timezone.now())
    done = rows.exclude(state__in=HeldFile.OPEN)[:SHOWN_AT_ONCE]
    return render(
        request,
        "privacy/held_index.html",
        {"waiting": [(one, ends.get(one.pk)) for one in waiting], "done": done, "ends": bool(ends), **crumbs()},
    )


@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, key: UUID) -> HttpResponse:
    """The screen; a POST makes the copy."""
    user, one = _asked(request, key)
    if not one.is_open:
        return render(request, "privacy/held_done.html", {"held": one, **crumbs(one)})
    try:
        found = holding.report_of(one)
        if request.method != "POST":
            return _screen(request, one, found, Typed())
        return _prepared(request, user, one, found)
    except HoldingRefused as refused:
        messages.error(request, str(refused))
        return redirect("held_files:index")


def _prepared(request: HttpRequest, user: User, one: HeldFile, found: Report) -> HttpResponse:
    sent = typed(request.POST, found)
    if sent.faults or "more" in request.POST:
        return _screen(request, one, found, sent, refused=" ".join(sent.faults))
    try:
        holding.prepare(one, user, sent.wish(found))
    except FileRefused as refused:
        return _screen(request, one, found, sent, refused=str(refused))
    if one.image_id is not None:
        messages.success(request, _("图片已换成遮盖后的样子，原图已删除。"))
        return redirect("wagtailimages:edit", one.image_id)
    messages.success(request, _("副本已做好，并且重新读过一遍。请另一位网页审核的同事审定后公开。"))
    return redirect("held_files:held", one.key)


def _screen(request: HttpRequest, one: HeldFile, found: Report, sent: Typed, *, refused: str = "") -> HttpResponse:
    kind = found.kind
    pages = _page_count(one, kind) if kind in PICTURES else 0
    shown = [(number, group) for number, group in enumerate(found.groups) if group.shown]
    hidden = [group for group in found.groups if not group.shown]
    ready = one.state == HeldFile.State.READY
    about = {
        "held": one, "ends": ageing.deletions([one], timezone.now()).get(one.pk),
        "found": found, "shown": shown, "hidden": hidden, "sent": sent, "rows": sent.with_spare(),
        "pages": [_page(one, "original", number, shown, sent) for number in range(1, pages + 1)], "refused": refused,
        "ready": ready, "columns": COLUMN_CHOICES if found.columns else (), "boxed": kind in PICTURES, "blank": Row(0),
        **(_second_look(request, one, kind) if ready else {}), **crumbs(one),
    }  # fmt: skip
    return render(request, "privacy/held.html", about, status=REFUSED if refused else 200)


def _second_look(request: HttpRequest, one: HeldFile, kind: FileKind) -> dict[str, Any]:
    """What the person who releases has to see: the file as it will be, and what is still found in it."""
    assert isinstance(request.user, User)  # noqa: S101 - ``person`` asked
    try:
        left = holding.remaining(one)
    except FileRefused as refused:
        return {"why_not": str(refused), "left": None, "outgoing": []}
    cleaned = one.way == HeldFile.Way.CLEANED
    which = "copy" if cleaned else "original"
    count = _page_count(one, kind, which) if kind in PICTURES else 0
    return {
        "left": left,
        "why_not": holding.why_not_release(one, request.user),
        "outgoing": [_page(one, which, number, [], Typed()) for number in range(1, count + 1)],
        "outgoing_url": reverse("held_files:file", args=[one.key, which]),
    }


def _page_count(one: HeldFile, kind: FileKind, which: str = "original") -> int:
    with tempfile.NamedTemporaryFile(suffix=".jpg") as spool:
        return sandbox.draw(_path(one, which), Path(spool.name), kind, 1)


def _page(one: HeldFile, which: str, number: int, shown: list[Any], sent: Typed) -> dict[str, Any]:
    """A page with the boxes on it, in thousandths of its sides, as the drawing over the picture counts."""
    found = [
        {**_rect(box), "group": index, "said": group.text, "kept": index in sent.kept}
        for index, group in shown
        for page, box in group.boxes
        if page == number
    ]
    own = [
        {**_rect(row.box()[1]), "row": row.number}
        for row in sent.rows
        if not row.fault and not row.is_empty and row.box()[0] == number
    ]
    return {
        "number": number,
        "url": reverse("held_files:page", args=[one.key, which, number]),
        "found": found,
        "own": own,
    }


def _rect(box: tuple[float, ...]) -> dict[str, str]:
    left, top, right, bottom = (round(side * 1000, 1) for side in box)
    return {"x": f"{left}", "y": f"{top}", "width": f"{right - left:.1f}", "height": f"{bottom - top:.1f}"}


@require_POST
def deed(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """原样公开, 公开, 不公开."""
    user, one = _asked(request, key)
    deeds = {"as_it_is": holding.propose_as_it_is, "release": holding.release, "drop": holding.drop}
    if name not in deeds:
        raise Http404
    try:
        deeds[name](one, user)
    except (HoldingRefused, FileRefused) as refused:
        messages.error(request, str(refused))
        return redirect("held_files:held", one.key)
    said = {
        "as_it_is": _("已提交审定。请另一位网页审核的同事看过后公开。"),
        "release": _("已公开，可以在页面里选用。收下的原件已删除。"),
        "drop": _("这个文件不公开，收下的原件已删除。"),
    }
    messages.success(request, said[name])
    return redirect(
        "held_files:index" if name != "as_it_is" else "held_files:held", *([one.key] if name == "as_it_is" else [])
    )


@require_GET
def page(request: HttpRequest, key: UUID, which: str, number: int) -> HttpResponse:
    """A page as a jpeg; drawn anew each time, so that no picture of it lies about."""
    _user, one = _asked(request, key)
    path = _path(one, which)
    with tempfile.NamedTemporaryFile(suffix=".jpg") as spool:
        try:
            sandbox.draw(path, Path(spool.name), kind_of(path), number)
        except FileRefused as refused:
            raise Http404 from refused
        return HttpResponse(Path(spool.name).read_bytes(), content_type="image/jpeg")


@require_GET
def file(request: HttpRequest, key: UUID, which: str) -> FileResponse:
    """The original or the copy, for those who decide about it."""
    _user, one = _asked(request, key)
    response = FileResponse(_path(one, which).open("rb"), as_attachment=True, filename=one.name)
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _path(one: HeldFile, which: str) -> Path:
    paths = {"original": Folder(one).original, "copy": Folder(one).copy}
    if which not in paths or not paths[which].exists():
        raise Http404
    return paths[which]


def crumbs(one: HeldFile | None = None) -> dict[str, Any]:
    first = {"url": reverse("held_files:index"), "label": _("待公开的文件")}
    return {
        "breadcrumbs_items": [first, {"url": "", "label": one.title}] if one else [{"url": "", "label": first["label"]}]
    }
