"""查到答复的效果: the page with the funnel, the answers that do not help, and the questions without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.roles import Role
from portal.exports import Column, write_table
from search.deflection import funnel
from search.deflection.access import may, reader
from search.deflection.forms import PeriodForm
from search.deflection.models import DraftingTask
from search.deflection.unanswered import unanswered
from search.documents import Kind

FORMATS = ("csv", "xlsx")
GATEKEEPERS = (Role.PUBLISHER, Role.RELEASER)


@require_safe
def report(request: HttpRequest) -> HttpResponseBase:
    """The page; with ``?export=csv`` or ``xlsx`` the funnel as a table."""
    user = reader(request)
    today = timezone.localdate()
    form = PeriodForm(request.GET)
    since, until = form.period(today)
    rows = funnel.by_topic(since, until)
    if request.GET.get("export") in FORMATS:
        return _table(request.GET["export"], rows, since, until)
    context = {
        "form": PeriodForm(initial={"since": since, "until": until}),
        "notes": [str(error) for errors in form.errors.values() for error in errors],
        "since": since,
        "until": until,
        "rows": rows,
        "total": funnel.total(rows),
        "unhelpful": _failing(since, until, gate=may(user, GATEKEEPERS)),
        "least_shown": funnel.LEAST_SHOWN,
        "groups": unanswered(user, today),
        "open_tasks": DraftingTask.objects.filter(state=DraftingTask.State.OPEN).count(),
        "breadcrumbs_items": [{"url": None, "label": _("查到答复的效果")}],
    }
    return render(request, "search/desk/report.html", context)


def _failing(since: date, until: date, *, gate: bool) -> list[tuple[funnel.Unhelpful, str]]:
    return [(each, recheck_url(each, gate=gate)) for each in funnel.unhelpful(since, until)]


def recheck_url(each: funnel.Unhelpful, *, gate: bool) -> str:
    """Where the words can be changed: the gate for those who may enter it, the page's editor; "" where neither fits."""
    document = each.document
    key = document.id.partition(":")[2]
    if document.kind == Kind.ANSWER:
        return reverse("publication:gate", args=[key]) if gate else ""
    if document.source in ("article", "section", "document"):
        return reverse("wagtailadmin_pages:edit", args=[key])
    return ""


def _table(ending: str, rows: Sequence[funnel.Row], since: date, until: date) -> HttpResponseBase:
    columns = [
        Column("topic", _("主题")),
        Column("shown", _("看到答复")),
        Column("opened", _("打开")),
        Column("solved", _("说解决了")),
        Column("wrote_anyway", _("还是写了信")),
        Column("returned", _("30天内又有同样的信")),
        Column("kept", _("没再写信")),
        Column("share", _("没再写信，每百次")),
    ]
    listed = [*rows, funnel.total(rows)]
    cells = [
        [
            row.topic or (_("合计") if row is listed[-1] else _("未分主题")),
            row.shown, row.opened, row.solved, row.wrote_anyway, row.returned, row.kept, row.share,
        ]
        for row in listed
    ]  # fmt: skip
    return write_table(ending, columns, cells, name=f"deflection-{since.isoformat()}-{until.isoformat()}")
