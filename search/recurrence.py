"""The same question is answered every year: among answers that say the same, the latest comes first. Pure.

Two answers say the same when a passage of the later one is nearly the passage of the earlier one that answers the
question: by meaning, and by the pairs of characters both hold. The surer that is, the further the later one may rise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.passages import Part, is_general, pieces
from search.words import Fields

Rises = tuple[tuple[float, float], ...]

SHARED = 0.1  # what shared wording adds to a cosine, for texts that share all of it
# How sure (cosine + shared wording) → how much better the earlier one's score may be.
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


def latest_first(said: Sequence[Said]) -> dict[int, float]:
    """``at`` → score, where a later answer that says the same stands just above the earlier one."""
    scores = {each.at: each.score for each in said}
    for later in sorted(said, key=lambda each: each.on):
        rises = GENERAL_RISES if is_general(later.fields.title, later.fields.question) else RISES
        for earlier in said:
            if earlier.on >= later.on or scores[later.at] > scores[earlier.at]:
                continue
            gap = earlier.score - later.score
            if any(gap <= reach for _, reach in rises) and gap <= _reach(rises, sameness(earlier, later)):
                scores[later.at] = scores[earlier.at] + ABOVE
    return scores


def _reach(rises: Rises, sure: float) -> float:
    return max((reach for level, reach in rises if sure >= level), default=float("-inf"))


def sameness(earlier: Said, later: Said) -> float:
    """How surely both say the same: cosine (≤ 1) plus SHARED × shared wording; the best of any of the later's passages,
    or of both titles."""
    cosines = later.vectors @ earlier.vectors[earlier.best]
    at = int(cosines.argmax())
    found = float(cosines[at]) + SHARED * shared(_text(earlier, earlier.best), _text(later, at))
    if earlier.parts[0] == later.parts[0] == Part.TITLE and len(earlier.fields.title) > FEWEST * 2:
        titles = float(later.vectors[0] @ earlier.vectors[0])
        found = max(found, titles + SHARED * shared(_pairs(earlier.fields.title), _pairs(later.fields.title)))
    return found


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Share (0–1) of the shorter text's pairs of characters that stand in the other."""
    return len(one & other) / max(FEWEST, min(len(one), len(other)))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum())


def _text(said: Said, passage: int) -> frozenset[str]:
    """Pairs of a passage, read from the folded text in the pieces in which the document was embedded."""
    part = said.parts[passage]
    if part == Part.TITLE:
        return _pairs(said.fields.title)
    found = pieces(said.fields.question if part == Part.QUESTION else said.fields.answer)
    at = passage - said.parts.index(part)
    return _pairs(found[at]) if at < len(found) else frozenset()
