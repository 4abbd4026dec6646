"""Drafting tasks: from a group of letters that found nothing to an answer or article that the next ones find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Page

from portal.audit.record import record
from search import sources
from search.deflection.models import DraftingTask, LetterLookup
from search.documents import Document

if TYPE_CHECKING:
    from portal.accounts.models import User

PAGE_SOURCES = ("article", "section", "document")


class NothingLeft(Exception):
    """The letters have a task already, or are gone; nothing was made."""


class Ended(Exception):
    """The task is no longer open; somebody else was quicker."""


def make(question: str, letters: Sequence[int], *, by: User, now: datetime) -> DraftingTask:
    """One task for those of ``letters`` that have none. Raises NothingLeft."""
    with transaction.atomic():
        free = LetterLookup.objects.select_for_update(of=("self",)).filter(pk__in=letters, task=None)
        found = list(free.select_related("letter"))
        if not found:
            raise NothingLeft
        topics = [each.letter.topic_id for each in found if each.letter.topic_id]
        task = DraftingTask.objects.create(
            question=question,
            topic_id=max(topics, key=topics.count) if topics else None,
            letters=len(found),
            made_by=by,
            made_at=now,
        )
        LetterLookup.objects.filter(pk__in=[each.pk for each in found]).update(task=task)
        record(by, "drafting.made", target=f"drafting:{task.pk}", detail={"letters": len(found)})
    return task


def finish(task_id: int, document: Document, *, by: User, now: datetime) -> DraftingTask:
    """The task is done: ``document`` answers it. Raises Ended."""
    with transaction.atomic():
        task = _open(task_id)
        task.state, task.document = DraftingTask.State.DONE, document.id
        _end(task, by, now)
        record(by, "drafting.finished", target=f"drafting:{task.pk}", detail={"document": document.id})
    return task


def drop(task_id: int, *, by: User, now: datetime) -> DraftingTask:
    """The matter needs no public answer; its letters are not proposed again. Raises Ended."""
    with transaction.atomic():
        task = _open(task_id)
        task.state = DraftingTask.State.DROPPED
        _end(task, by, now)
        record(by, "drafting.dropped", target=f"drafting:{task.pk}")
    return task


def _open(task_id: int) -> DraftingTask:
    task = DraftingTask.objects.select_for_update().get(pk=task_id)
    if task.state != DraftingTask.State.OPEN:
        raise Ended
    return task


def _end(task: DraftingTask, by: User, now: datetime) -> None:
    task.ended_by, task.ended_at = by, now
    task.save()


def published_at(address: str, request: HttpRequest) -> Document | None:
    """What stands in public at ``address`` (of this site): an answer or a page; None for anything else."""
    path = urlsplit(address.strip()).path
    path = path.removeprefix(settings.URL_PREFIX) if settings.URL_PREFIX else path
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name == "mailbox:answer":
        wanted = [f"answer:{found.kwargs['pk']}"]
    else:
        page = Page.find_for_request(request, path)
        wanted = [f"{source}:{page.pk}" for source in PAGE_SOURCES] if page is not None else []
    return next(iter(sources.live(wanted).values()), None)
