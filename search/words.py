"""How well a document holds the words of a question: BM25F over title, question and answer. Pure.

Figures were fitted on two judged sets (letters to a city government, questions to an education bureau); docs/search.md
tells how, and what did not help.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TITLE, QUESTION, ANSWER = 3.0, 1.0, 1.0  # how much one occurrence weighs
TITLE_B, TEXT_B = 0.5, 0.75  # how strongly a long field is discounted, 0–1
K1 = 1.0  # how soon repeated occurrences stop counting
FEW = 40  # below this number of terms each is looked for by itself, which is faster then
SCORED = 2_000  # characters of a field that are scored; what follows is found, but adds nothing
KEPT = 4_000  # characters of a field that an index hands to ranking: long answers are compared with later ones


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
