"""/letters/ and /letters/<id>/: the released answers, and nothing else of any letter.

Pages are private and not stored (the site's default): an answer that is taken down is gone with the next look.
"""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mailbox import queries
from mailbox.forms.answer_filters import AnswerFilters
from mailbox.models import PublicAnswer
from portal.calendar.store import load_calendar
from portal.chinese_dates import full
from portal.related import related as related_answers

PER_PAGE = 20
RELATED = 5
ASKED_BY_TEACHERS = frozenset({"teacher_pay", "teacher_recruitment"})


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """The list with its filters as a form; the count is said in words."""
    everything = queries.published_answers()
    filters = _filters(request, everything)
    found = filters.apply(everything).order_by("-answered_on", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page_obj": page, "words": filters.words, "trail": [(_("公开答复"), "")]}
    return render(request, "mailbox/answers/list.html", context)


def _filters(request: HttpRequest, answers: QuerySet[PublicAnswer]) -> AnswerFilters:
    plain = answers.select_related(None).order_by()
    topics = plain.exclude(topic=None).values_list("topic__code", "topic__name")
    units = plain.exclude(unit=None).values_list("unit__code", "unit__short_name", "unit__name")
    return AnswerFilters(
        request.GET,
        topics=[
            (code, f"{name}（{count}）")
            for code, name, count in topics.annotate(n=Count("pk")).order_by("topic__position")
        ],
        units=[
            (code, f"{short or name}（{count}）")
            for code, short, name, count in units.annotate(n=Count("pk")).order_by("unit__path")
        ],
        years=[
            (str(day.year), _("%(year)s年") % {"year": day.year}) for day in plain.dates("answered_on", "year", "DESC")
        ],
    )


@require_safe
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer; 404 for everything that is not public at this moment."""
    answer = get_object_or_404(queries.published_answers().select_related("superseded_by"), pk=pk)
    successor = answer.superseded_by
    if successor is not None and not queries.published_answers().filter(pk=successor.pk).exists():
        successor = None
    context = {
        "answer": answer,
        "successor": successor,
        "asked": _asked(answer),
        "facts": _facts(answer),
        "related": related(answer),
        "trail": _trail(answer),
        "here": f"{settings.PUBLIC_URL}{answer.get_absolute_url()}",
    }
    return render(request, "mailbox/answers/page.html", context)


def related(answer: PublicAnswer) -> list[PublicAnswer]:
    """Valid answers about the same matter, likest first; those taken down a moment ago are left out."""
    keys = related_answers(answer.pk, limit=RELATED * 2)
    valid = queries.published_answers().filter(superseded_by=None).in_bulk(keys) if keys else {}
    return [valid[key] for key in keys if key in valid][:RELATED]


def public_number(answer: PublicAnswer) -> str:
    """公开编号: the answer's own id, never the letter's number."""
    return f"答〔{answer.answered_on.year}〕{answer.pk:04d}"


def _asked(answer: PublicAnswer) -> str:
    code = answer.topic.code if answer.topic else "other"
    if code in ASKED_BY_TEACHERS:
        return _("教师问")
    return _("市民问") if code == "other" else _("家长问")


def _facts(answer: PublicAnswer) -> list[tuple[str, object]]:
    days = load_calendar().working_days_between(answer.received_on, answer.answered_on)
    took = _("%(days)s个工作日") % {"days": days} if days else _("当天")
    return [
        (_("受理日期"), full(answer.received_on)),
        (_("答复日期"), full(answer.answered_on)),
        (_("用时"), took),
        (_("答复部门"), str(answer.unit) if answer.unit else ""),
        (_("公开编号"), public_number(answer)),
        (_("公开日期"), full(answer.published_at) if answer.published_at else ""),
    ]


def _trail(answer: PublicAnswer) -> list[tuple[str, str]]:
    listing = reverse("mailbox:answers")
    topic = [(answer.topic.name, f"{listing}?topic={answer.topic.code}")] if answer.topic else []
    return [(_("公开答复"), listing), *topic, (_("答复"), "")]
