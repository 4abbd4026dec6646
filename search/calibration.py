"""From scores to the probability that an answer helps: a small logistic curve, refitted by hand.

Fitted on judged questions (answerable, out of scope, in scope but unanswered); docs/search.md tells how.
"""

from __future__ import annotations

import math

BIAS, SCORE = -0.6, 2.0  # log-odds: constant, and per ln(score in units of the rarest term's weight)
SHOWN = 0.2  # below this the form's step says honestly that nothing similar was found


def probability(score: float, unit: float) -> float:
    """Probability (0–1) that an answer with this score helps; ``unit``: rarity of a term found in one document."""
    if score <= 0 or unit <= 0:
        return 0.0
    return 1 / (1 + math.exp(-(BIAS + SCORE * math.log(score / unit))))
