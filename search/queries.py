"""From typed words and filters to a query object. Pure: no database, no request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from search.analysis import MAX_TEXT, normalize, query_counts, runs
from search.documents import Kind

PAGE_SIZE = 10
SUBJECT = 3.0  # a term of the subject line counts as often as this in the body
SATURATION = 5.0  # repetition in the letter: importance = n ÷ (n + SATURATION), scaled to 1 for one occurrence
CROSSING = 0.4  # a bigram across two words tells less than a word


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True)
class Query:
    """A search as the reader asked for it. ``page`` counts from 1; empty filters filter nothing."""

    text: str
    kind: Kind | None = None
    topic: str = ""
    unit: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE

    @cached_property
    def wanted(self) -> dict[str, float]:
        """Terms and their importance; read by the backend, once it knows which names its index keeps whole."""
        return importance("", self.text)

    @property
    def is_askable(self) -> bool:
        """False when the text holds nothing that can be searched: only punctuation, emoji, spaces."""
        return bool(runs(normalize(self.text[:MAX_TEXT])))


def split_letter(text: str) -> tuple[str, str]:
    """Subject and body of a letter given as one text: its first line, when more follows, is the subject."""
    subject, _, body = text[:MAX_TEXT].strip().partition("\n")
    return (subject, body) if body.strip() else ("", subject)


def importance(subject: str, body: str) -> dict[str, float]:
    """Terms of a letter and how much each matters in it, before rarity. Repetition helps less and less."""
    counts: dict[str, float] = {}
    words: set[str] = set()
    for text, times in ((subject, SUBJECT), (body, 1.0)):
        found, real = query_counts(normalize(text[:MAX_TEXT]))
        words |= real
        for term, count in found.items():
            counts[term] = counts.get(term, 0.0) + count * times
    scale = 1 + SATURATION
    return {
        term: scale * count / (count + SATURATION) * (1.0 if term in words or len(term) == 1 else CROSSING)
        for term, count in counts.items()
    }
