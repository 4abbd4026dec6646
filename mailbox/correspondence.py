"""What the writer may do with a letter after sending it: supplement, withdraw, remind, rate."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from mailbox import chain
from mailbox.enums import OPEN_STATUSES, Action, EventKind, MessageKind, Outcome, Status
from mailbox.exceptions import Incomplete, WrongState
from mailbox.models import Letter, Message, Rating
from mailbox.permissions import CITIZEN, Actor
from mailbox.transitions import announce, lock, move

REMIND_EVERY = timedelta(days=1)


def supplement(letter_id: int, text: str, *, now: datetime) -> Letter:
    """Add words to an open letter. When the bureau had asked, the clock goes on and the letter is back at work."""
    if not text.strip():
        raise Incomplete("请写上要补充的内容。")
    with transaction.atomic():
        letter = lock(letter_id)
        if letter.status not in OPEN_STATUSES:
            raise WrongState(status_label=letter.get_status_display())
        message = Message.objects.create(letter=letter, kind=MessageKind.SUPPLEMENT, text=text, at=now)
        facts: dict[str, object] = {"message": message.pk}
        if letter.status == Status.AWAITING_CITIZEN:
            return move(letter_id, Action.SUPPLEMENT, by=CITIZEN, now=now, note=text, effect=lambda _: facts)
        announce(chain.record(letter, EventKind.ADDED, by=CITIZEN, now=now, facts=facts))
        return letter


def record_supplement(letter_id: int, text: str, *, by: Actor, now: datetime) -> Letter:
    """Words the writer gave by phone or at the counter, noted by staff; the letter is back at work."""

    def effect(letter: Letter) -> dict[str, object]:
        message = Message.objects.create(
            letter=letter, kind=MessageKind.SUPPLEMENT, text=text.strip(), author=by.user, at=now
        )
        return {"message": message.pk}

    return move(letter_id, Action.SUPPLEMENT, by=by, now=now, note=text, effect=effect)


def withdraw(letter_id: int, *, now: datetime, reason: str = "") -> Letter:
    """撤回 by the writer."""

    def effect(letter: Letter) -> None:
        letter.outcome = Outcome.WITHDRAWN
        letter.assignments.filter(ended_at__isnull=True).update(ended_at=now, end="done")

    return move(letter_id, Action.WITHDRAW, by=CITIZEN, now=now, note=reason, effect=effect)


def may_remind(letter: Letter, now: datetime) -> bool:
    """催办 once a day while the letter is at work and not waiting for the writer."""
    if letter.status not in OPEN_STATUSES or letter.status == Status.AWAITING_CITIZEN:
        return False
    last = letter.messages.filter(kind=MessageKind.REMINDER).order_by("-at").first()
    return last is None or now - last.at >= REMIND_EVERY


def remind(letter_id: int, text: str, *, now: datetime) -> Letter:
    """催办: ask the bureau to hurry."""
    with transaction.atomic():
        letter = lock(letter_id)
        if not may_remind(letter, now):
            raise Incomplete("一天可以催一次。我们已经收到您上一次的催办，请明天再来看。")
        message = Message.objects.create(letter=letter, kind=MessageKind.REMINDER, text=text, at=now)
        announce(chain.record(letter, EventKind.REMINDED, by=CITIZEN, now=now, facts={"message": message.pk}))
        return letter


def rate(letter_id: int, *, handling: str, reception: str, comment: str, now: datetime) -> Letter:
    """Rate handling and reception, once, after the reply. Rating an answered letter closes it."""
    with transaction.atomic():
        letter = lock(letter_id)
        if letter.status not in (Status.ANSWERED, Status.CLOSED, Status.ARCHIVED):
            raise WrongState(status_label=letter.get_status_display())
        if Rating.objects.filter(letter=letter).exists():
            raise Incomplete("您已经评价过这封信，评价不能重复。")
        Rating.objects.create(letter=letter, handling=handling, reception=reception, comment=comment, at=now)
        facts: dict[str, object] = {"handling": handling, "reception": reception}
        chain.record(letter, EventKind.RATED, by=CITIZEN, now=now, facts=facts)
        if letter.status == Status.ANSWERED:
            return move(letter_id, Action.CLOSE, by=CITIZEN, now=now)
        return letter
