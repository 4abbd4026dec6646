"""Drafting tasks in the admin: the list, one task, and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from search import finding, sources
from search.backends.base import SearchUnavailable
from search.deflection import drafting
from search.deflection.access import reader, writer
from search.deflection.forms import FinishForm, QuestionForm, TaskForm
from search.deflection.models import DraftingTask
from search.documents import Document

PER_PAGE = 20
PROPOSED = 5
STATE = DraftingTask.State


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The list by state, most letters first."""
    writer(request)
    state = request.GET.get("state", STATE.OPEN)
    state = state if state in STATE.values else STATE.OPEN
    listed = DraftingTask.objects.filter(state=state).select_related("topic", "unit", "made_by", "ended_by")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("p"))
    published = sources.live(task.document for task in page if task.document)
    context = {
        "state": state,
        "states": STATE.choices,
        "page": page,
        "rows": [(task, published.get(task.document), _days(task)) for task in page],
        "breadcrumbs_items": [{"url": None, "label": _("撰写任务")}],
    }
    return render(request, "search/desk/tasks.html", context)


def _days(task: DraftingTask) -> int | None:
    """Days from proposing to publishing."""
    return (task.ended_at - task.made_at).days if task.ended_at and task.state == STATE.DONE else None


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """One click on a group of letters. What cannot be used is said on the report; nothing is made then."""
    user = reader(request)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("deflection:report")
    given = form.cleaned_data
    try:
        task = drafting.make(given["question"], given["letters"], by=user, now=timezone.now())
    except drafting.NothingLeft:
        messages.warning(request, _("这些信已经有撰写任务了，没有再建。"))
        return redirect("deflection:report")
    messages.success(request, _("撰写任务建好了，来信%(letters)d封。") % {"letters": task.letters})
    return redirect("deflection:task", task.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its question, topic and writer can be changed while it is open."""
    writer(request)
    found = get_object_or_404(DraftingTask.objects.select_related("made_by", "ended_by"), pk=pk)
    is_open = found.state == STATE.OPEN
    form = TaskForm(request.POST if is_open and request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("改好了。"))
        return redirect("deflection:task", pk)
    return _task_page(request, found, form, status=422 if form.is_bound else 200)


def _task_page(
    request: HttpRequest, found: DraftingTask, form: TaskForm, *, status: int = 200, sentence: str = ""
) -> HttpResponse:
    is_open = found.state == STATE.OPEN
    context = {
        "task": found,
        "is_open": is_open,
        "form": form,
        "sentence": sentence,
        "proposed": _proposed(found) if is_open else [],
        "published": sources.live([found.document]).get(found.document) if found.document else None,
        "days": _days(found),
        "breadcrumbs_items": [
            {"url": reverse("deflection:tasks"), "label": _("撰写任务")},
            {"url": None, "label": found.question},
        ],
    }
    return render(request, "search/desk/task.html", context, status=status)


def _proposed(found: DraftingTask) -> list[Document] | None:
    """What is public and like the question; None while search is down."""
    try:
        return [each.document for each in finding.similar(found.question, limit=PROPOSED, meaning=True)[0]]
    except SearchUnavailable:
        return None


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """公开了: names the answer or page; refused with a sentence when nothing public stands there."""
    user = writer(request)
    found = get_object_or_404(DraftingTask, pk=pk)
    form = FinishForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    document = sources.live([given.get("document", "")]).get(given.get("document", ""))
    if document is None and given.get("address"):
        document = drafting.published_at(given["address"], request)
    if document is None:
        sentence = _("请选一条已经公开的答复或文章，或者写它的网址。这个网址上还没有公开的内容。")
        return _task_page(request, found, TaskForm(instance=found), status=422, sentence=sentence)
    try:
        drafting.finish(pk, document, by=user, now=timezone.now())
    except drafting.Ended:
        messages.warning(request, _("这项任务刚才已经办结了，没有改动。"))
        return redirect("deflection:task", pk)
    messages.success(request, _("任务办结，链接到《%(title)s》。") % {"title": document.title})
    return redirect("deflection:tasks")


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """不写了: the matter needs no public answer."""
    user = writer(request)
    get_object_or_404(DraftingTask, pk=pk)
    try:
        drafting.drop(pk, by=user, now=timezone.now())
    except drafting.Ended:
        messages.warning(request, _("这项任务刚才已经办结了，没有改动。"))
        return redirect("deflection:task", pk)
    messages.success(request, _("任务撤下了。这些信不会再列出来。"))
    return redirect("deflection:tasks")
