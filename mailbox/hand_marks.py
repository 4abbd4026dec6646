"""Marks made by hand: words to hide wherever they stand, words that may stay, one selected stretch."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from mailbox import marking
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete
from mailbox.marking import FIELDS
from mailbox.models import Mark, PublicDraft
from mailbox.opening import open_copy, touch
from mailbox.permissions import Actor
from portal.privacy import kinds
from portal.text import clean_text

LONGEST_MASK = 60


class Spot(NamedTuple):
    """A stretch of one field of the draft."""

    field: str
    start: int
    end: int


def add_marks(answer_id: int, words: str, *, kind: str, mask: str, by: Actor, now: datetime) -> list[Mark]:
    """Mark every place of ``words`` by hand; accepted at once, a person has decided.

    Marks that lie inside a new one give way to it; one that lies across its edge is a reason to refuse.
    """
    return _mark_words(answer_id, words, kind=kind, mask=mask, decision=Decision.ACCEPTED, by=by, now=now)


def keep_words(answer_id: int, words: str, *, kind: str, by: Actor, now: datetime) -> list[Mark]:
    """Say of ``words``, wherever they stand unmarked, that they may stay: the last look will not stop at them."""
    return _mark_words(answer_id, words, kind=kind, mask="", decision=Decision.REJECTED, by=by, now=now)


def _mark_words(
    answer_id: int, words: str, *, kind: str, mask: str, decision: Decision, by: Actor, now: datetime
) -> list[Mark]:
    words = words.strip()
    if not words:
        raise Incomplete("请填要遮去的原文，一字不差。")
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        places = [
            Spot(field, start, end)
            for field in FIELDS
            for start, end in marking.occurrences(marking.text_of(opened.draft, field), words)
        ]
        if not places:
            raise Incomplete("来信和答复里都没有这几个字。请从原文里复制，一字不差。")
        if decision == Decision.REJECTED:
            places = _outside_marks(opened.draft, places)
        made = [
            _by_hand(opened.draft, place, kind=kind, mask=mask, decision=decision, by=by, now=now) for place in places
        ]
        touch(opened, by)
        return made


def _outside_marks(draft: PublicDraft, places: list[Spot]) -> list[Spot]:
    """Places that no mark touches; what a mark covers has its own decision. Raises Incomplete if none is left."""
    free = [
        place for place in places if not draft.marks.filter(field=place.field, start__lt=place.end, end__gt=place.start)
    ]
    if not free:
        raise Incomplete("这几个字都在已有的标记里。请在那些标记上选“保留”。")
    return free


def add_range(
    answer_id: int,
    field: str,
    start: int,
    end: int,
    *,
    kind: str,
    mask: str,
    by: Actor,
    now: datetime,
    decision: Decision = Decision.ACCEPTED,
) -> Mark:
    """Mark one selected stretch by hand; positions count characters of the draft's ``field``."""
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        if field not in FIELDS or not 0 <= start < end <= len(marking.text_of(opened.draft, field)):
            raise Incomplete("选中的文字不在原文里。请重新选。")
        place = Spot(field, start, end)
        mark = _by_hand(opened.draft, place, kind=kind, mask=mask, decision=decision, by=by, now=now)
        touch(opened, by)
        return mark


def _by_hand(
    draft: PublicDraft,
    place: Spot,
    *,
    kind: str,
    mask: str,
    decision: Decision,
    by: Actor,
    now: datetime,
) -> Mark:
    for other in draft.marks.filter(field=place.field, start__lt=place.end, end__gt=place.start):
        if other.start < place.start or other.end > place.end:
            raise Incomplete("这几个字和已有的标记只重叠了一半。请把那一处也选进来，或先处理那一处。")
        other.delete()
    return Mark.objects.create(
        draft=draft,
        field=place.field,
        start=place.start,
        end=place.end,
        kind=kind if kind in kinds.LABELS else "other",
        mask=clean_text(mask)[:LONGEST_MASK],
        reason="人工标记",
        by_machine=False,
        decision=decision,
        decided_by=by.user,
        decided_at=now,
    )
