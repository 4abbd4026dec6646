"""The order of results: a pure function of what is asked, the candidates and statistics, the same over every backend.

Three steps: how well each candidate holds the words and the meaning of the question, fused with learned numbers; among
answers that say the same, the latest first; and the probability that each helps. docs/search.md tells how.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.asking import Asked
from search.calibration import OURS, Evidence, calibration, probability
from search.passages import Part, is_general
from search.places import agreement, places
from search.recurrence import Said, latest_first
from search.words import Fields, Statistics, Wanted, rarity, relevance, weighted

__all__ = ["Candidate", "Fields", "Ranked", "Statistics", "rank", "rarity", "relevance", "weighted"]

FRESH_YEARS = 1.0  # the bonus of a new answer falls to 1/e in this time
FRESH_LETTER = 0.3  # of that bonus for the answer to a letter: its matter does not recur by year
LOOKED_AT = 30  # best candidates among which answers that say the same are looked for
CROWD = 20  # the place against which the best must stand out
USUAL_COSINE = 0.9  # of sentences on one subject, with the model in use


@dataclass(frozen=True, eq=False)
class Candidate:
    """One document to be ranked. ``vectors``: a row of unit length a passage, ``parts`` where each comes from."""

    id: str
    fields: Fields
    on: date | None
    superseded: bool
    unit: str = ""
    topic: str = ""
    kind: str = ""
    parts: tuple[Part, ...] = ()
    vectors: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Ranked:
    """``score`` is comparable within one answer only; ``probability`` (0–1) that the document helps, and from what."""

    id: str
    score: float
    probability: float
    evidence: Evidence


@dataclass(frozen=True, eq=False)
class Senses:
    """How near candidates are to what is asked.

    ``nearness``: a cosine for each candidate; for one that waits for its vectors, that of one with as many words.
    ``best``: which of its passages answers best, -1 for none. ``elsewhere``: how much nearer the best is than a matter
    of others.
    """

    nearness: NDArray[np.float32]
    best: tuple[int, ...]
    elsewhere: float


def senses(asked: Asked, candidates: Sequence[Candidate], held: Sequence[float]) -> Senses | None:
    """For each sentence of the question the nearest passage; the mean over the sentences. None without meaning.

    ``held``: words held by each; a candidate that waits for its vectors stands among the near ones where it stands
    among those that hold its words: what was published a moment ago is neither hidden nor put first.
    """
    if asked.vectors is None or not len(asked.vectors):
        return None
    wide = asked.vectors.shape[1]
    known = [each for each in candidates if each.vectors is not None and each.vectors.shape[1] == wide]
    rows = [each.vectors for each in known if each.vectors is not None]
    if not rows:
        return None
    starts = np.cumsum([0, *(len(each) for each in rows)])
    cosines = np.vstack(rows) @ asked.vectors.T
    near = np.maximum.reduceat(cosines, starts[:-1], axis=0).mean(axis=1)
    best = [int(cosines[start:end].mean(axis=1).argmax()) for start, end in pairwise(starts)]
    place = {each.id: (value, index) for each, value, index in zip(known, near, best, strict=True)}
    said = np.sort([value for each, value in zip(candidates, held, strict=True) if each.id in place])
    ranks = np.sort(near)
    found = [
        place.get(each.id) or (float(ranks[max(int(np.searchsorted(said, value, side="right")) - 1, 0)]), -1)
        for each, value in zip(candidates, held, strict=True)
    ]
    others = float((asked.vectors @ asked.others.T).mean(axis=0).max()) if asked.others is not None else 0.0
    apart = float(near.max()) - others if asked.others is not None else OURS
    return Senses(np.array([value for value, _ in found], np.float32), tuple(index for _, index in found), apart)


def rank(
    asked: Asked, weights: Mapping[str, float], candidates: Sequence[Candidate], statistics: Statistics
) -> list[Ranked]:
    """Best first; equal scores by the newest date, then by id, so that the order is stable."""
    if not candidates:
        return []
    wanted = Wanted.of(weights)
    held = [relevance(weights, wanted, each.fields, statistics) for each in candidates]
    sense = senses(asked, candidates, held)
    evidence = _evidence(held, sense, total=sum(weights.values()), unit=rarity(1, max(statistics.documents, 2)))
    scores = _scores(asked, candidates, evidence)
    if sense is not None:
        scores = _latest_first(candidates, scores, sense)
    order = sorted(
        range(len(candidates)),
        key=lambda at: (-scores[at], -(candidates[at].on or date.min).toordinal(), candidates[at].id),
    )
    numbers = calibration()
    return [Ranked(candidates[at].id, scores[at], probability(evidence[at], numbers), evidence[at]) for at in order]


def _evidence(held: Sequence[float], sense: Senses | None, *, total: float, unit: float) -> list[Evidence]:
    numbers = calibration()
    words = [numbers.weight(total) * math.log(numbers.floor + (each / total if total else 0.0)) for each in held]
    if sense is None:
        return [Evidence(said, each / unit) for said, each in zip(words, held, strict=True)]
    crowd = float(np.sort(sense.nearness)[-min(CROWD, len(held))])
    apart = min(sense.elsewhere - OURS, 0.0)
    return [
        Evidence(said, each / unit, float(near) - USUAL_COSINE, float(near) - crowd, apart)
        for said, each, near in zip(words, held, sense.nearness, strict=True)
    ]


def _scores(asked: Asked, candidates: Sequence[Candidate], evidence: Sequence[Evidence]) -> list[float]:
    numbers = calibration()
    newest = max((each.on for each in candidates if each.on), default=None)
    helped = asked.feedback([each.id for each in candidates])
    scores = []
    for each, found in zip(candidates, evidence, strict=True):
        score = numbers.words * found.words + numbers.meaning * (found.near or 0.0)
        fresh = numbers.fresh * (1.0 if is_general(each.fields.title, each.fields.question) else FRESH_LETTER)
        score += fresh * freshness(each.on, newest) - (numbers.replaced if each.superseded else 0.0)
        if asked.places:
            score += numbers.place * agreement(asked.places, _named(each))
        scores.append(score + numbers.helped * (helped.get(each.id, 0.5) - 0.5))
    return scores


def _named(candidate: Candidate) -> frozenset[str]:
    return places(f"{candidate.fields.title} {candidate.unit} {candidate.fields.question}")


def freshness(on: date | None, newest: date | None) -> float:
    """1 for the newest date found, towards 0 for old ones; 0 for none."""
    if on is None or newest is None:
        return 0.0
    return math.exp(-max((newest - on).days, 0) / 365 / FRESH_YEARS)


def _latest_first(candidates: Sequence[Candidate], scores: list[float], sense: Senses) -> list[float]:
    best = sorted(range(len(scores)), key=lambda at: -scores[at])[:LOOKED_AT]
    said = []
    for at in best:
        each = candidates[at]
        if each.on and each.vectors is not None and sense.best[at] >= 0:
            said.append(Said(at, each.on, scores[at], each.vectors, each.parts, sense.best[at], each.fields))
    risen = latest_first(said)
    return [risen.get(at, score) for at, score in enumerate(scores)]
