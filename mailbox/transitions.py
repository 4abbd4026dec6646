"""The one function that makes a move: lock, check, apply, save, event, clocks, outbox row, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mailbox import chain, queries, timekeeping
from mailbox.enums import Action, EventKind, Status
from mailbox.exceptions import Incomplete, NotAllowed, WrongState
from mailbox.models import Assignment, Event, Letter
from mailbox.moves import TABLE, Move
from mailbox.permissions import Actor, may_move
from portal.organizations.models import Organization
from portal.outbox.queue import enqueue

Effect = Callable[[Letter], dict[str, object] | None]


def lock(letter_id: int) -> Letter:
    """The letter's row, locked until the transaction ends. Every change to a letter starts here."""
    return Letter.objects.select_for_update().get(pk=letter_id)


def move(
    letter_id: int, action: Action, *, by: Actor, now: datetime, note: str = "", effect: Effect | None = None
) -> Letter:
    """Make one move of the table.

    ``effect`` does what belongs to this move (an assignment, a reply's signature) under the lock, after all checks,
    and returns facts for the ledger (ids and codes only). Raises WrongState when the letter has moved on, NotAllowed
    when the actor lacks the right, Incomplete when a required note is missing; nothing is saved then.
    """
    with transaction.atomic():
        letter = lock(letter_id)
        row = _checked(letter, action, by=by, note=note)
        lead = queries.lead_assignment(letter)
        facts = effect(letter) if effect else None
        before = letter.status
        letter.status = row.target
        _stamp(letter, row, now)
        letter.save()
        event = chain.record(
            letter,
            EventKind(action.value),
            by=by,
            now=now,
            from_status=before,
            to_status=letter.status,
            unit=_unit_of(letter, lead),
            facts=facts,
            words=note.strip(),
        )
        timekeeping.after_move(letter, row, timezone.localdate(now))
        announce(event)
        return letter


def announce(event: Event) -> None:
    """Leave one outbox row for an event: mails and whatever else follows are worked off from there."""
    enqueue(
        "letter.event",
        key=f"letter-event:{event.letter_id}:{event.sequence}",
        payload={"letter": event.letter_id, "event": event.pk},
    )


def allowed_moves(letter: Letter, actor: Actor) -> list[Move]:
    """Moves open to ``actor`` now, the usual one first; drives the buttons of the desk."""
    lead = queries.lead_assignment(letter)
    unit = lead.unit if lead else None
    status = Status(letter.status)
    return [move for (source, _), move in TABLE.items() if source == status and may_move(actor, move, unit)]


def _checked(letter: Letter, action: Action, *, by: Actor, note: str) -> Move:
    if by.user is not None and not queries.can_see(by.held, letter):
        raise NotAllowed
    row = TABLE.get((Status(letter.status), action))
    if row is None:
        raise WrongState(status_label=letter.get_status_display(), who=last_person(letter))
    lead = queries.lead_assignment(letter)
    if not may_move(by, row, lead.unit if lead else queries.lead_unit(letter)):
        raise NotAllowed
    if row.needs_note and not note.strip():
        raise Incomplete(f"请写一句说明再“{action.label}”，对方看了才知道怎么接着办。")
    return row


def last_person(letter: Letter) -> str:
    """Who moved the letter last; "" for the writer and the system."""
    event = letter.events.exclude(to_status="").order_by("-sequence").select_related("user").first()
    return str(event.user) if event and event.user else ""


def _stamp(letter: Letter, row: Move, now: datetime) -> None:
    if row.target == Status.ANSWERED:
        letter.answered_at = now
    elif row.target == Status.CLOSED:
        letter.closed_at = now
    elif row.action == Action.REOPEN:
        letter.answered_at = letter.closed_at = None


def _unit_of(letter: Letter, before: Assignment | None) -> Organization | None:
    current = queries.lead_assignment(letter) or before
    return current.unit if current else None
