"""How the segmenter cuts a text, for ``name_evidence``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

REPEATED = range(2, 6)  # lengths of strings that are looked for twice


@dataclass(frozen=True, slots=True)
class Words:
    """Where words end, which the segmenter takes for persons, and which short strings stand in the text twice."""

    bounds: frozenset[int]
    persons: frozenset[tuple[int, int]]
    repeated: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        bounds, persons, at = {0}, set(), 0
        for word in rjieba.cut(text, False):
            at += len(word)
            bounds.add(at)
        at = 0
        for word, tag in rjieba.tag(text):
            if tag.startswith("nr"):
                persons.add((at, at + len(word)))
            at += len(word)
        return cls(frozenset(bounds), frozenset(persons), frozenset(_repeated(text)))


def _repeated(text: str) -> Iterator[str]:
    seen: set[str] = set()
    for length in REPEATED:
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            if part in seen:
                yield part
            seen.add(part)
