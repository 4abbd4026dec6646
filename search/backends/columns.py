"""Entries of one version as columns: filters, facets and order of a hundred thousand results in milliseconds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.backends.base import Facets
from search.backends.entries import MOST_VALUES
from search.backends.staged import Matched
from search.queries import Query, Sort

Mask = NDArray[np.bool_]
Row = tuple[int, str, str, str, str, date | None]  # reference, id, kind, topic, unit, day


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of words: ``codes[i]`` is the place of the word in ``words``, which grows and never changes."""

    codes: NDArray[np.int32]
    words: dict[str, int]

    @classmethod
    def of(cls, values: Iterable[str], words: dict[str, int]) -> Coded:
        return cls(np.array([words.setdefault(value, len(words)) for value in values], np.int32), words)

    def equal(self, word: str) -> Mask:
        found: Mask = self.codes == self.words.get(word, -1)
        return found

    def counts(self, among: Mask) -> dict[str, int]:
        """How many of ``among`` each word stands for, most frequent first; the empty word is nobody's."""
        found = np.bincount(self.codes[among], minlength=len(self.words)).tolist()
        pairs = [(word, count) for word, count in zip(self.words, found, strict=False) if word and count]
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, eq=False)
class Columns:
    """All entries of a version, by ascending reference. ``days`` are ordinals, 1 where an entry has no date."""

    refs: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    keys: NDArray[Any] = field(default_factory=lambda: np.empty(0, object))
    kind: Coded = field(default_factory=lambda: Coded.of((), {}))
    topic: Coded = field(default_factory=lambda: Coded.of((), {}))
    unit: Coded = field(default_factory=lambda: Coded.of((), {}))
    days: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    years: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))

    def plus(self, rows: Sequence[Row]) -> Columns:
        """With ``rows``, whose references are greater than all there are."""
        refs, keys, kinds, topics, units, dates = zip(*rows, strict=True) if rows else ((),) * 6
        found = [each or date.min for each in dates]
        return Columns(
            np.concatenate([self.refs, np.array(refs, np.int64)]),
            np.concatenate([self.keys, np.array(keys, object)]),
            self._coded(self.kind, kinds),
            self._coded(self.topic, topics),
            self._coded(self.unit, units),
            np.concatenate([self.days, np.array([each.toordinal() for each in found], np.int32)]),
            np.concatenate([self.years, np.array([each.year for each in found], np.int16)]),
        )

    @staticmethod
    def _coded(known: Coded, values: Sequence[str]) -> Coded:
        return Coded(np.concatenate([known.codes, Coded.of(values, known.words).codes]), known.words)

    def at(self, places: NDArray[Any]) -> Columns:
        """Only the entries at ``places``: a mask, or positions in ascending order."""
        kind, topic, unit = (Coded(each.codes[places], each.words) for each in (self.kind, self.topic, self.unit))
        return Columns(self.refs[places], self.keys[places], kind, topic, unit, self.days[places], self.years[places])

    def _tests(self, query: Query) -> dict[str, Mask]:
        """The filters that ``query`` really sets, by name."""
        tests: dict[str, Mask] = {}
        if query.kind is not None:
            tests["kind"] = self.kind.equal(query.kind)
        if query.topic:
            tests["topic"] = self.topic.equal(query.topic)
        if query.unit:
            tests["unit"] = self.unit.equal(query.unit)
        if query.year is not None:
            tests["year"] = (self.years == query.year) & (self.days > 1)
        if query.since or query.until:
            since, until = (query.since or date.min).toordinal(), (query.until or date.max).toordinal()
            tests["dates"] = (self.days >= since) & (self.days <= until) & (self.days > 1)
        return tests

    def passing(self, query: Query, *, but: str = "") -> Mask:
        """Which entries pass the filters of ``query``, leaving out the filter named ``but``."""
        kept = np.ones(len(self.refs), bool)
        for name, test in self._tests(query).items():
            if name != but:
                kept &= test
        return kept

    def facets(self, query: Query) -> Facets:
        """Counts per value; each facet ignores its own filter, so that the other values can still be chosen."""
        years = self.years[self.passing(query, but="year") & (self.days > 1)]
        found, counts = np.unique(years, return_counts=True)
        return Facets(
            self.kind.counts(self.passing(query, but="kind")),
            dict(list(self.topic.counts(self.passing(query, but="topic")).items())[:MOST_VALUES]),
            dict(list(self.unit.counts(self.passing(query, but="unit")).items())[:MOST_VALUES]),
            dict(reversed(list(zip(found.tolist(), counts.tolist(), strict=True)))),
        )


def matched(query: Query, found: Columns, held: NDArray[np.float64], *, limit: int) -> Matched:
    """The answer to ``query`` from all entries ``found`` that hold enough; ``held``: what each holds."""
    places = np.flatnonzero(found.passing(query))
    held_there, days = held[places], found.days[places]
    first, second = (days, held_there) if query.sort == Sort.NEWEST else (held_there, days)
    order = _first(np.lexsort((-second, -first)), first, second, limit)
    ranked = sorted((-first[each], -second[each], found.keys[places[each]], held_there[each]) for each in order)[:limit]
    weights: Mapping[str, float] = {key: float(weight) for _, _, key, weight in ranked}
    return Matched(tuple(weights), weights, len(places), found.facets(query))


def _first(order: NDArray[np.intp], first: NDArray[Any], second: NDArray[Any], limit: int) -> NDArray[np.intp]:
    """The first ``limit`` of ``order`` and those that tie with the last of them: ids decide between equals."""
    if len(order) <= limit:
        return order
    last = order[limit - 1]
    ties = (first == first[last]) & (second == second[last])
    ties[order[:limit]] = False
    return np.concatenate([order[:limit], np.flatnonzero(ties)])
