"""Port: similar public answers for a text. ``search`` registers the provider; the plain default finds nothing.

The form's similar step, and the desk beside a letter, read from here; ``mailbox`` never imports ``search``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


class SuggestionsUnavailable(Exception):
    """Search is down. Never to be shown as "nothing similar was found"."""


@dataclass(frozen=True)
class Suggestion:
    """One thing a citizen could read instead of writing. ``score`` is comparable within one call only."""

    id: str
    kind: str  # answer, disclosure, article
    title: str
    url: str
    excerpt: str  # the passage that matched, plain text
    unit: str
    on: date | None  # date answered or published
    score: float
    body: str = ""  # the public text, opened in place
    marks: tuple[str, ...] = ()  # words of the query found in title or excerpt


Provider = Callable[[str, int], Sequence[Suggestion]]


def _nothing(text: str, limit: int) -> Sequence[Suggestion]:
    return ()


_provider: Provider = _nothing


def register(provider: Provider) -> None:
    """Called once by ``search`` in ``AppConfig.ready()``."""
    global _provider  # noqa: PLW0603 - a port has exactly one adapter a process
    _provider = provider


def similar(text: str, *, limit: int = 5) -> Sequence[Suggestion]:
    """Public answers like ``text``, best first, at most ``limit``; SuggestionsUnavailable when search is down."""
    return _provider(text, limit)
