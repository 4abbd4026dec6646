"""The cluster brought to the state of the database. A cluster that is away is no failure of a message: all messages of
this kind wait together, for whatever time, and one of them tries again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.outbox.drain import LEASE
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.queue import wake
from search import sources
from search.backends import breaker
from search.backends.base import SearchUnavailable
from search.backends.elastic.backend import ElasticBackend
from search.backends.elastic.client import configured, within
from search.backends.elastic.writing import Refused
from search.cluster.following import KIND, key_of
from search.cluster.meaning import copy_meaning
from search.indexing import learn_schools

REST = timedelta(seconds=15)
TOGETHER = 200  # records that are brought up to date in one step
LOOK_SECONDS = 2.0  # a cluster that hangs holds the worker no longer than this


def catch_up(source: str, key: int) -> None:
    """Bring this record, and others that wait, to the state of the database.

    Raises Refused when the cluster will not take this very record: that is for staff to see.
    """
    if not configured():
        return
    own = OutboxMessage.objects.filter(key=key_of(source, key))
    others = _take_others(key_of(source, key))
    mine = OutboxMessage.objects.filter(pk__in=[each.pk for each in others], state=MessageState.LEASED, attempts=1)
    try:
        bring([f"{source}:{key}", *(_document_id(each.payload) for each in others)])
    except Refused:
        mine.update(state=MessageState.PENDING, leased_until=None)  # each alone: one of them is not taken
        if not others:
            raise
        bring([f"{source}:{key}"])
    except SearchUnavailable as error:
        breaker.failed(str(error))
        _rest(own, mine)
    else:
        breaker.answered()
        mine.update(state=MessageState.DONE, done_at=timezone.now(), leased_until=None, last_error="")
        if _due().exists():
            wake()


def bring(ids: Sequence[str]) -> None:
    """The entries of ``ids`` in the cluster become what the database says. Raises SearchUnavailable, Refused."""
    index = ElasticBackend()
    with within(LOOK_SECONDS):
        made = index.exists()
    if not made:
        raise SearchUnavailable("the cluster's index is not made yet")
    learn_schools(index)
    found = sources.live(ids)
    index.index(found.values())
    index.remove(each for each in ids if each not in found)
    copy_meaning(index, list(found))


def _document_id(payload: dict[str, Any]) -> str:
    return f"{payload['source']}:{payload['id']}"


def _due() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(kind=KIND, state=MessageState.PENDING, available_at__lte=timezone.now())


def _take_others(but: str) -> list[OutboxMessage]:
    """Rows that wait and were never tried, leased like any other; what one batch could not do is done row by row."""
    with transaction.atomic():
        rows = list(_due().filter(attempts=0).exclude(key=but).order_by("pk").select_for_update()[:TOGETHER])
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=MessageState.LEASED, leased_until=timezone.now() + LEASE, attempts=1
        )
    return rows


def _rest(*taken: QuerySet[OutboxMessage]) -> None:
    """Everything of this kind that is due, or was taken, waits; untried, whatever time the cluster stays away."""
    held = Q(pk__in=[pk for rows in taken for pk in rows.values_list("pk", flat=True)])
    due = Q(state=MessageState.PENDING, available_at__lte=timezone.now())
    OutboxMessage.objects.filter(held | due, kind=KIND).update(
        state=MessageState.PENDING, attempts=0, available_at=timezone.now() + REST, leased_until=None
    )
