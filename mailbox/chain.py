"""Appending to a letter's ledger and checking it. The only place that creates events."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from mailbox import ledger
from mailbox.enums import EventKind
from mailbox.models import Event, EventWords, Letter
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from mailbox.permissions import Actor


def record(
    letter: Letter,
    kind: EventKind,
    *,
    by: Actor,
    now: datetime,
    from_status: str = "",
    to_status: str = "",
    unit: Organization | None = None,
    facts: dict[str, object] | None = None,
    words: str = "",
) -> Event:
    """Append one event. The caller holds the letter's row lock (or has just created the letter).

    ``facts`` holds ids, codes and dates only; ``words`` (a reason, a question) are kept apart and may be erased.
    """
    last = Event.objects.filter(letter=letter).order_by("-sequence").first()
    salt = secrets.token_hex(16) if words else ""
    event = Event(
        letter=letter,
        sequence=last.sequence + 1 if last else 1,
        at=now,
        kind=kind,
        party=by.party.value if by.party else "",
        user=by.user,
        from_status=from_status,
        to_status=to_status,
        unit=unit,
        facts=facts or {},
        digest=ledger.words_digest(words, salt),
        previous_hash=last.hash if last else ledger.GENESIS,
    )
    event.hash = ledger.entry_hash(event.previous_hash, event.chained_facts())
    event.save()
    if words:
        EventWords.objects.create(event=event, salt=salt, text=words)
    return event


def broken_at(letter: Letter) -> int | None:
    """Sequence of the first event that does not follow from the one before, or None when the chain holds.

    Erased words do not break it; words that were changed do.
    """
    events = list(letter.events.select_related("words").order_by("sequence"))
    index = ledger.first_break((event.previous_hash, event.chained_facts(), event.hash) for event in events)
    for place, event in enumerate(events):
        if index == place or event.sequence != place + 1:
            return place + 1
        words = getattr(event, "words", None)
        if words is not None and ledger.words_digest(words.text, words.salt) != event.digest:
            return event.sequence
    return None
