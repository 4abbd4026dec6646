"""The backend itself: what the two stages ask, by Elasticsearch."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.core.cache import cache
from elasticsearch.helpers import scan
from numpy.typing import NDArray

from search import ranking
from search.analysis import learn, normalize, runs
from search.analysis.terms import grams
from search.asking import Asked
from search.backends.base import Facets, Meaning, Results, Similar
from search.backends.elastic import asking
from search.backends.elastic.client import available, reading, writing
from search.backends.elastic.mapping import (
    blank_sense,
    candidate,
    entry_source,
    filled_sense,
)
from search.backends.elastic.versions import Version, Versions
from search.backends.elastic.writing import put, take, write
from search.backends.staged import REACHABLE, Matched, StagedBackend
from search.documents import Document
from search.queries import Query

logger = logging.getLogger(__name__)
SITE = "site"
CHUNK = 250  # documents of one step
BAD_REQUEST = 400
SCANNED = 5_000  # ids of one page of a scan
STATISTICS_SECONDS = 300  # averages of the whole index may be this old
READ = ["id", "title", "question", "answer", "on", "superseded", "unit", "topic", "kind"]


class ElasticBackend(StagedBackend):
    """``name`` is one index; the site's is "site", an evaluation has its own.

    ``at_once``: what is written is seen when the call returns, instead of within a second; dear, for tests and
    evaluations. ``grace``: seconds that an old version stays after a swap, for the questions that are under way.
    """

    def __init__(self, name: str = SITE, *, at_once: bool = False, grace: float = 2.0) -> None:
        self.name = name
        self.versions = Versions(name)
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
            self._begin_meanings()
        return versions

    def _begin_meanings(self) -> None:
        self.versions.make_meanings()
        found = self._scan(self.versions.alias, ["id", "digest", "on"])
        write(put(self.versions.meanings, hit["_id"], blank_sense(hit["_source"])) for hit in found)

    def clear(self) -> None:
        with available():
            self.versions.drop()
            self._ready()
        cache.delete(self._statistics_key)

    def drop(self) -> None:
        """Forget the index itself; for an evaluation's."""
        with available():
            self.versions.drop()
        cache.delete(self._statistics_key)

    def names(self) -> frozenset[str]:
        self.versions.forget()
        with available():
            return self.versions.live_names()

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
            for hit in self._scan(self.versions.alias, ["id", "title", "question", "answer"], query)
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
        known = self._senses(list(entries), writing())
        write(
            put(self.versions.meanings, key, blank_sense(entry))
            for key, entry in entries.items()
            if known.get(key, {}).get("_source", {}).get("digest") != entry["digest"]
        )

    def _senses(self, ids: Sequence[str], client: Any) -> dict[str, dict[str, Any]]:
        """Records of meaning with their sequence numbers, by document id; those that are there."""
        if not ids:
            return {}
        found = client.mget(index=self.versions.meanings, ids=list(ids))
        return {each["_id"]: each for each in found["docs"] if each.get("found")}

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
            cache.delete(self._statistics_key)
            time.sleep(self._grace)
            self.versions.delete(each.name for each in live)
            self._tidy()
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
            writing().indices.refresh(index=self.versions.meanings)  # what was given a moment ago does not wait
            found = writing().search(index=self.versions.meanings, **asking.waiting(model, min(limit, REACHABLE)))
            return _ids(found)

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Of the passages of ``ids``, those that are there."""
        with available():
            return {key: record["_source"]["digest"] for key, record in self._senses(ids, writing()).items()}

    def give_meaning(self, vectors: Mapping[str, Meaning], model: str) -> None:
        with available():
            self._fit(vectors)
            for chunk in _chunks(vectors, CHUNK):
                known = self._senses(chunk, writing())
                write(
                    put(
                        self.versions.meanings,
                        each,
                        filled_sense(record["_source"], vectors[each], model),
                        if_seq_no=record["_seq_no"],  # a document that changed meanwhile goes on waiting
                        if_primary_term=record["_primary_term"],
                    )
                    for each, record in known.items()
                )
            self._seen()

    def _fit(self, vectors: Mapping[str, Meaning]) -> None:
        """An index of meanings knows one width; a model of another width begins it anew, and all wait again."""
        width = next((rows.shape[1] for parts, rows in vectors.values() if parts), None)
        (about,) = writing().indices.get_mapping(index=self.versions.meanings).values()
        known = about["mappings"]["properties"]["vectors"]["properties"]["vector"].get("dims")
        if width is not None and known is not None and width != known:
            logger.info("search meanings begun anew", extra={"width": width})
            self._begin_meanings()

    def _tidy(self) -> None:
        """Meanings of documents that are gone."""
        client = writing()
        client.indices.refresh(index=[self.versions.alias, self.versions.meanings])
        kept = {hit["_id"] for hit in self._scan(self.versions.alias, False)}
        write(
            take(self.versions.meanings, hit["_id"])
            for hit in self._scan(self.versions.meanings, False)
            if hit["_id"] not in kept
        )

    # Reading

    def _scan(
        self, index: str, source: list[str] | bool, query: Mapping[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        body = {"query": query} if query else None
        yield from scan(writing(), query=body, index=index, size=SCANNED, _source=source)

    def search(self, query: Query) -> Results:
        with available():
            learn(self.versions.live_names())
            return super().search(query)

    def similar(self, asked: Asked, *, limit: int) -> Similar:
        with available():
            learn(self.versions.live_names())
            return super().similar(asked, limit=limit)

    def count(self) -> int:
        with available():
            return int(reading().count(index=self.versions.alias)["count"])

    def ids(self) -> Mapping[str, str]:
        with available():
            writing().indices.refresh(index=self.versions.alias)
            found = self._scan(self.versions.alias, ["fingerprint"])
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
        listed = list(terms)
        answer = reading().search(index=self.versions.alias, **asking.frequencies(listed))
        counts = answer["aggregations"]["terms"]["buckets"]
        return {term: count for place, term in enumerate(listed) if (count := counts[str(place)]["doc_count"])}

    def match(self, weights: Mapping[str, float], *, needed: float, query: Query, limit: int) -> Matched:
        if not weights:
            return Matched((), {}, 0, Facets())
        answer = reading().search(index=self.versions.alias, **asking.match(weights, needed, query, limit))
        held = {hit["_id"]: hit["_score"] for hit in answer["hits"]["hits"]}
        return Matched(tuple(held), held, answer["hits"]["total"]["value"], asking.facets(answer["aggregations"]))

    def strongest(self, weights: Mapping[str, float], *, limit: int) -> list[str]:
        return _ids(reading().search(index=self.versions.alias, **asking.strongest(weights, limit)))

    def nearest(self, vectors: NDArray[np.float32], *, limit: int) -> list[str]:
        questions: list[dict[str, Any]] = []
        for row in vectors:
            questions += [{}, asking.nearest(row.tolist(), limit)]
        near: dict[str, float] = {}
        for answer in reading().msearch(index=self.versions.meanings, searches=questions)["responses"]:
            if answer.get("status") == BAD_REQUEST:
                continue  # vectors of another width are being replaced
            for hit in answer["hits"]["hits"]:
                near[hit["_id"]] = max(near.get(hit["_id"], 0.0), hit["_score"])
        return sorted(near, key=lambda each: (-near[each], each))[:limit]

    def candidates(self, ids: Sequence[str]) -> list[ranking.Candidate]:
        docs = [{"_index": self.versions.alias, "_id": each, "_source": READ} for each in ids]
        senses = [{"_index": self.versions.meanings, "_id": each, "_source": ["parts", "packed"]} for each in ids]
        found = reading().mget(docs=[*docs, *senses])["docs"]
        felt = {each["_id"]: each["_source"] for each in found[len(ids) :] if each.get("found")}
        return [candidate(each["_source"], felt.get(each["_id"])) for each in found[: len(ids)] if each.get("found")]


def _ids(answer: Any) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def _chunks(items: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
