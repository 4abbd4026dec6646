"""What a publisher does to the public copy before it is released: decide marks, add marks, edit, confirm."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from mailbox import combinations, generalising, leftovers, marking, queries, rewriting
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft
from mailbox.hand_marks import LONGEST_MASK, add_marks, add_range, keep_words
from mailbox.marking import FIELDS, PublicTexts
from mailbox.models import Mark, PublicDraft, Topic
from mailbox.opening import Open, draft_at_gate, open_copy, touch
from mailbox.permissions import Actor
from mailbox.publishing import LONGEST_BRIEF, case_of, locked
from portal.accounts.roles import Role
from portal.audit.record import record as audit
from portal.text import clean_text

__all__ = ["add_marks", "add_range", "confirm", "decide", "keep_words", "same_words", "save_texts", "send_back", "undo"]


def decide(
    mark_id: int, *, accept: bool, by: Actor, now: datetime, mask: str | None = None, same: bool = False
) -> Mark:
    """遮去 or 保留 one marked passage, with ``same`` every mark of the same words; ``mask`` stands in its place.

    A mark that an edit has swept away raises StaleDraft.
    """
    answer_id = Mark.objects.filter(pk=mark_id).values_list("draft__public_answer_id", flat=True).first()
    if answer_id is None:
        raise StaleDraft
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        mark = opened.draft.marks.filter(pk=mark_id).first()
        if mark is None:
            raise StaleDraft
        for each in same_words(opened.draft, mark) if same else [mark]:
            if mask is not None:
                each.mask = clean_text(mask)[:LONGEST_MASK]
            each.decision = Decision.ACCEPTED if accept else Decision.REJECTED
            each.decided_by, each.decided_at = by.user, now
            each.save(update_fields=["mask", "decision", "decided_by", "decided_at"])
        touch(opened, by)
        mark.refresh_from_db()
        return mark


def same_words(draft: PublicDraft, mark: Mark) -> list[Mark]:
    """All marks of one copy on the same words, ``mark`` among them."""
    words = marking.text_of(draft, mark.field)[mark.start : mark.end]
    return [each for each in draft.marks.all() if marking.text_of(draft, each.field)[each.start : each.end] == words]


def undo(answer_id: int, *, by: Actor, now: datetime) -> list[Mark]:
    """Take back this person's last decision, on all marks it was made for. Hand marks go, the machine's are open again.

    Raises Incomplete when there is none.
    """
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        mine = opened.draft.marks.filter(decided_by=by.user, decided_at__isnull=False).order_by("-decided_at")
        last = mine.first()
        if last is None:
            raise Incomplete("没有可以撤销的决定了。")
        marks = list(mine.filter(decided_at=last.decided_at))
        for mark in marks:
            _reopen(opened, mark)
        _mark_the_rest(opened, {mark.field for mark in marks})
        touch(opened, by)
        return [mark for mark in marks if mark.pk is not None]


def _reopen(opened: Open, mark: Mark) -> None:
    if not mark.by_machine:
        mark.delete()
        return
    case = case_of(opened.letter)
    places = [marking.place_of(each) for each in opened.draft.marks.all()]
    facts = marking.facts_of_draft(opened.draft, case, places)
    mark.mask = generalising.proposals(marking.place_of(mark), facts)[0]
    mark.decision, mark.decided_by, mark.decided_at = Decision.OPEN, None, None
    mark.save(update_fields=["mask", "decision", "decided_by", "decided_at"])


def _mark_the_rest(opened: Open, fields: Collection[str]) -> None:
    """Search ``fields`` again and add what no present mark covers; decisions stay as they are."""
    present = list(opened.draft.marks.all())
    found = marking.find_marks(opened.draft, case_of(opened.letter), sorted(fields))
    Mark.objects.bulk_create(marking.beside(found, present))


def save_texts(
    answer_id: int, texts: PublicTexts, *, topic: Topic | None, revision: int, by: Actor, now: datetime
) -> PublicDraft:
    """Save edited public texts. ``texts`` start from what the page showed, accepted marks applied.

    Marks that the edit left alone stay; an edited text is searched again, and what a person had kept stays kept.
    StaleDraft when ``revision`` is old.
    """
    if len(texts.brief) > LONGEST_BRIEF:
        raise Incomplete(f"“简单说”有{len(texts.brief)}个字，最多{LONGEST_BRIEF}个字。")
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        if opened.draft.revision != revision:
            raise StaleDraft
        marks = list(opened.draft.marks.all())
        before = marking.public_texts(opened.draft, marks)
        for field in FIELDS:
            text = clean_text(getattr(texts, field))
            if text != getattr(before, field):
                _rewrite(opened, field, text, [mark for mark in marks if mark.field == field])
        opened.answer.topic = topic
        opened.answer.save(update_fields=["topic", "updated_at"])
        touch(opened, by)
        return opened.draft


def _rewrite(opened: Open, field: str, text: str, old: list[Mark]) -> None:
    before = marking.text_of(opened.draft, field)
    kept = [(before[mark.start : mark.end], mark) for mark in old if mark.decision == Decision.REJECTED]
    carried = rewriting.carry(before, old, text)
    setattr(opened.draft, field, carried.text)
    stay = []
    for mark, start, end in carried.places:
        mark.start, mark.end, mark.draft = start, end, opened.draft
        stay.append(mark)
    opened.draft.marks.filter(field=field).exclude(pk__in=[mark.pk for mark in stay]).delete()
    Mark.objects.bulk_update(stay, ["start", "end"])
    found = marking.find_marks(opened.draft, case_of(opened.letter), [field])
    Mark.objects.bulk_create(marking.keep_decisions(marking.beside(found, stay), kept))


def confirm(
    answer_id: int, *, revision: int, by: Actor, now: datetime, considered: Collection[str] = ()
) -> PublicDraft:
    """标记已全部确认: hand the copy to a second person. ``considered``: codes of the combinations thought about.

    Raises Incomplete while a mark is open, something is left over, or a combination was not thought about.
    """
    with transaction.atomic():
        opened = open_copy(answer_id, by)
        draft = opened.draft
        if draft.revision != revision:
            raise StaleDraft
        marks = list(draft.marks.all())
        left = sum(mark.decision == Decision.OPEN for mark in marks)
        if left:
            raise Incomplete(f"还有{left}处标记没有确认。每一处都要选“遮去”或“保留”。")
        found = leftovers.find(draft, marks, case_of(opened.letter))
        if found:
            raise Incomplete(leftovers.sentence(found))
        cautions = combinations.cautions(marking.public_texts(draft, marks))
        if combinations.unconsidered(cautions, considered):
            raise Incomplete("有几样内容连在一起可能认出人，请逐条看过、打上勾，再交审定。")
        draft.is_confirmed = True
        draft.save(update_fields=["is_confirmed"])
        if by.user is not None:
            draft.editors.add(by.user)
        codes = ",".join(each.code for each in cautions)
        audit(by.user, "answer.confirmed", target=f"answer:{answer_id}", detail={"considered": codes})
        return draft


def send_back(answer_id: int, *, by: Actor, now: datetime) -> PublicDraft:
    """退回拟稿: the releaser wants it looked at again."""
    with transaction.atomic():
        answer, letter = locked(answer_id)
        if not queries.can_see(by.held, letter) or not by.held.get(Role.RELEASER):
            raise NotAllowed
        draft = draft_at_gate(answer, letter)
        draft.is_confirmed, draft.revision = False, draft.revision + 1
        draft.save(update_fields=["is_confirmed", "revision"])
        return draft
