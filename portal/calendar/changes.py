"""Who wants to know that the calendar changed: the mailbox recomputes the due dates of running cases."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int], None]
_listeners: list[Listener] = []


def on_calendar_change(listener: Listener) -> None:
    """Call ``listener(year)`` inside the transaction of every import of a year."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(year: int) -> None:
    for listener in _listeners:
        listener(year)
