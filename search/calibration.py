"""From scores to the probability that the best answer helps: a small logistic curve, refitted by hand.

Fitted on judged questions (answerable, out of scope, in scope but unanswered); docs/search.md tells how.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from search.backends.base import Hit
from search.ranking import rarity

BIAS, SCORE = -0.6, 2.0  # log-odds: constant, and per ln(best score in units of the rarest term's weight)
SHOWN = 0.2  # below this the form's step says honestly that nothing similar was found


def probability(hits: Sequence[Hit], documents: int) -> float:
    """Probability (0–1) for the first of ``hits`` in an index of ``documents``."""
    if not hits or hits[0].score <= 0:
        return 0.0
    odds = BIAS + SCORE * math.log(hits[0].score / rarity(1, max(documents, 2)))
    return 1 / (1 + math.exp(-odds))
