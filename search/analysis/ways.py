"""Ways to read a text, and the cheapest of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

KEPT = 4  # ways that are followed further at each place


@dataclass(frozen=True)
class Way:
    """A reading of a piece of text; ``words`` of the vocabulary were put in its place."""

    cost: float
    text: str = ""
    words: tuple[str, ...] = ()

    def then(self, step: Way) -> Way:
        return Way(self.cost + step.cost, self.text + step.text, self.words + step.words)


def order(way: Way) -> tuple[float, str]:
    return way.cost, way.text


def cheapest(ways: Iterable[Way]) -> list[Way]:
    """A few, each text once, cheapest first; the cheapest unchanged one always stays to be compared with."""
    chosen: dict[str, Way] = {}
    for way in sorted(ways, key=order):
        if len(chosen) < KEPT or (not way.words and all(each.words for each in chosen.values())):
            chosen.setdefault(way.text, way)
    return list(chosen.values())


def one_after_another(before: Iterable[Way], after: Iterable[Way]) -> list[Way]:
    """Each of ``before`` followed by each of ``after``."""
    return [way.then(step) for way, step in product(before, list(after))]


def across(length: int, longest: int, steps: Callable[[int, int], Iterable[Way]]) -> list[Way]:
    """Cheapest ways over ``length`` places, by steps of at most ``longest``; ``steps(start, end)`` reads a span."""
    at: list[list[Way]] = [[Way(0.0)], *([] for _ in range(length))]
    for start in range(length):
        if at[start]:
            for end in range(start + 1, min(start + longest, length) + 1):
                at[end] = cheapest([*at[end], *one_after_another(at[start], steps(start, end))])
    return at[-1]
