"""Port: similar public answers for a text, and what became of showing them. ``search`` registers both adapters.

The form's similar step, and the desk beside a letter, read from here; ``mailbox`` never imports ``search``. The plain
defaults find nothing and keep nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SuggestionsUnavailable(Exception):
    """Search is down. Never to be shown as "nothing similar was found"."""


@dataclass(frozen=True)
class Suggestion:
    """One thing a citizen could read instead of writing. ``score`` is comparable within one call only."""

    id: str
    kind: str  # answer, disclosure, article
    title: str
    url: str
    excerpt: str  # the sentence that matched, plain text
    unit: str
    on: date | None  # date answered or published
    score: float
    body: str = ""  # the public text, opened in place
    marks: tuple[str, ...] = ()  # words of the query found in title or excerpt
    probability: float = 0.0  # that it helps, 0–1
    superseded: bool = False  # a newer answer took its place
    newer_url: str = ""  # of that newer answer, while it is public
    topic: str = ""


class Step(StrEnum):
    """What became of a showing, as far as the form can tell. Values are kept in the log of ``search``."""

    SHOWN = "shown"
    OPENED = "opened"
    SOLVED = "solved"
    WROTE_ANYWAY = "wrote_anyway"


@dataclass(frozen=True)
class Card:
    """A suggestion as it stood on a page, without its words. ``rank`` counts from 1."""

    id: str
    rank: int
    topic: str
    probability: float


Provider = Callable[[str, int], Sequence[Suggestion]]
Recorder = Callable[[Step, str, Sequence[Card]], None]


def _nothing(text: str, limit: int) -> Sequence[Suggestion]:
    return ()


def _forget(step: Step, journey: str, cards: Sequence[Card]) -> None:
    return None


_provider: Provider = _nothing
_quick: Provider | None = None
_recorder: Recorder = _forget


def register(provider: Provider, *, quick: Provider | None = None) -> None:
    """Called once by ``search`` in ``AppConfig.ready()``; ``quick`` answers while somebody types."""
    global _provider, _quick  # noqa: PLW0603 - a port has exactly one adapter a process
    _provider = provider
    _quick = quick


def register_recorder(recorder: Recorder) -> None:
    """Called once by ``search`` in ``AppConfig.ready()``."""
    global _recorder  # noqa: PLW0603 - a port has exactly one adapter a process
    _recorder = recorder


def similar(text: str, *, limit: int = 5) -> Sequence[Suggestion]:
    """Public answers like ``text``, best first, at most ``limit``; SuggestionsUnavailable when search is down."""
    return _provider(text, limit)


def while_typing(text: str, *, limit: int = 3) -> Sequence[Suggestion]:
    """The same by words alone, for a text that is not finished; SuggestionsUnavailable when search is down."""
    return (_quick or _provider)(text, limit)


def cards(found: Sequence[Suggestion]) -> list[Card]:
    """``found`` in the order of the page, without words."""
    return [Card(each.id, rank, each.topic, each.probability) for rank, each in enumerate(found, start=1)]


def record(step: Step, journey: str, shown: Sequence[Card] = ()) -> None:
    """Note that ``journey`` came to ``step``; the same twice counts once. Never raises for a busy database.

    ``shown`` are the cards concerned; for SOLVED and WROTE_ANYWAY those that had not been noted before.
    """
    _recorder(step, journey, shown)
