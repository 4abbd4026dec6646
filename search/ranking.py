"""The order of results: a pure function of query weights, texts and statistics, the same over every backend.

BM25F over title, question and answer. Figures were fitted on two judged sets (letters to a city government, questions
to an education bureau); docs/search.md tells how, and what did not help.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.asking import Asked
from search.calibration import probability
from search.passages import Part

TITLE, QUESTION, ANSWER = 3.0, 1.0, 1.0  # how much one occurrence weighs
TITLE_B, TEXT_B = 0.5, 0.75  # how strongly a long field is discounted, 0–1
K1 = 1.0  # how soon repeated occurrences stop counting
FRESH = 0.12  # the newest answer scores up to this share more than a very old one
FRESH_YEARS = 1.0  # the bonus falls to 1/e in this time
SUPERSEDED = 0.8  # a replaced answer keeps this share of its score
FEW = 40  # below this number of terms each is looked for by itself, which is faster then
SCORED = 2_000  # characters of a field that are scored; what follows is found, but adds nothing


@dataclass(frozen=True)
class Fields:
    """Folded texts of one document."""

    title: str
    question: str
    answer: str


@dataclass(frozen=True)
class Statistics:
    """Of the whole index: number of documents, average lengths of title, question and answer in characters."""

    documents: int
    title: float
    question: float
    answer: float


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
    """``score`` is comparable within one answer only; ``probability`` (0–1) that the document helps."""

    id: str
    score: float
    probability: float


def rarity(frequency: int, documents: int) -> float:
    """Inverse document frequency of a term found in ``frequency`` of ``documents``; never negative."""
    frequency = min(frequency, documents)
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def weighted(
    wanted: Mapping[str, float], frequencies: Mapping[str, int], statistics: Statistics, *, limit: int
) -> dict[str, float]:
    """The ``limit`` terms of a query that tell most: importance in the query × rarity. Unknown terms are left out."""
    weights = {
        term: importance * rarity(frequencies[term], statistics.documents)
        for term, importance in wanted.items()
        if frequencies.get(term)
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))[:limit]
    return {term: weights[term] for term in best}


@dataclass(frozen=True)
class Wanted:
    """Terms of a query, parted by how they are counted."""

    pairs: frozenset[str]  # looked up in a count of all pairs of the text: one pass, whatever their number
    others: tuple[str, ...]  # looked for one by one

    @classmethod
    def of(cls, terms: Iterable[str]) -> Wanted:
        listed = list(terms)
        if len(listed) < FEW:
            return cls(frozenset(), tuple(listed))
        return cls(
            frozenset(term for term in listed if len(term) == 2), tuple(term for term in listed if len(term) != 2)
        )


def occurrences(text: str, wanted: Wanted) -> dict[str, int]:
    """How often each term stands in ``text``; terms that do not are left out."""
    text = text[:SCORED]
    found: dict[str, int] = {}
    if wanted.pairs:
        pairs = Counter(map(operator.add, text, text[1:]))
        found = {pair: pairs[pair] for pair in wanted.pairs & pairs.keys()}
    for term in wanted.others:
        if term in text:
            found[term] = text.count(term)
    return found


def _share(length: int, average: float, b: float) -> float:
    return 1 - b + b * min(length, SCORED) / average if average else 1.0


def relevance(weights: Mapping[str, float], wanted: Wanted, fields: Fields, statistics: Statistics) -> float:
    """BM25F of one document for term weights (importance × rarity)."""
    parts = (
        (fields.title, TITLE / _share(len(fields.title), statistics.title, TITLE_B)),
        (fields.question, QUESTION / _share(len(fields.question), statistics.question, TEXT_B)),
        (fields.answer, ANSWER / _share(len(fields.answer), statistics.answer, TEXT_B)),
    )
    mass: dict[str, float] = {}
    for text, factor in parts:
        for term, count in occurrences(text, wanted).items():
            mass[term] = mass.get(term, 0.0) + factor * count
    return sum(weights[term] * each * (K1 + 1) / (K1 + each) for term, each in mass.items())


def freshness(on: date | None, newest: date | None) -> float:
    """Factor ≥ 1 for an answer of ``on`` when the newest one found is of ``newest``."""
    if on is None or newest is None:
        return 1.0
    years = max((newest - on).days, 0) / 365
    return 1 + FRESH * math.exp(-years / FRESH_YEARS)


def rank(
    asked: Asked, weights: Mapping[str, float], candidates: Sequence[Candidate], statistics: Statistics
) -> list[Ranked]:
    """Best first; equal scores by the newest date, then by id, so that the order is stable."""
    newest = max((each.on for each in candidates if each.on), default=None)
    wanted = Wanted.of(weights)
    unit = rarity(1, max(statistics.documents, 2))
    scored = []
    for each in candidates:
        score = relevance(weights, wanted, each.fields, statistics) * freshness(each.on, newest)
        score *= SUPERSEDED if each.superseded else 1.0
        scored.append((-score, -(each.on or date.min).toordinal(), each.id))
    return [Ranked(key, -score, probability(-score, unit)) for score, _, key in sorted(scored)]
