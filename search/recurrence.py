"""The same question is answered every year: among answers that say the same, the latest comes first. Pure.

Two answers say the same when a passage of the later one is nearly the passage of the earlier one that answers the
question: by meaning, and by the pairs of characters both hold. The surer that is, the further the later one may rise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.passages import Part, is_general, pieces
from search.words import Fields

Rises = tuple[tuple[float, float], ...]

SHARED = 0.1  # what shared wording adds to a cosine, for texts that share all of it
# How sure (cosine + shared wording) → how much better the earlier one's score may be; the surest first.
RISES: Rises = ((1.02, 4.0),)
GENERAL_RISES: Rises = ((1.02, 4.0), (0.975, 0.6))  # of notices and official answers, which are made anew each year
ABOVE = 1e-4  # by how much the later one is put above
FEWEST = 6  # pairs of a text that are compared at least, so that two words in common are not "the same"


@dataclass(frozen=True, eq=False)
class Said:
    """One candidate; ``best``: the passage that answers the question best."""

    at: int
    on: date
    score: float
    vectors: NDArray[np.float32]
    parts: tuple[Part, ...]
    best: int
    fields: Fields
    _read: dict[int, frozenset[str]] = field(default_factory=dict)

    def pairs(self, passage: int) -> frozenset[str]:
        """Pairs of characters of a passage, read from the folded text in the pieces that were embedded."""
        if passage not in self._read:
            self._read[passage] = _pairs(self._passage(passage))
        return self._read[passage]

    def _passage(self, passage: int) -> str:
        part = self.parts[passage]
        if part == Part.TITLE:
            return self.fields.title
        at = passage - self.parts.index(part)
        return self._pieces[at] if at < len(self._pieces) else ""

    @cached_property
    def _pieces(self) -> list[str]:
        return pieces(self.fields.answer)


def latest_first(said: Sequence[Said]) -> dict[int, float]:
    """``at`` → score, where a later answer that says the same stands just above the earlier one."""
    scores = {each.at: each.score for each in said}
    for later in sorted(said, key=lambda each: each.on):
        rises = GENERAL_RISES if is_general(later.fields.title, later.fields.question) else RISES
        for earlier in said:
            if earlier.on >= later.on or scores[later.at] > scores[earlier.at]:
                continue
            gap = earlier.score - later.score
            if any(gap <= reach for _, reach in rises) and gap <= _reach(
                rises, sameness(earlier, later, least=rises[-1][0])
            ):
                scores[later.at] = scores[earlier.at] + ABOVE
    return scores


def _reach(rises: Rises, sure: float) -> float:
    return max((reach for level, reach in rises if sure >= level), default=float("-inf"))


def sameness(earlier: Said, later: Said, *, least: float = 0.0) -> float:
    """How surely both say the same: cosine (≤ 1) plus SHARED × shared wording, of any passage of the later or of both
    titles. Below ``least`` it is not worked out exactly: wording is not compared where meaning is too far."""
    cosines = later.vectors @ earlier.vectors[earlier.best]
    at = int(cosines.argmax())
    found = float(cosines[at])
    if found + SHARED >= least:
        found += SHARED * shared(earlier.pairs(earlier.best), later.pairs(at))
    if earlier.parts[0] == later.parts[0] == Part.TITLE and len(earlier.fields.title) > FEWEST * 2:
        titles = float(later.vectors[0] @ earlier.vectors[0])
        if titles + SHARED >= least:
            titles += SHARED * shared(earlier.pairs(0), later.pairs(0))
        found = max(found, titles)
    return found


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Share (0–1) of the shorter text's pairs of characters that stand in the other."""
    return len(one & other) / max(FEWEST, min(len(one), len(other)))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum())
