"""Registering, assigning, accepting, returning: the moves that bring a letter to the unit that will answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mailbox import chain, clocks, queries, timekeeping, visibility
from mailbox.enums import OPEN_STATUSES, Action, EventKind, LetterClass, Outcome, Status, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, WrongState
from mailbox.models import Assignment, Letter, Topic
from mailbox.models.assignment import AssignmentEnd
from mailbox.permissions import Actor
from mailbox.transitions import Effect, announce, last_person, lock, move
from portal.accounts.roles import Role
from portal.organizations.models import Organization


@dataclass(frozen=True)
class Classification:
    """What the registrar decides about a letter."""

    letter_class: LetterClass
    topic: Topic
    about: str = ""
    concerned: Organization | None = None
    is_complex: bool = False
    is_urgent: bool = False
    supervising_unit: Organization | None = None
    withheld: str = ""  # a ``Withheld``, or nothing; later changes go through ``withholding``


def register(letter_id: int, given: Classification, *, by: Actor, now: datetime) -> Letter:
    """登记: classify; the registrar becomes the owner (首问责任人) when nobody is yet."""

    def effect(letter: Letter) -> dict[str, object]:
        letter.owner = letter.owner or by.user
        letter.withheld = given.withheld
        return classify(letter, given, now=now) | ({"withheld": given.withheld} if given.withheld else {})

    return move(letter_id, Action.REGISTER, by=by, now=now, effect=effect)


def reclassify(letter_id: int, given: Classification, *, by: Actor, now: datetime, note: str) -> Letter:
    """更改分类或时限 of an open letter, with a logged reason; the receipt time stays, clocks stop and start.

    Raises NotAllowed, WrongState, and Incomplete without a reason or when the present lead unit would be the accused.
    """
    if not note.strip():
        raise Incomplete("请写明为什么更改分类，再保存。")
    with transaction.atomic():
        letter = lock(letter_id)
        if not by.held.get(Role.REGISTRAR) or not queries.can_see(by.held, letter):
            raise NotAllowed
        if letter.status not in OPEN_STATUSES or letter.status == Status.RECEIVED:
            raise WrongState(status_label=letter.get_status_display(), who=last_person(letter))
        facts = classify(letter, given, now=now)
        lead = queries.lead_assignment(letter)
        if lead is not None:
            check_conflict(letter, lead.unit)
        announce(chain.record(letter, EventKind.RECLASSIFIED, by=by, now=now, facts=facts, words=note.strip()))
        return letter


def classify(letter: Letter, given: Classification, *, now: datetime) -> dict[str, object]:
    """Apply a classification to a locked letter; returns facts for the ledger. A report becomes restricted at once."""
    if given.letter_class == LetterClass.REPORT:
        visibility.change(letter, Visibility.RESTRICTED)
    letter.letter_class, letter.topic, letter.about = given.letter_class, given.topic, given.about
    letter.concerned, letter.is_urgent = given.concerned, given.is_urgent
    letter.supervising_unit = given.supervising_unit
    letter.save()
    if letter.visibility == Visibility.RESTRICTED and given.letter_class != LetterClass.REPORT:
        visibility.change(letter, Visibility.PRIVATE)
    rule = clocks.reply_rule(given.letter_class, is_complex=given.is_complex)
    timekeeping.switch_reply_clock(letter, rule, timezone.localdate(now))
    return {"class": str(given.letter_class), "topic": given.topic.code, "rule": rule, "urgent": given.is_urgent}


def assign(letter_id: int, unit: Organization, *, by: Actor, now: datetime, note: str = "") -> Letter:
    """转办 to a lead unit. Never to the unit complained about, nor to the unit that supervises the letter."""

    def effect(letter: Letter) -> dict[str, object]:
        if by.user is None:
            raise NotAllowed
        check_conflict(letter, unit)
        Assignment.objects.create(letter=letter, unit=unit, assigned_by=by.user, assigned_at=now)
        return {"unit": unit.pk}

    return move(letter_id, Action.ASSIGN, by=by, now=now, note=note, effect=effect)


def check_conflict(letter: Letter, unit: Organization) -> None:
    """Conflict of interest (design/domain: duties that become permissions). Raises Incomplete with the reason."""
    accused = letter.letter_class in (LetterClass.REPORT, LetterClass.COMPLAINT) and letter.concerned is not None
    if accused and letter.concerned is not None and letter.concerned.covers(unit):
        raise Incomplete(f"这封信反映的正是{letter.concerned}，不能由它自己主办。请改选别的单位。")
    if letter.supervising_unit is not None and letter.supervising_unit == unit:
        raise Incomplete(f"{unit}是这封信的督办单位，不能同时主办。请改选别的单位，或先改督办单位。")


def recall(letter_id: int, *, by: Actor, now: datetime, note: str = "") -> Letter:
    """Take a wrong assignment back; possible until the unit has accepted."""
    return move(letter_id, Action.RECALL, by=by, now=now, note=note, effect=_ending(AssignmentEnd.RECALLED, now))


def accept(letter_id: int, *, by: Actor, now: datetime) -> Letter:
    """签收: the unit takes the letter on."""

    def effect(letter: Letter) -> None:
        current = _current(letter)
        current.accepted_by, current.accepted_at = by.user, now
        current.save(update_fields=["accepted_by", "accepted_at"])

    return move(letter_id, Action.ACCEPT, by=by, now=now, effect=effect)


def return_to_registry(letter_id: int, *, by: Actor, now: datetime, note: str) -> Letter:
    """退回 with a reason: not ours."""
    return move(letter_id, Action.RETURN, by=by, now=now, note=note, effect=_ending(AssignmentEnd.RETURNED, now))


def redirect(letter_id: int, *, by: Actor, now: datetime, note: str) -> Letter:
    """导入其他程序: the reason names the right way."""
    return move(letter_id, Action.REDIRECT, by=by, now=now, note=note, effect=_outcome(Outcome.REDIRECTED))


def reject(letter_id: int, *, by: Actor, now: datetime, note: str) -> Letter:
    """不予受理 with a reason the writer can read."""
    return move(letter_id, Action.REJECT, by=by, now=now, note=note, effect=_outcome(Outcome.INVALID))


def merge(letter_id: int, into: Letter, *, by: Actor, now: datetime) -> Letter:
    """并案: the same matter is already being handled under another number."""

    def effect(letter: Letter) -> dict[str, object]:
        if not queries.can_see(by.held, into):
            raise NotAllowed
        if into.pk == letter.pk or into.merged_into_id is not None:
            raise Incomplete("请选另一封还没有并案的信作为主件。")
        letter.merged_into, letter.outcome = into, Outcome.DUPLICATE
        return {"into": into.pk}

    return move(letter_id, Action.MERGE, by=by, now=now, effect=effect)


def _current(letter: Letter) -> Assignment:
    current = queries.lead_assignment(letter)
    if current is None:
        raise Incomplete("这封信现在没有主办单位，请先转办。")
    return current


def _ending(end: AssignmentEnd, now: datetime) -> Effect:
    def effect(letter: Letter) -> dict[str, object]:
        current = _current(letter)
        current.ended_at, current.end = now, end
        current.save(update_fields=["ended_at", "end"])
        return {"unit": current.unit_id}

    return effect


def _outcome(outcome: Outcome) -> Effect:
    def effect(letter: Letter) -> None:
        letter.outcome = outcome

    return effect
