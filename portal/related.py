"""Port: other public answers about the same matter. ``search`` registers the provider; the plain default knows none.

``mailbox`` shows them on an answer's page and never imports ``search``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Provider = Callable[[int, int], Sequence[int]]


def _nothing(key: int, limit: int) -> Sequence[int]:
    return ()


_provider: Provider = _nothing


def register(provider: Provider) -> None:
    """Called once by ``search`` in ``AppConfig.ready()``."""
    global _provider  # noqa: PLW0603 - a port has exactly one adapter a process
    _provider = provider


def related(key: int, *, limit: int) -> Sequence[int]:
    """Keys of public answers like the one with ``key``, likest first; none when search is down.

    They may be a few minutes old: the caller looks up which of them are public now.
    """
    return _provider(key, limit)
