"""Fitting the learned numbers on judged questions: plain gradient descent over a handful of weights. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.calibration import MOST_HELD, Evidence

Floats = NDArray[np.float64]
STEPS = 4_000
RATE = 0.3
HELD_BACK = 0.02  # pull of every weight towards 0, in units of standardised evidence: few questions, many readers
HELPS = 2  # grade from which a document answers the question


@dataclass(frozen=True)
class Judged:
    """One question's candidates, best first: evidence and grade (0–3) of each."""

    evidence: Sequence[Evidence]
    grades: Sequence[int]


def fit_order(asked: Sequence[Judged]) -> tuple[float, float]:
    """(meaning, words): the weights under which graded documents come first (listwise softmax, gains 2^grade − 1)."""
    lists = []
    for each in asked:
        gains = np.array([2.0**grade - 1 for grade in each.grades])
        if gains.sum():
            rows = np.array([[found.near or 0.0, found.words] for found in each.evidence])
            lists.append((rows, gains / gains.sum()))
    scale = np.vstack([rows for rows, _ in lists]).std(axis=0)
    weights = np.ones(2)
    for _ in range(STEPS):
        slope = HELD_BACK * weights
        for rows, goal in lists:
            scores = (rows / scale) @ weights
            shares = np.exp(scores - scores.max())
            slope += (rows / scale).T @ (shares / shares.sum() - goal) / len(lists)
        weights -= RATE * slope
    meaning, words = weights / scale
    return float(meaning), float(words)


def fit_probability(asked: Sequence[Judged], *, first: int) -> dict[str, float]:
    """bias, held, near, peak, elsewhere: the logistic curve of "one of the ``first`` helps"; both sides weigh alike."""
    rows = np.array([_surest(each.evidence[:first]) for each in asked if each.evidence])
    helped = np.array([max(each.grades[:first], default=0) >= HELPS for each in asked if each.evidence])
    weights, bias = _logistic(rows, helped)
    return {"bias": bias, **dict(zip(("held", "near", "peak", "elsewhere"), map(float, weights), strict=True))}


def fit_words(asked: Sequence[Judged], *, first: int) -> dict[str, float]:
    """words_bias, words_held: the same curve where only words were compared."""
    found = [each for each in asked if each.evidence and each.evidence[0].held > 0]
    rows = np.array([[np.log(max(one.held for one in each.evidence[:first]))] for each in found])
    helped = np.array([max(each.grades[:first], default=0) >= HELPS for each in found])
    weights, bias = _logistic(rows, helped)
    return {"words_bias": bias, "words_held": float(weights[0])}


def _surest(evidence: Sequence[Evidence]) -> list[float]:
    return [
        max(min(each.held, MOST_HELD) for each in evidence),
        max(each.near or 0.0 for each in evidence),
        max(each.peak for each in evidence),
        max(each.elsewhere for each in evidence),
    ]


def _logistic(rows: Floats, goal: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Weights and bias for ``rows`` as they are; fitted on standardised ones, the two sides weighing the same."""
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    inputs = (rows - middle) / scale
    share = np.where(goal, 0.5 / max(goal.sum(), 1), 0.5 / max((~goal).sum(), 1))
    weights, bias = np.zeros(rows.shape[1]), 0.0
    for _ in range(STEPS):
        off = share * (1 / (1 + np.exp(-(inputs @ weights + bias))) - goal)
        weights -= RATE * (inputs.T @ off + HELD_BACK / 4 * weights)
        bias -= RATE * off.sum()
    return weights / scale, float(bias - (weights / scale) @ middle)


def merged(numbers: Mapping[str, float], found: Mapping[str, float]) -> dict[str, float]:
    """``numbers`` with those of ``found``, four significant digits, in the order of ``numbers``."""
    return {name: float(f"{found.get(name, value):.4g}") for name, value in numbers.items()}
