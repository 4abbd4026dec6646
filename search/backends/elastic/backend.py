"""The backend itself: what the two stages ask, by Elasticsearch."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray

from search import ranking
from search.analysis import learn, normalize, runs
from search.analysis.terms import grams
from search.asking import Asked
from search.backends.base import Facets, Meaning, Results
from search.backends.elastic import asking
from search.backends.elastic.client import available, reading, scanned, writing
from search.backends.elastic.mapping import (
    candidate,
    entry_source,
)
from search.backends.elastic.senses import Senses
from search.backends.elastic.versions import Version, Versions
from search.backends.elastic.writing import put, take, write
from search.backends.staged import REACHABLE, Matched, StagedBackend
from search.documents import Document
from search.queries import Query

SITE = "site"
CHUNK = 250  # documents of one step
STATISTICS_SECONDS = 300  # averages of the whole index may be this old


class ElasticBackend(StagedBackend):
    """``name`` is one index; the site's is "site", an evaluation has its own.

    ``at_once``: what is written is seen when the call returns, instead of within a second; dear, for tests and
    evaluations. ``grace``: seconds that an old version stays after a swap, for the questions that are under way.
    """

    def __init__(self, name: str = SITE, *, at_once: bool = False, grace: float = 2.0) -> None:
        self.name = name
        self.versions = Versions(name)
        self._senses = Senses(self.versions)
        self._at_once = at_once
        self._grace = grace

    # Versions and names

    def exists(self) -> bool:
        """Whether the cluster has this index."""
        with available():
            return self.versions.exists()

    def has_documents(self) -> bool:
        """Whether a live version answers, with or without the meanings."""
        with available():
            return self.versions.has_live()

    def ensure(self) -> None:
        """Make the index, empty, when it is missing."""
        with available():
            self._ready()

    def _ready(self) -> list[Version]:
        """Every version, with a live one; meanings that are missing begin anew, and all documents wait for theirs."""
        versions = self.versions.ensure()
        if not self.versions.has_meanings():
            self._senses.begin()
        return versions

    def clear(self) -> None:
        with available():
            self.versions.drop()
            self._ready()
        self._forget()

    def drop(self) -> None:
        """Forget the index itself; for an evaluation's."""
        with available():
            self.versions.drop()
        self._forget()

    def names(self) -> frozenset[str]:
        with available():
            return self.versions.live_names(afresh=True)

    def add_names(self, names: Iterable[str]) -> list[str]:
        with available():
            versions = self._ready()
            new = set(names) - self.names()
            if not new:
                return []
            for each in versions:
                self.versions.rename(each, each.names | new)
            return self._holding(new)

    def _holding(self, names: Collection[str]) -> list[str]:
        """Ids of documents of the live version that hold one of ``names``: all its pairs first, then the name."""
        said = [normalize(name) for name in names]
        pairs = [[{"term": {"terms": gram}} for run in runs(name) for gram in grams(run)] for name in said]
        query = {"bool": {"should": [{"bool": {"filter": each}} for each in pairs]}}
        return sorted(
            hit["_source"]["id"]
            for hit in scanned(self.versions.alias, ["id", "title", "question", "answer"], query)
            if any(name in hit["_source"][field] for name in said for field in ("title", "question", "answer"))
        )

    # Writing

    def index(self, documents: Iterable[Document]) -> int:
        rest, count = iter(documents), 0
        with available():
            while chunk := list(islice(rest, CHUNK)):
                for version in self._ready():
                    self._put(version, chunk)
                count += len(chunk)
            self._seen()
        return count

    def _put(self, version: Version, documents: list[Document]) -> None:
        """Into ``version``; documents whose passages are new or changed begin to wait for meaning."""
        learn(version.names)
        entries = {each.id: entry_source(each) for each in documents}
        write(put(version.written_as, key, entry) for key, entry in entries.items())
        self._senses.wait(entries)

    def remove(self, ids: Iterable[str]) -> None:
        rest = iter(ids)
        with available():
            while chunk := list(islice(rest, CHUNK)):
                places = [each.written_as for each in self._ready()]
                write(take(place, each) for place in (*places, self.versions.meanings) for each in chunk)
            self._seen()

    def _seen(self) -> None:
        if self._at_once:
            writing().indices.refresh(index=[self.versions.alias, self.versions.meanings])
            self._forget()

    def _forget(self) -> None:
        """What was counted before a great change."""
        self.versions.forget()
        cache.delete(self._statistics_key)

    def rebuild(self, documents: Iterable[Document], *, names: Iterable[str] = ()) -> int:
        kept = frozenset(names)
        with available():
            existing = self._ready()
            self.versions.delete(each.name for each in existing if not each.is_live)  # of a rebuild that was killed
            building = self.versions.make(kept, existing)
            filled = False
            try:
                count = self._fill(building, documents)
                filled = True
            finally:
                if not filled:
                    self.versions.delete([building.name])
            live = [each for each in existing if each.is_live]
            self.versions.swap(building, live)
            self._forget()
            time.sleep(self._grace)
            self.versions.delete(each.name for each in live)
            self._senses.tidy()
            self.versions.merge()
            self._seen()
        return count

    def _fill(self, building: Version, documents: Iterable[Document]) -> int:
        rest, count = iter(documents), 0
        while chunk := list(islice(rest, CHUNK)):
            self._put(building, chunk)
            count += len(chunk)
        return count

    # Meaning

    def pending(self, limit: int, *, model: str) -> list[str]:
        with available():
            return self._senses.waiting(model, min(limit, REACHABLE))

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Of the passages of ``ids``, those that are there."""
        with available():
            return {key: record["_source"]["digest"] for key, record in self._senses.of(ids).items()}

    def give_meaning(self, vectors: Mapping[str, Meaning], model: str) -> None:
        with available():
            self._senses.give(vectors, model)
            self._seen()

    # Reading

    def search(self, query: Query) -> Results:
        with available():
            learn(self.versions.live_names())
            return super().search(query)

    def examined(self, asked: Asked) -> list[ranking.Ranked]:
        with available():
            learn(self.versions.live_names())
            return super().examined(asked)

    def count(self) -> int:
        with available():
            return int(reading().count(index=self.versions.alias)["count"])

    def ids(self) -> Mapping[str, str]:
        with available():
            writing().indices.refresh(index=self.versions.alias)
            found = scanned(self.versions.alias, ["fingerprint"])
            return {hit["_id"]: hit["_source"]["fingerprint"] for hit in found}

    @property
    def _statistics_key(self) -> str:
        return f"search-statistics-{self.versions.alias}"

    def statistics(self) -> ranking.Statistics:
        found: ranking.Statistics | None = cache.get(self._statistics_key)
        if found is None:
            answer = reading().search(index=self.versions.alias, **asking.averages())
            averages = {name: each["value"] or 0.0 for name, each in answer["aggregations"].items()}
            found = ranking.Statistics(answer["hits"]["total"]["value"], **averages)
            if found.documents:
                cache.set(self._statistics_key, found, STATISTICS_SECONDS)
        return found

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        counts = self.versions.counts()
        unknown = [term for term in terms if term not in counts]
        if unknown:
            answer = reading().search(index=self.versions.alias, **asking.frequencies(unknown))
            found = answer["aggregations"]["terms"]["buckets"]
            counts.update((term, found[str(place)]["doc_count"]) for place, term in enumerate(unknown))
        return {term: count for term in terms if (count := counts.get(term))}

    def match(self, weights: Mapping[str, float], *, needed: float, query: Query, limit: int) -> Matched:
        if not weights:
            return Matched((), {}, 0, Facets())
        answer = reading().search(index=self.versions.alias, **asking.match(weights, needed, query, limit))
        held = asking.scores(answer.body)
        return Matched(tuple(held), held, answer["hits"]["total"]["value"], asking.facets(answer["aggregations"]))

    def strongest(self, weights: Mapping[str, float], *, limit: int) -> list[str]:
        return list(asking.scores(reading().search(index=self.versions.alias, **asking.strongest(weights, limit)).body))

    def nearest(self, vectors: NDArray[np.float32], *, limit: int) -> list[str]:
        return self._senses.nearest(vectors, limit)

    def candidates(self, ids: Sequence[str]) -> list[ranking.Candidate]:
        # Whole records: leaving fields out would make the cluster read and write every one of them anew.
        places = [
            {"_index": index, "_id": each} for index in (self.versions.alias, self.versions.meanings) for each in ids
        ]
        found = reading().mget(docs=places, realtime=False)["docs"]
        senses = {each["_id"]: each["_source"] for each in found[len(ids) :] if each.get("found")}
        return [candidate(each["_source"], senses.get(each["_id"])) for each in found[: len(ids)] if each.get("found")]
