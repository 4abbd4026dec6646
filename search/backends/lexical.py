"""Search and similarity on top of postings: what the memory and the embedded backend have in common.

Two stages. The terms that tell most find candidates by the sum of their weights; the best of these are ranked by
``ranking.rank`` with more terms. So a letter of 5,000 characters costs little more than a question.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from search import ranking
from search.backends.base import Backend, Facets, Hit, Results, Similar
from search.calibration import probability
from search.queries import Query, Sort, importance, split_letter

FINDING_TERMS = 32  # terms whose postings are read
RANKING_TERMS = 160  # terms that are scored in the candidates
RANKED = 120  # candidates that are scored; those behind keep the order of the first stage
COVERAGE = 0.5  # share of a short query's weight that a result must hold
LONG_COVERAGE = 0.2  # the same for a query of a sentence or more
LONG = 8  # terms that make a query long


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
        kept = [entry for entry in found if keeps(query, entry)]
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


def keeps(query: Query, entry: Entry, *, but: str = "") -> bool:
    """Does ``entry`` pass the filters of ``query``, leaving out the filter named ``but``?"""
    tests = {
        "kind": query.kind is None or entry.kind == query.kind,
        "topic": not query.topic or entry.topic == query.topic,
        "unit": not query.unit or entry.unit == query.unit,
        "year": query.year is None or (entry.on is not None and entry.on.year == query.year),
        "since": query.since is None or (entry.on is not None and entry.on >= query.since),
        "until": query.until is None or (entry.on is not None and entry.on <= query.until),
    }
    return all(passed for name, passed in tests.items() if name != but)


def facets(query: Query, entries: Iterable[Entry]) -> Facets:
    """Counts per value; each facet ignores its own filter, so that the other values can still be chosen."""
    kinds: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    units: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for each in entries:
        if keeps(query, each, but="kind"):
            kinds[each.kind] += 1
        if each.topic and keeps(query, each, but="topic"):
            topics[each.topic] += 1
        if each.unit and keeps(query, each, but="unit"):
            units[each.unit] += 1
        if each.on and keeps(query, each, but="year"):
            years[each.on.year] += 1
    return Facets(
        dict(kinds.most_common()),
        dict(topics.most_common(12)),
        dict(units.most_common(12)),
        dict(sorted(years.items(), reverse=True)),
    )
