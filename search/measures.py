"""Measures of a ranking against judged queries. Pure.

hit@k: share of answerable queries (with a document of grade ≥ 2) that have one of grade ≥ 2 in the first k.
best@k: the same for the query's own highest grade. ndcg@5: gains 2^grade − 1, over queries with a grade ≥ 1.
mrr: reciprocal rank of the first document of grade ≥ 2 within ten. auc_x: chance that an answerable query has a higher
confidence than one of kind x; ties count half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One query's outcome: ids best first, confidence, its kind ("in", "out", "hard"), and its judged grades."""

    ids: Sequence[str]
    confidence: float
    kind: str
    grades: Mapping[str, int]

    @property
    def best(self) -> int:
        return max(self.grades.values(), default=0)

    def rank(self, grade: int) -> float:
        """Place, from 1, of the first document of at least ``grade`` within ten; infinity for none."""
        places = (place for place, each in enumerate(self.ids[:10], 1) if self.grades.get(each, 0) >= grade)
        return float(next(places, math.inf))

    def ndcg(self) -> float:
        ideal = sorted(self.grades.values(), reverse=True)
        return _gain([self.grades.get(each, 0) for each in self.ids]) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades[:5], 1))


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def _auc(asked: Sequence[Asked], kind: str) -> float | None:
    good = [each.confidence for each in asked if each.kind == "in"]
    other = [each.confidence for each in asked if each.kind == kind]
    return _mean([1.0 if a > b else 0.5 if a == b else 0.0 for a in good for b in other])


def measure(asked: Sequence[Asked]) -> dict[str, float | int | None]:
    """All measures, rounded to three places; None where no query is of that kind."""
    answerable = [each for each in asked if each.best >= 2]
    judged = [each for each in asked if each.best >= 1]
    figures: dict[str, float | int | None] = {"queries": len(asked)}
    for k in (1, 3, 10):
        figures[f"hit@{k}"] = _mean([float(each.rank(2) <= k) for each in answerable])
    for k in (1, 3):
        figures[f"best@{k}"] = _mean([float(each.rank(each.best) <= k) for each in answerable])
    figures["mrr"] = _mean([1 / each.rank(2) for each in answerable])
    figures["ndcg@5"] = _mean([each.ndcg() for each in judged])
    figures["ndcg_queries"] = len(judged)
    figures["auc_out"] = _auc(asked, "out")
    figures["auc_hard"] = _auc(asked, "hard")
    return figures


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0–1) of ``values`` lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
