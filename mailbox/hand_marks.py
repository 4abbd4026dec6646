"""Marks made by hand: words to hide wherever they stand, words that may stay, one selected stretch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from mailbox import generalising, marking
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete
from mailbox.marking import FIELDS
from mailbox.models import Mark
from mailbox.opening import Open, open_copy, touch
from mailbox.permissions import Actor
from mailbox.publishing import case_of
from portal.privacy import kinds
from portal.text import clean_text

LONGEST_MASK = 60


@dataclass(frozen=True)
class Deed:
    """What a person does to the places: hide them behind ``mask`` (None: the usual one of their kind), or keep them."""

    kind: str
    mask: str | None
    decision: Decision
    by: Actor
    now: datetime


class Spot(NamedTuple):
    """A stretch of one field of the draft."""

    field: str
    start: int
    end: int


def add_marks(answer_id: int, words: str, *, kind: str, mask: str | None, by: Actor, now: datetime) -> list[Mark]:
    """Mark every place of ``words`` by hand; accepted at once, a person has decided. ``mask`` None: the usual one.

    Marks that lie inside a new one give way to it; one that lies across its edge is a reason to refuse.
    """
    return _mark_words(answer_id, words, Deed(kind, mask, Decision.ACCEPTED, by, now))


def keep_words(answer_id: int, words: str, *, kind: str, by: Actor, now: datetime) -> list[Mark]:
    """Say of ``words``, wherever they stand unmarked, that they may stay: the last look will not stop at them."""
    return _mark_words(answer_id, words, Deed(kind, "", Decision.REJECTED, by, now))


def _mark_words(answer_id: int, words: str, deed: Deed) -> list[Mark]:
    words = words.strip()
    if not words:
        raise Incomplete("请填要遮去的原文，一字不差。")
    with transaction.atomic():
        opened = open_copy(answer_id, deed.by)
        spots = [
            Spot(field, start, end)
            for field in FIELDS
            for start, end in marking.occurrences(marking.text_of(opened.draft, field), words)
        ]
        if not spots:
            raise Incomplete("来信和答复里都没有这几个字。请从原文里复制，一字不差。")
        marks = [_by_hand(opened, spot, deed) for spot in _undecided(opened, spots, deed.decision)]
        touch(opened, deed.by)
        return marks


def _undecided(opened: Open, spots: list[Spot], decision: Decision) -> list[Spot]:
    """Spots that the deed is about: to keep, those that no mark touches; to hide, those not hidden already.

    Raises Incomplete when none is left.
    """
    marks = list(opened.draft.marks.all())
    if decision == Decision.REJECTED:
        left = [spot for spot in spots if not any(_touches(mark, spot) for mark in marks)]
    else:
        hidden = [mark for mark in marks if mark.decision == Decision.ACCEPTED]
        left = [spot for spot in spots if not any(_covers(mark, spot) for mark in hidden)]
    if not left:
        raise Incomplete("这几个字都在已有的标记里。要改，请在那些标记上选“遮去”或“保留”。")
    return left


def _touches(mark: Mark, spot: Spot) -> bool:
    return mark.field == spot.field and mark.start < spot.end and mark.end > spot.start


def _covers(mark: Mark, spot: Spot) -> bool:
    """The mark hides more than these words: a smaller mark inside it would show the rest."""
    inside = mark.field == spot.field and mark.start <= spot.start and spot.end <= mark.end
    return inside and mark.end - mark.start > spot.end - spot.start


def add_range(
    answer_id: int,
    field: str,
    start: int,
    end: int,
    *,
    kind: str,
    mask: str | None,
    by: Actor,
    now: datetime,
    decision: Decision = Decision.ACCEPTED,
) -> Mark:
    """Mark one selected stretch by hand; positions count characters of the draft's ``field``."""
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        if field not in FIELDS or not 0 <= start < end <= len(marking.text_of(opened.draft, field)):
            raise Incomplete("选中的文字不在原文里。请重新选。")
        mark = _by_hand(opened, Spot(field, start, end), Deed(kind, mask, decision, by, now))
        touch(opened, by)
        return mark


def _by_hand(opened: Open, spot: Spot, deed: Deed) -> Mark:
    for other in opened.draft.marks.filter(field=spot.field, start__lt=spot.end, end__gt=spot.start):
        if other.start < spot.start or other.end > spot.end:
            raise Incomplete("这几个字和已有的标记只重叠了一半。请把那一处也选进来，或先处理那一处。")
        other.delete()
    mark = Mark(
        draft=opened.draft,
        field=spot.field,
        start=spot.start,
        end=spot.end,
        kind=deed.kind if deed.kind in kinds.LABELS else "other",
        reason="人工标记",
        by_machine=False,
        decision=deed.decision,
        decided_by=deed.by.user,
        decided_at=deed.now,
    )
    mark.mask = clean_text(deed.mask)[:LONGEST_MASK] if deed.mask is not None else _usual_mask(opened, mark)
    mark.save()
    return mark


def _usual_mask(opened: Open, mark: Mark) -> str:
    places = [marking.place_of(each) for each in [*opened.draft.marks.all(), mark]]
    facts = marking.facts_of_draft(opened.draft, case_of(opened.letter), places)
    return generalising.proposals(marking.place_of(mark), facts)[0]
