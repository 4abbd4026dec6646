"""What a publisher does to the public copy before it is released: decide marks, add marks, edit, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mailbox import marking, queries
from mailbox.enums import Decision, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.marking import FIELDS, PublicTexts
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft, Topic
from mailbox.permissions import Actor, may_propose
from mailbox.publishing import known_names, locked
from portal.accounts.roles import Role
from portal.privacy import kinds, official
from portal.text import clean_text

LONGEST_BRIEF = 200


@dataclass(frozen=True)
class Open:
    """A draft that may be worked on: its row's letter is locked."""

    answer: PublicAnswer
    draft: PublicDraft
    letter: Letter


def decide(mark_id: int, *, accept: bool, by: Actor, now: datetime) -> Mark:
    """遮去 or 保留 one marked passage. A mark that an edit has swept away raises StaleDraft."""
    answer_id = Mark.objects.filter(pk=mark_id).values_list("draft__public_answer_id", flat=True).first()
    if answer_id is None:
        raise StaleDraft
    with transaction.atomic():
        opened = _open(answer_id, by)
        mark = opened.draft.marks.filter(pk=mark_id).first()
        if mark is None:
            raise StaleDraft
        mark.decision = Decision.ACCEPTED if accept else Decision.REJECTED
        mark.decided_by, mark.decided_at = by.user, now
        mark.save(update_fields=["decision", "decided_by", "decided_at"])
        _touch(opened, by)
        return mark


def add_marks(answer_id: int, words: str, *, kind: str, mask: str, by: Actor, now: datetime) -> list[Mark]:
    """Mark every place of ``words`` by hand; accepted at once, a person has decided.

    Marks that lie inside a new one give way to it; one that lies across its edge is a reason to refuse.
    """
    words = words.strip()
    if not words:
        raise Incomplete("请填要遮去的原文，一字不差。")
    with transaction.atomic():
        opened = _open(answer_id, by)
        places = [
            (field, start, end)
            for field in FIELDS
            for start, end in marking.occurrences(marking.text_of(opened.draft, field), words)
        ]
        if not places:
            raise Incomplete("来信和答复里都没有这几个字。请从原文里复制，一字不差。")
        marks = [_by_hand(opened.draft, place, kind=kind, mask=mask, by=by, now=now) for place in places]
        _touch(opened, by)
        return marks


def add_range(
    answer_id: int, field: str, start: int, end: int, *, kind: str, mask: str, by: Actor, now: datetime
) -> Mark:
    """Mark one selected stretch by hand; positions count characters of the draft's ``field``."""
    with transaction.atomic():
        opened = _open(answer_id, by)
        if field not in FIELDS or not 0 <= start < end <= len(marking.text_of(opened.draft, field)):
            raise Incomplete("选中的文字不在原文里。请重新选。")
        mark = _by_hand(opened.draft, (field, start, end), kind=kind, mask=mask, by=by, now=now)
        _touch(opened, by)
        return mark


def _by_hand(
    draft: PublicDraft, place: tuple[str, int, int], *, kind: str, mask: str, by: Actor, now: datetime
) -> Mark:
    field, start, end = place
    for other in draft.marks.filter(field=field, start__lt=end, end__gt=start):
        if other.start < start or other.end > end:
            raise Incomplete("这几个字和已有的标记只重叠了一半。请把那一处也选进来，或先处理那一处。")
        other.delete()
    return Mark.objects.create(
        draft=draft,
        field=field,
        start=start,
        end=end,
        kind=kind if kind in kinds.LABELS else "other",
        mask=clean_text(mask)[:60],
        reason="人工标记",
        by_machine=False,
        decision=Decision.ACCEPTED,
        decided_by=by.user,
        decided_at=now,
    )


def save_texts(
    answer_id: int, texts: PublicTexts, *, topic: Topic | None, revision: int, by: Actor, now: datetime
) -> PublicDraft:
    """Save edited public texts. ``texts`` start from what the page showed, accepted marks applied.

    An edited text is searched again; passages that a person had kept stay kept. StaleDraft when ``revision`` is old.
    """
    if len(texts.brief) > LONGEST_BRIEF:
        raise Incomplete(f"“简单说”有{len(texts.brief)}个字，最多{LONGEST_BRIEF}个字。")
    with transaction.atomic():
        opened = _open(answer_id, by)
        if opened.draft.revision != revision:
            raise StaleDraft
        marks = list(opened.draft.marks.all())
        before = marking.public_texts(opened.draft, marks)
        for field in FIELDS:
            text = clean_text(getattr(texts, field))
            if text != getattr(before, field):
                _rewrite(opened, field, text, [mark for mark in marks if mark.field == field])
        opened.draft.brief = clean_text(texts.brief)
        opened.answer.topic = topic
        opened.answer.save(update_fields=["topic", "updated_at"])
        _touch(opened, by)
        return opened.draft


def _rewrite(opened: Open, field: str, text: str, old: list[Mark]) -> None:
    before = marking.text_of(opened.draft, field)
    kept = [(before[mark.start : mark.end], mark) for mark in old if mark.decision == Decision.REJECTED]
    opened.draft.marks.filter(field=field).delete()
    setattr(opened.draft, field, text)
    found = marking.find_marks(opened.draft, known_names(opened.letter), [field], official.phones())
    Mark.objects.bulk_create(marking.keep_decisions(found, kept))


def confirm(answer_id: int, *, revision: int, by: Actor, now: datetime) -> PublicDraft:
    """标记已全部确认: hand the copy to a second person. Raises Incomplete while a mark is open."""
    with transaction.atomic():
        opened = _open(answer_id, by)
        if opened.draft.revision != revision:
            raise StaleDraft
        left = opened.draft.marks.filter(decision=Decision.OPEN).count()
        if left:
            raise Incomplete(f"还有{left}处标记没有确认。每一处都要选“遮去”或“保留”。")
        opened.draft.is_confirmed = True
        opened.draft.save(update_fields=["is_confirmed"])
        if by.user is not None:
            opened.draft.editors.add(by.user)
        return opened.draft


def send_back(answer_id: int, *, by: Actor, now: datetime) -> PublicDraft:
    """退回拟稿: the releaser wants it looked at again."""
    with transaction.atomic():
        answer, letter = locked(answer_id)
        if not queries.can_see(by.held, letter) or not by.held.get(Role.RELEASER):
            raise NotAllowed
        draft = _draft(answer, letter)
        draft.is_confirmed, draft.revision = False, draft.revision + 1
        draft.save(update_fields=["is_confirmed", "revision"])
        return draft


def _open(answer_id: int, by: Actor) -> Open:
    """The draft for a publisher's work. NotAllowed without the role, WrongState when it is not behind the gate."""
    answer, letter = locked(answer_id)
    if not queries.can_see(by.held, letter) or not may_propose(by, letter):
        raise NotAllowed
    return Open(answer, _draft(answer, letter), letter)


def _draft(answer: PublicAnswer, letter: Letter) -> PublicDraft:
    if letter.visibility != Visibility.PROPOSED:
        raise WrongState(status_label=letter.get_visibility_display())
    return PublicDraft.objects.get(public_answer=answer)


def _touch(opened: Open, by: Actor) -> None:
    """Every change makes earlier pages stale, needs confirming again, and names who had a hand in the copy."""
    if by.user is None:
        raise NotAllowed
    opened.draft.is_confirmed, opened.draft.revision = False, opened.draft.revision + 1
    opened.draft.save()
    opened.draft.editors.add(by.user)
    opened.answer.edited_by = by.user
    opened.answer.save(update_fields=["edited_by", "updated_at"])
