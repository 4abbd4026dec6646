"""Search and similarity in two stages: what all backends have in common.

The terms that tell most, and the meaning of what is asked, find candidates; ``ranking.rank`` orders these by more
terms. So a letter of 5,000 characters costs little more than a question, and the order is the same over every backend.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.asking import Asked
from search.backends.base import Backend, Facets, Hit, Results, Similar
from search.queries import Query, Sort

FINDING_TERMS = 32  # terms whose postings are read
COUNTED = 600  # terms of a letter whose rarity is looked up, the repeated ones and those of the subject first
RANKING_TERMS = 160  # terms that are scored in the candidates
RANKED = 120  # candidates that are scored; those behind keep the order of the first stage
NEAREST = 60  # candidates found by meaning
SURE = 3  # one of the first of them must help
COVERAGE = 0.4  # share of a short query's known weight that a result must hold
KNOWN = 0.15  # the same of its whole weight, where words that stand nowhere weigh as rare ones
LONG_COVERAGE = 0.2  # the same for a query of a sentence or more
LONG = 8  # terms that make a query long
REACHABLE = 10_000  # results that can be paged to
STEP = 1024  # finding weights are whole multiples of 1/STEP: their sums are exact, in single precision too


@dataclass(frozen=True)
class Matched:
    """The first ``ids`` in the order asked for, the weight each holds, and what all that match amount to."""

    ids: tuple[str, ...]
    held: Mapping[str, float]
    total: int
    facets: Facets


class StagedBackend(Backend):
    """Subclasses supply the primitives. Documents are named by their ids; terms are those of ``analysis``."""

    @abstractmethod
    def statistics(self) -> ranking.Statistics:
        """Of the live version."""

    @abstractmethod
    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """In how many documents each term stands; terms that stand nowhere are left out."""

    @abstractmethod
    def match(self, weights: Mapping[str, float], *, needed: float, query: Query, limit: int) -> Matched:
        """Documents that pass the filters of ``query`` and whose weights of found terms add up to ``needed`` or more.

        In order of that weight, or newest first, as ``query.sort`` says; equal ones by the other, then by id. Each
        facet ignores its own filter.
        """

    @abstractmethod
    def strongest(self, weights: Mapping[str, float], *, limit: int) -> list[str]:
        """Ids with the largest sum of weights of found terms; equal ones in a stable order."""

    @abstractmethod
    def nearest(self, vectors: NDArray[np.float32], *, limit: int) -> list[str]:
        """Ids of the documents with a passage nearest (cosine) to any row; empty while nothing is embedded."""

    @abstractmethod
    def candidates(self, ids: Sequence[str]) -> list[ranking.Candidate]:
        """What ranking reads, in any order; ids that are gone are left out."""

    def search(self, query: Query) -> Results:
        weights, statistics = self._weights(query.wanted)
        finding = _finding(weights)
        needed = sum(finding.values()) * LONG_COVERAGE
        if len(query.wanted) < LONG:
            unknown = sum(query.wanted.values()) - sum(query.wanted[term] for term in weights)
            whole = sum(finding.values()) + unknown * ranking.rarity(1, statistics.documents)
            needed = max(sum(finding.values()) * COVERAGE, whole * KNOWN)
        last = min(query.page * query.size, REACHABLE)
        page = slice(min((query.page - 1) * query.size, REACHABLE), last)
        if query.sort == Sort.NEWEST:
            found = self.match(finding, needed=needed, query=query, limit=last)
            hits = [Hit(each, found.held[each]) for each in found.ids[page]]
        else:
            found = self.match(finding, needed=needed, query=query, limit=max(RANKED, last))
            ranked = self._ranked(Asked(query.text), found.ids[:RANKED], weights, statistics)
            hits = [*(Hit(each.id, each.score) for each in ranked), *(Hit(each, 0.0) for each in found.ids[RANKED:])][
                page
            ]
        return Results(tuple(hits), min(found.total, REACHABLE), found.facets)

    def similar(self, asked: Asked, *, limit: int) -> Similar:
        found = self.examined(asked)[:limit]
        hits = tuple(Hit(each.id, each.score, each.probability) for each in found)
        return Similar(hits, max((each.probability for each in hits[:SURE]), default=0.0))

    def examined(self, asked: Asked) -> list[ranking.Ranked]:
        """All candidates for what is asked, best first, each with the evidence for it."""
        weights, statistics = self._weights(asked.wanted)
        found = self.strongest(_finding(weights), limit=RANKED) if weights else []
        if asked.vectors is not None and len(asked.vectors):
            found = list(dict.fromkeys((*found, *self.nearest(asked.vectors, limit=NEAREST))))
        return self._ranked(asked, found, weights, statistics)

    def _weights(self, wanted: Mapping[str, float]) -> tuple[dict[str, float], ranking.Statistics]:
        statistics = self.statistics()
        wanted = dict(nlargest(COUNTED, wanted.items(), key=itemgetter(1))) if len(wanted) > COUNTED else wanted
        known = self.frequencies(wanted) if wanted else {}
        return ranking.weighted(wanted, known, statistics, limit=RANKING_TERMS), statistics

    def _ranked(
        self, asked: Asked, ids: Sequence[str], weights: Mapping[str, float], statistics: ranking.Statistics
    ) -> list[ranking.Ranked]:
        return ranking.rank(asked, weights, self.candidates(ids) if ids else [], statistics)


def _finding(weights: Mapping[str, float]) -> dict[str, float]:
    """The first terms of ``weights``, which begin with those that tell most, in steps that add up exactly."""
    return {term: max(round(weight * STEP), 1) / STEP for term, weight in list(weights.items())[:FINDING_TERMS]}
