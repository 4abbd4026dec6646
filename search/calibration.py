"""The learned numbers of ranking, and from evidence to the probability that an answer helps.

``calibration.json`` beside this module holds them, readable; ``manage.py fit_search`` fits them anew on judged
questions; docs/search.md tells what each means and how it was found.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("calibration.json")
MOST_HELD = 4.0  # words held beyond this (in units of the rarest term) say no more
OURS = 0.012  # how much nearer than a matter of others a question must be to an answer, as cosine


@dataclass(frozen=True)
class Calibration:
    """Order: ``meaning`` × cosine + ``words`` × √(weight of the question ÷ ``usual``) × ln(``floor`` + share held).

    ``fresh``: bonus of the newest; ``replaced``: what a replaced answer loses; ``place``: what the
    place asked for gains, and another loses; ``helped``: what readers' outcomes move.
    Probability: logistic of ``bias`` + ``held`` × words held + ``near`` × cosine above 0.9 + ``peak`` × how far the
    best stands out + ``elsewhere`` × how much nearer a matter of others is; by words alone, of ``words_bias`` +
    ``words_held`` × ln(words held). ``shown``: the threshold of the step.
    """

    meaning: float
    words: float
    floor: float
    usual: float
    fresh: float
    replaced: float
    place: float
    helped: float
    bias: float
    held: float
    near: float
    peak: float
    elsewhere: float
    words_bias: float
    words_held: float
    shown: float

    def weight(self, total: float) -> float:
        """Factor of words for a question whose terms weigh ``total``: a long letter tells more by its words."""
        return math.sqrt(min(max(total / self.usual, 0.5), 8.0))


@dataclass(frozen=True)
class Evidence:
    """What speaks for one answer.

    ``words``: √(weight of the question ÷ usual) × ln(floor + share held), what the order takes of words; ``held``:
    words held, in units of the rarest term's weight; ``near``: cosine − 0.9, None when meaning was not compared;
    ``peak``: cosine above the twentieth best; ``elsewhere``: ≤ 0, below when the question is nearer to a
    matter of other authorities.
    """

    words: float
    held: float
    near: float | None = None
    peak: float = 0.0
    elsewhere: float = 0.0


@cache
def calibration() -> Calibration:
    """The numbers in use."""
    return Calibration(**json.loads(FILE.read_text(encoding="utf-8")))


SHOWN = calibration().shown  # below this the form's step says honestly that nothing similar was found


def probability(evidence: Evidence, numbers: Calibration) -> float:
    """That the answer helps, 0–1."""
    if evidence.near is None:
        if evidence.held <= 0:
            return 0.0
        odds = numbers.words_bias + numbers.words_held * math.log(evidence.held)
    else:
        odds = numbers.bias + numbers.held * min(evidence.held, MOST_HELD) + numbers.near * evidence.near
        odds += numbers.peak * evidence.peak + numbers.elsewhere * evidence.elsewhere
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
