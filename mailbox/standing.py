"""可以留: the doubtful places of a public answer (``rescanning``) may stay, when two people say so.

One proposes it with a reason, another one agrees or not; one of the two is a releaser, as at the gate. A place found
after the proposal makes it void: nobody agrees to what nobody looked at. Nothing here takes an answer down.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mailbox import chain, queries
from mailbox.enums import Decision, EventKind, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, WrongState
from mailbox.models import Letter, Mark, PublicAnswer, Standing
from mailbox.permissions import PUBLIC_ROLES, Actor
from mailbox.publishing import LONGEST_REASON, SHORTEST_REASON, locked
from portal.accounts.grants import holds
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.record import record as audit

ALONE = "提出可以留的是您自己。请另一位同事看过再确认。"
NO_RELEASER = "两个人里要有一位公开审定的同事。请公开审定的同事来确认。"
GONE = "没有等着确认的意见了，也许同事刚处理过。"


def waiting(answer: PublicAnswer) -> Standing | None:
    """The proposal that waits for a second person, if it still speaks of exactly the places that are open."""
    found = _waiting_row(answer)
    return found if found is not None and _speaks_of(found) == set(_open_marks(answer)) else None


def propose(answer_id: int, *, reason: str, by: Actor, now: datetime) -> Standing:
    """Say that every open place may stay, and why.

    Raises NotAllowed without a publication role, WrongState when the answer is not public, Incomplete when nothing is
    open, when a colleague has proposed the same already, or without a reason of 4 to 200 characters.
    """
    with transaction.atomic():
        answer, letter, person = _opened(answer_id, by)
        reason = reason.strip()
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise Incomplete(f"请写明为什么可以留，{SHORTEST_REASON}到{LONGEST_REASON}个字。")
        if waiting(answer) is not None:
            raise Incomplete("已经有同事提出可以留，请看过以后确认，或者不同意。")
        ids = _open_marks(answer)
        Standing.objects.filter(answer=answer, state=Standing.State.WAITING).update(state=Standing.State.OVERTAKEN)
        facts: dict[str, object] = {"answer": answer.pk, "marks": len(ids)}
        event = chain.record(letter, EventKind.STAND_PROPOSED, by=by, now=now, facts=facts, words=reason)
        made = Standing.objects.create(answer=answer, event=event, proposed_by=person, proposed_at=now)
        made.marks.set(ids)
        audit(person, "answer.stand_proposed", target=f"answer:{answer.pk}", detail={"marks": len(ids)})
        return made


def agree(answer_id: int, standing_id: int, *, by: Actor, now: datetime) -> Standing:
    """The second person, who has read this proposal: the places are decided, 保留, and not asked about again.

    Raises NotAllowed for who proposed it and for two people none of whom is a releaser; Incomplete when the places are
    no longer the ones that the proposal speaks of.
    """
    with transaction.atomic():
        answer, letter, person = _opened(answer_id, by)
        row = _current(answer, standing_id)
        if row.proposed_by == person:
            raise NotAllowed(ALONE)
        if not by.held.get(Role.RELEASER) and not holds(row.proposed_by, Role.RELEASER):
            raise NotAllowed(NO_RELEASER)
        marks = Mark.objects.filter(pk__in=_speaks_of(row))
        count = marks.update(decision=Decision.REJECTED, decided_by=person, decided_at=now)
        _end(row, Standing.State.AGREED, by=person, now=now)
        answer.draft.editors.add(row.proposed_by, person)
        facts: dict[str, object] = {"answer": answer.pk, "marks": count}
        chain.record(letter, EventKind.STAND_AGREED, by=by, now=now, facts=facts)
        audit(person, "answer.stand_agreed", target=f"answer:{answer.pk}", detail={"marks": count})
        return row


def decline(answer_id: int, standing_id: int, *, by: Actor, now: datetime) -> Standing:
    """不同意, or 收回 by who proposed it: the places stay open, the answer public, until somebody takes it down."""
    with transaction.atomic():
        answer, letter, person = _opened(answer_id, by)
        row = _current(answer, standing_id)
        _end(row, Standing.State.DECLINED, by=person, now=now)
        chain.record(letter, EventKind.STAND_DECLINED, by=by, now=now, facts={"answer": answer.pk})
        audit(person, "answer.stand_declined", target=f"answer:{answer.pk}")
        return row


def _opened(answer_id: int, by: Actor) -> tuple[PublicAnswer, Letter, User]:
    answer, letter = locked(answer_id)
    allowed = queries.can_see(by.held, letter) and any(by.held.get(role) for role in PUBLIC_ROLES)
    if by.user is None or not allowed:
        raise NotAllowed
    if letter.visibility != Visibility.PUBLISHED:
        raise WrongState(status_label=letter.get_visibility_display())
    if not _open_marks(answer):
        raise Incomplete("没有等着再看的地方了，也许同事刚看过。")
    return answer, letter, by.user


def _waiting_row(answer: PublicAnswer) -> Standing | None:
    rows = Standing.objects.filter(answer=answer, state=Standing.State.WAITING)
    return rows.select_related("proposed_by", "event__words").first()


def _current(answer: PublicAnswer, standing_id: int) -> Standing:
    row = _waiting_row(answer)
    if row is None or row.pk != standing_id:
        raise Incomplete(GONE)
    if _speaks_of(row) != set(_open_marks(answer)):
        raise Incomplete("提出以后又有新的地方要看。请全部看过，重新提出。")
    return row


def _speaks_of(row: Standing) -> set[int]:
    return set(row.marks.values_list("pk", flat=True))


def _open_marks(answer: PublicAnswer) -> list[int]:
    found = Mark.objects.filter(draft__public_answer=answer, decision=Decision.OPEN)
    return list(found.values_list("pk", flat=True))


def _end(row: Standing, state: Standing.State, *, by: User, now: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, by, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
