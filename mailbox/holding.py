"""保全: a letter whose data may not be deleted while a court, an audit or an inquiry needs it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mailbox import chain, erasing, queries
from mailbox.enums import EventKind
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import LegalHold, Letter
from mailbox.permissions import Actor
from mailbox.transitions import lock
from portal.accounts.models import User
from portal.accounts.roles import Role

HOLDERS = (Role.REGISTRAR, Role.SUPERVISOR)


def may_hold(letter: Letter, actor: Actor) -> bool:
    """Registry and supervision, for letters they see."""
    return any(actor.held.get(role) for role in HOLDERS) and queries.can_see(actor.held, letter)


def open_hold(letter: Letter) -> LegalHold | None:
    return letter.holds.select_related("placed_by").filter(lifted_at__isnull=True).first()


def place(letter_id: int, *, reason: str, by: Actor, now: datetime) -> LegalHold:
    """Nothing of the letter is deleted from now on. Raises NotAllowed, Incomplete."""
    with transaction.atomic():
        letter, user = _lock_for(letter_id, by)
        reason = erasing.checked_reason(reason)
        if open_hold(letter) is not None:
            raise Incomplete("这封信已经在保全中。")
        chain.record(letter, EventKind.HELD, by=by, now=now, words=reason)
        return LegalHold.objects.create(letter=letter, reason=reason, placed_by=user, placed_at=now)


def lift(letter_id: int, *, reason: str, by: Actor, now: datetime) -> LegalHold:
    """The rules of retention speak again. Raises NotAllowed, Incomplete."""
    with transaction.atomic():
        letter, user = _lock_for(letter_id, by)
        reason = erasing.checked_reason(reason)
        hold = open_hold(letter)
        if hold is None:
            raise Incomplete("这封信没有在保全中。")
        chain.record(letter, EventKind.HOLD_LIFTED, by=by, now=now, words=reason)
        hold.lifted_by, hold.lifted_at = user, now
        hold.save(update_fields=["lifted_by", "lifted_at"])
        return hold


def _lock_for(letter_id: int, by: Actor) -> tuple[Letter, User]:
    letter = lock(letter_id)
    if by.user is None or not may_hold(letter, by):
        raise NotAllowed
    return letter, by.user
