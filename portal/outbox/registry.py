"""Handlers by kind. Each app's ``outbox_handlers.py`` is imported at start and registers with ``@handler``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]  # as enqueued: ids and short codes, never text of people
Function = Callable[[Payload], None]


class SafeError(Exception):
    """A failure whose text names no person and quotes no letter, so that staff may read it beside the row."""


class UnknownKind(SafeError):
    """A row whose kind no installed app handles: left by another version, or an app was switched off."""


@dataclass(frozen=True)
class Handler:
    """What to run for a kind, and whether its effect lies outside the database (mail, webhook)."""

    run: Function
    outside: bool


_handlers: dict[str, Handler] = {}


def handler(kind: str, *, outside: bool = False) -> Callable[[Function], Function]:
    """Register the decorated function for ``kind``.

    Normally it runs in one transaction with the row's done-mark: its database effects happen exactly once. With
    ``outside`` it runs without a transaction, so that a slow mail server never holds SQLite's write lock; it then
    happens at least once, and must be recognisable when it happens twice (a stable Message-ID).
    """

    def register(function: Function) -> Function:
        _handlers[kind] = Handler(function, outside)
        return function

    return register


def handler_for(kind: str) -> Handler:
    """The handler of ``kind``; UnknownKind when no app registered one."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(f"没有程序处理“{kind}”") from None


def forget(kind: str) -> None:
    """Take a handler back; tests register kinds of their own."""
    _handlers.pop(kind, None)
