"""Search and similarity on top of postings: what the memory and the embedded backend have in common.

Two stages. The terms that tell most find candidates by the sum of their weights; the best of these are ranked by
``ranking.rank`` with more terms. So a letter of 5,000 characters costs little more than a question.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from search import ranking
from search.backends.base import Backend, Facets, Hit, Results, Similar
from search.calibration import probability
from search.queries import Query, Sort, importance, split_letter

FINDING_TERMS = 32  # terms whose postings are read
RANKING_TERMS = 160  # terms that are scored in the candidates
RANKED = 120  # candidates that are scored; those behind keep the order of the first stage
COVERAGE = 0.4  # share of a short query's weight that a result must hold
LONG_COVERAGE = 0.2  # the same for a query of a sentence or more
LONG = 8  # terms that make a query long
MOST_VALUES = 12  # values of a filter that are offered


@dataclass(frozen=True)
class Entry:
    """What filters, facets and sorting need of one document."""

    ref: int
    id: str
    kind: str
    topic: str
    unit: str
    on: date | None
    superseded: bool


class LexicalBackend(Backend):
    """Subclasses supply postings and texts."""

    @abstractmethod
    def statistics(self) -> ranking.Statistics:
        """Of the live version."""

    @abstractmethod
    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """In how many documents each term stands."""

    @abstractmethod
    def matching(self, weights: Mapping[str, float]) -> dict[int, float]:
        """Reference → sum of the weights of the terms found in that document."""

    @abstractmethod
    def entries(self, refs: Collection[int]) -> list[Entry]:
        """Entries of the live version among ``refs``, in any order."""

    @abstractmethod
    def texts(self, refs: Collection[int]) -> Mapping[int, ranking.Fields]:
        """Folded texts."""

    def _weights(self, wanted: Mapping[str, float]) -> tuple[dict[str, float], ranking.Statistics]:
        statistics = self.statistics()
        known = self.frequencies(wanted)
        return ranking.weighted(wanted, known, statistics, limit=RANKING_TERMS), statistics

    def search(self, query: Query) -> Results:
        weights, statistics = self._weights(query.wanted)
        finding = _first(weights, FINDING_TERMS)
        needed = sum(finding.values()) * (COVERAGE if len(query.wanted) < LONG else LONG_COVERAGE)
        held = {ref: weight for ref, weight in self.matching(finding).items() if weight >= needed}
        found = self.entries(held)
        kept = passing(query, found)
        page = slice((query.page - 1) * query.size, query.page * query.size)
        if query.sort == Sort.NEWEST:
            newest = sorted(kept, key=lambda each: (each.on or date.min, held[each.ref], each.ref), reverse=True)
            hits = [Hit(each.id, held[each.ref]) for each in newest[page]]
        else:
            hits = self._ranked(kept, held, weights, statistics)[page]
        return Results(tuple(hits), len(kept), facets(query, found))

    def _ranked(
        self,
        entries: list[Entry],
        held: Mapping[int, float],
        weights: Mapping[str, float],
        statistics: ranking.Statistics,
    ) -> list[Hit]:
        ordered = sorted(entries, key=lambda each: (held[each.ref], each.on or date.min, each.ref), reverse=True)
        head, tail = ordered[:RANKED], ordered[RANKED:]
        texts = self.texts([each.ref for each in head])
        ids = {each.ref: each.id for each in head}
        candidates = [
            ranking.Candidate(each.ref, texts[each.ref], each.on, each.superseded) for each in head if each.ref in texts
        ]
        ranked = ranking.rank(weights, candidates, statistics)
        return [Hit(ids[ref], score) for ref, score in ranked] + [Hit(each.id, 0.0) for each in tail]

    def similar(self, text: str, *, limit: int) -> Similar:
        weights, statistics = self._weights(importance(*split_letter(text)))
        held = self.matching(_first(weights, FINDING_TERMS))
        best = sorted(held, key=lambda ref: (-held[ref], -ref))[: RANKED * 2]
        entries = self.entries(best)
        hits = self._ranked(entries, held, weights, statistics)[:limit]
        return Similar(tuple(hits), probability(hits, statistics.documents))


def _first(weights: Mapping[str, float], count: int) -> dict[str, float]:
    return dict(list(weights.items())[:count])


def _tests(query: Query) -> dict[str, Callable[[Entry], bool]]:
    """The filters that ``query`` really sets, by name."""
    since, until = query.since or date.min, query.until or date.max
    tests: dict[str, Callable[[Entry], bool]] = {}
    if query.kind is not None:
        tests["kind"] = lambda entry: entry.kind == query.kind
    if query.topic:
        tests["topic"] = lambda entry: entry.topic == query.topic
    if query.unit:
        tests["unit"] = lambda entry: entry.unit == query.unit
    if query.year is not None:
        tests["year"] = lambda entry: entry.on is not None and entry.on.year == query.year
    if query.since or query.until:
        tests["dates"] = lambda entry: entry.on is not None and since <= entry.on <= until
    return tests


def passing(query: Query, entries: list[Entry], *, but: str = "") -> list[Entry]:
    """Entries that pass the filters of ``query``, leaving out the filter named ``but``."""
    tests = [test for name, test in _tests(query).items() if name != but]
    return [entry for entry in entries if all(test(entry) for test in tests)] if tests else entries


def facets(query: Query, entries: list[Entry]) -> Facets:
    """Counts per value; each facet ignores its own filter, so that the other values can still be chosen."""
    kinds = Counter(each.kind for each in passing(query, entries, but="kind"))
    topics = Counter(each.topic for each in passing(query, entries, but="topic") if each.topic)
    units = Counter(each.unit for each in passing(query, entries, but="unit") if each.unit)
    years = Counter(each.on.year for each in passing(query, entries, but="year") if each.on)
    return Facets(
        dict(kinds.most_common()),
        dict(topics.most_common(MOST_VALUES)),
        dict(units.most_common(MOST_VALUES)),
        dict(sorted(years.items(), reverse=True)),
    )
