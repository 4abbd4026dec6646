"""Drafting, reviewing, signing and sending the reply (拟稿 → 审核 → 签发 → 寄出)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mailbox import queries
from mailbox.enums import Action, MessageKind, Outcome, Status
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.models import Letter, Message, Reply
from mailbox.models.assignment import AssignmentEnd
from mailbox.permissions import Actor, may_review
from mailbox.transitions import lock, move
from portal.accounts.grants import holds_for
from portal.accounts.roles import Role

SHORTEST_REPLY = 20  # characters; "已电话沟通" alone is no reply


def draft_of(letter: Letter) -> Reply | None:
    """The unsent reply, if any."""
    return letter.replies.filter(sent_at__isnull=True).first()


def save_draft(letter_id: int, *, text: str, outcome: str, revision: int, by: Actor, now: datetime) -> Reply:
    """Save the working text. ``revision`` is the one the page showed (0: none yet); StaleDraft if it has moved on."""
    with transaction.atomic():
        letter = lock(letter_id)
        _may_write(letter, by)
        reply = draft_of(letter)
        if (reply.revision if reply else 0) != revision:
            raise StaleDraft
        if reply is None:
            reply = Reply(letter=letter, revision=0, unit=queries.lead_unit(letter))
        reply.text, reply.outcome, reply.edited_at = text, outcome, now
        reply.author, reply.revision = by.user, reply.revision + 1
        reply.reviewer = reply.reviewed_at = None
        reply.save()
        if by.user is not None:
            reply.editors.add(by.user)
        return reply


def _may_write(letter: Letter, by: Actor) -> None:
    lead = queries.lead_assignment(letter)
    if lead is None or not holds_for(by.held, Role.HANDLER, lead.unit):
        raise NotAllowed
    if letter.status != Status.ACCEPTED:
        raise WrongState(status_label=letter.get_status_display())


def submit(letter_id: int, *, by: Actor, now: datetime) -> Letter:
    """提交审核: the draft has a text that answers and an outcome."""

    def effect(letter: Letter) -> dict[str, object]:
        reply = draft_of(letter)
        if reply is None or len(reply.text.strip()) < SHORTEST_REPLY:
            raise Incomplete(f"答复太短。请写清依据和结论，至少{SHORTEST_REPLY}个字，再提交审核。")
        if not reply.outcome:
            raise Incomplete("请选办理结果，再提交审核。")
        return {"reply": reply.pk, "revision": reply.revision}

    return move(letter_id, Action.SUBMIT, by=by, now=now, effect=effect)


def approve(letter_id: int, *, by: Actor, now: datetime, revision: int | None = None) -> Letter:
    """审核通过. Reviewer ≠ author of any revision of this draft; ``revision`` is the one the page showed."""

    def effect(letter: Letter) -> dict[str, object]:
        reply = _required(letter, revision)
        if not may_review(by, reply.author) or wrote(by, reply):
            raise NotAllowed("这份答复是您自己写的，要请另一位同事审核。")
        reply.reviewer, reply.reviewed_at = by.user, now
        reply.save(update_fields=["reviewer", "reviewed_at"])
        return {"reply": reply.pk, "revision": reply.revision}

    return move(letter_id, Action.APPROVE, by=by, now=now, effect=effect)


def wrote(by: Actor, reply: Reply) -> bool:
    """True when ``by`` saved any revision of this reply: a colleague's last comma does not make the text another's."""
    return by.user is not None and reply.editors.filter(pk=by.user.pk).exists()


def send_back(letter_id: int, *, by: Actor, now: datetime, note: str) -> Letter:
    """退回修改 with what to change."""
    return move(letter_id, Action.SEND_BACK, by=by, now=now, note=note)


def sign(letter_id: int, *, by: Actor, now: datetime, revision: int | None = None) -> Letter:
    """签发并寄出: the writer sees the reply from this moment. ``revision`` is the one the page showed."""

    def effect(letter: Letter) -> dict[str, object]:
        reply = _required(letter, revision)
        if by.user == reply.author or wrote(by, reply):
            raise NotAllowed("这份答复是您自己写的，要请另一位领导签发。")
        reply.signer, reply.sent_at = by.user, now
        reply.save(update_fields=["signer", "sent_at"])
        letter.outcome = Outcome(reply.outcome)
        letter.assignments.filter(ended_at__isnull=True).update(ended_at=now, end=AssignmentEnd.DONE)
        return {"reply": reply.pk, "revision": reply.revision, "outcome": reply.outcome}

    return move(letter_id, Action.SIGN, by=by, now=now, effect=effect)


def reopen(letter_id: int, *, by: Actor, now: datetime, note: str) -> Letter:
    """重新办理 with a reason: the last lead unit has the letter again."""

    def effect(letter: Letter) -> dict[str, object]:
        last = letter.assignments.filter(is_lead=True).order_by("-assigned_at", "-pk").first()
        if last is None:
            raise Incomplete("这封信没有办理过，不能重新办理。")
        letter.assignments.create(
            unit=last.unit,
            assigned_by=by.user or last.assigned_by,
            assigned_at=now,
            accepted_by=last.accepted_by,
            accepted_at=now,
        )
        return {"unit": last.unit_id}

    return move(letter_id, Action.REOPEN, by=by, now=now, note=note, effect=effect)


def ask_citizen(letter_id: int, *, by: Actor, now: datetime, question: str) -> Letter:
    """请市民补充: the clock stands still until the writer answers."""

    def effect(letter: Letter) -> dict[str, object]:
        message = Message.objects.create(
            letter=letter, kind=MessageKind.QUESTION, text=question, author=by.user, at=now
        )
        return {"message": message.pk}

    return move(letter_id, Action.ASK_CITIZEN, by=by, now=now, note=question, effect=effect)


def close(letter_id: int, *, by: Actor, now: datetime) -> Letter:
    """办结."""
    return move(letter_id, Action.CLOSE, by=by, now=now)


def archive(letter_id: int, *, by: Actor, now: datetime) -> Letter:
    """归档."""
    return move(letter_id, Action.ARCHIVE, by=by, now=now)


def _required(letter: Letter, revision: int | None = None) -> Reply:
    """The draft; nobody approves or signs a text that has changed since the page showed it."""
    reply = draft_of(letter)
    if reply is None:
        raise Incomplete("还没有答复稿。")
    if revision is not None and revision != reply.revision:
        raise Incomplete(f"您看的是第{revision}稿，现在已经是第{reply.revision}稿。请看过最新一稿再决定。")
    return reply
