"""Handlers by kind. Each app's ``outbox_handlers.py`` is imported at start and registers with ``@handler``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Payload = Mapping[str, int | str]
Handler = Callable[[Payload], None]

_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for ``kind``. It runs in one transaction with the row's done-mark."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def handler_for(kind: str) -> Handler:
    """The handler of ``kind``; LookupError when no app registered one."""
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no handler for outbox kind {kind!r}") from None
