"""What questions read most of one version of the embedded index, in the memory of this process.

It holds because of two promises of the tables: an entry is never changed, only replaced by one with a greater
reference, and ``SearchIndex.revision`` goes up first in every transaction that writes. So what was read once stays true
and is only added to; and whether anything is to be added, or has gone, is known from one number.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from search.backends.columns import Columns, Mask
from search.backends.postings import Postings, mark
from search.backends.vectors import Space
from search.models import SearchDocument

MOST = 6_000_000  # references in memory, 8 bytes each; those of the terms asked for last stay
COUNTED = 200_000  # terms whose frequency is remembered
STABLE = 1_000  # a term in so many documents stays as telling as it was when a few more come or go


@dataclass(frozen=True, eq=False)
class Alive:
    """References of a revision. ``mask[ref - base]`` is 1 for what is there."""

    revision: int
    refs: NDArray[np.int64]
    base: int
    mask: NDArray[np.float64]


class Shelf:
    """Of the version ``index_id``. Safe for threads: what is read twice at the same moment is read twice."""

    def __init__(self, index_id: int, dialect: Postings) -> None:
        self.index_id = index_id
        self._mark = mark(index_id)
        self._dialect = dialect
        self._lock = Lock()
        self._alive = Alive(-1, np.empty(0, np.int64), 0, np.empty(0))
        self._columns = (-1, Columns())  # of which revision
        self._holders: OrderedDict[str, tuple[int, NDArray[np.int64]]] = OrderedDict()
        self._size = 0
        self._counts: dict[str, int] = {}
        self._counted = -1
        self._space: Space | None = None

    def space(self, model: str, dimensions: int) -> Space:
        """Vectors of ``model`` in this version."""
        if self._space is None or (self._space.model, self._space.dimensions) != (model, dimensions):
            self._space = Space(self.index_id, model, dimensions)
        return self._space

    def frequencies(self, terms: Collection[str], revision: int) -> dict[str, int]:
        """In how many documents each term stands; terms that stand nowhere are left out."""
        with self._lock:
            if self._counted != revision or len(self._counts) > COUNTED:
                self._counts = {term: count for term, count in self._counts.items() if count >= STABLE}
                self._counted = revision
            known = {term: self._counts[term] for term in terms if term in self._counts}
        asked = [self._mark + term for term in terms if term not in known]
        if asked:
            found = {term[1:]: count for term, count in self._dialect.frequencies(asked).items()}
            known |= {term[1:]: found.get(term[1:], 0) for term in asked}
            with self._lock:
                self._counts.update(known)
        return {term: count for term, count in known.items() if count > 0}

    def held(self, weights: Mapping[str, float], revision: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """References that hold any of the terms of ``weights``, ascending, and the sum of the weights each holds."""
        alive = self._living(revision)
        found = self._found(list(weights), revision)
        sums = np.zeros(len(alive.mask))
        for term, refs in found.items():
            places = refs - alive.base
            if len(places) and (places[0] < 0 or places[-1] >= len(sums)):  # gone, or newer than this revision
                places = places[(places >= 0) & (places < len(sums))]
            sums[places] += weights[term]  # a term holds each reference once
        sums *= alive.mask
        places = np.flatnonzero(sums)
        return places + alive.base, sums[places]

    def columns(self, refs: NDArray[np.int64], revision: int) -> tuple[Columns, Mask]:
        """Entries of ``refs`` in the same order, and which of ``refs`` they are: one may have gone meanwhile."""
        all_of_them = self._all_columns(revision)
        places = np.searchsorted(all_of_them.refs, refs)
        places[places == len(all_of_them.refs)] = 0
        there = all_of_them.refs[places] == refs if len(all_of_them.refs) else np.zeros(len(refs), bool)
        return all_of_them.at(places[there]), there

    def _all_columns(self, revision: int) -> Columns:
        of, known = self._columns
        if of == revision:
            return known
        alive = self._living(revision)
        kept = known.at(np.isin(known.refs, alive.refs))
        last = int(kept.refs[-1]) if len(kept.refs) else 0
        rows = SearchDocument.objects.filter(index_id=self.index_id, pk__gt=last).order_by("pk")
        fresh = kept.plus(list(rows.values_list("pk", "key", "kind", "topic", "unit", "on")))
        self._columns = (revision, fresh)
        return fresh

    def _living(self, revision: int) -> Alive:
        alive = self._alive
        if alive.revision == revision:
            return alive
        refs = self._dialect.references(self.index_id)
        base = int(refs[0]) if len(refs) else 0
        mask = np.zeros(int(refs[-1]) - base + 1 if len(refs) else 0)
        mask[refs - base] = 1.0
        self._alive = Alive(revision, refs, base, mask)
        return self._alive

    def _found(self, terms: list[str], revision: int) -> dict[str, NDArray[np.int64]]:
        """Ascending references that hold each term: what is known, and what has come since."""
        with self._lock:
            known = {term: self._holders[term] for term in terms if term in self._holders}
        old = {term: known.get(term, (-1, np.empty(0, np.int64))) for term in terms}
        asked = {term: int(refs[-1]) if len(refs) else 0 for term, (of, refs) in old.items() if of != revision}
        fresh = {}
        read = self._dialect.holders({self._mark + term: last for term, last in asked.items()}) if asked else ()
        for term, refs in read:
            before = old[term[1:]][1]
            fresh[term[1:]] = np.concatenate([before, refs]) if len(before) else refs
        self._keep(fresh, [term for term in terms if term not in fresh], revision)
        return {term: fresh[term] if term in fresh else old[term][1] for term in terms}

    def _keep(self, fresh: Mapping[str, NDArray[np.int64]], used: list[str], revision: int) -> None:
        with self._lock:
            for term in used:
                if term in self._holders:
                    self._holders.move_to_end(term)
            for term, refs in fresh.items():
                before = self._holders.pop(term, None)
                self._size += len(refs) - (len(before[1]) if before else 0)
                self._holders[term] = (revision, refs)
            while self._size > MOST:
                _, (_, gone) = self._holders.popitem(last=False)
                self._size -= len(gone)


_shelves: dict[str, tuple[object, Shelf]] = {}  # by name of the index: of the version that answers


def shelf(name: str, made: object, index_id: int, dialect: Postings) -> Shelf:
    """That of the index ``name``; an empty one for a version that was ``made`` at another time."""
    known = _shelves.get(name)
    if known is None or known[0] != (made, index_id):
        known = _shelves[name] = ((made, index_id), Shelf(index_id, dialect))
    return known[1]


def forget(name: str | None = None) -> None:
    """Free the memory of an index that is gone; of all, where tables went back to an earlier state."""
    if name is None:
        _shelves.clear()
    else:
        _shelves.pop(name, None)
