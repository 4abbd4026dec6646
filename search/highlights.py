"""What was found, shown in the reader's own spelling: the sentence that matched, and the words to mark in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.analysis import MAX_TEXT, Folded, fold, normalize, query_counts

SENTENCE_END = re.compile(r"[。！？!?；;\n]+")
LONGEST = 110  # characters of an excerpt
LEAD = 30  # characters shown before the first found word when a sentence must be cut
READ = 6_000  # characters of a text that are looked through


@dataclass(frozen=True)
class Excerpt:
    """``text`` as it stands in the original, with "……" where it was cut; ``words`` are spellings found in it."""

    text: str
    words: tuple[str, ...]


def telling(text: str) -> tuple[str, ...]:
    """Terms of a query worth marking, longest first: its words; when it has none, whatever it asks for."""
    counts, words = query_counts(normalize(text[:MAX_TEXT]))
    chosen = [term for term in counts if term in words and len(term) > 1] or list(counts)
    return tuple(sorted(chosen, key=lambda term: (-len(term), term)))


def words_of(text: str, *, limit: int = 4) -> tuple[str, ...]:
    """Words of a question that can each be asked alone, in the reader's own spelling and order; stop words left out."""
    counts, words = query_counts(normalize(text[:MAX_TEXT]))
    return found_words(text[:MAX_TEXT], (term for term in counts if term in words and len(term) > 1))[:limit]


def pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the longest term at each place of a folded text; None for no terms."""
    listed = sorted(terms, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, listed))) if listed else None


def found_words(text: str, terms: Iterable[str]) -> tuple[str, ...]:
    """Spellings in ``text`` that read as one of ``terms``, in order, each once."""
    search = pattern(terms)
    folded = fold(text[:READ])
    if search is None:
        return ()
    spans = (folded.span(found.start(), found.end()) for found in search.finditer(folded.text))
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))


def excerpt(text: str, terms: Iterable[str]) -> Excerpt:
    """The sentence of ``text`` that holds most of ``terms``; its beginning when it holds none."""
    text = text[:READ]
    listed = tuple(terms)
    search = pattern(listed)
    folded = fold(text)
    if search is None:
        return Excerpt(_cut(text.strip(), 0, LONGEST), ())
    best, best_worth = (0, len(text)), 0
    for start, end in _sentences(folded):
        worth = sum(len(term) for term in set(search.findall(folded.text, start, end)))
        if worth > best_worth:
            best, best_worth = folded.span(start, end), worth
    shown = _window(text, *best, listed)
    return Excerpt(shown, found_words(shown, listed))


def _sentences(folded: Folded) -> Iterator[tuple[int, int]]:
    start = 0
    for found in SENTENCE_END.finditer(folded.text):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if start < len(folded.text):
        yield start, len(folded.text)


def _window(text: str, start: int, end: int, terms: tuple[str, ...]) -> str:
    sentence = text[start:end].strip()
    first = next(iter(found_words(sentence, terms)), "")
    return _cut(sentence, max(sentence.find(first) - LEAD, 0), LONGEST)


def _cut(text: str, start: int, length: int) -> str:
    if len(text) <= length:
        return text
    start = min(start, len(text) - length)
    piece = text[start : start + length].strip()
    return ("……" if start else "") + piece + ("……" if start + length < len(text) else "")
