"""What documents mean: an index beside the versions, so that a rebuild embeds nothing and builds no graph anew."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.backends.base import Meaning
from search.backends.elastic import asking
from search.backends.elastic.client import reading, scanned, writing
from search.backends.elastic.mapping import blank_sense, filled_sense
from search.backends.elastic.versions import Versions
from search.backends.elastic.writing import put, take, write

logger = logging.getLogger(__name__)
CHUNK = 250  # documents that are looked up in one step
BAD_REQUEST = 400


class Senses:
    """Records of meaning, one a document of ``versions``."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._index = versions.meanings

    def begin(self) -> None:
        """Anew: every document waits for its vectors."""
        self._versions.make_meanings()
        found = scanned(self._versions.alias, ["id", "digest", "on"])
        write(put(self._index, hit["_id"], blank_sense(hit["_source"])) for hit in found)

    def of(self, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Records with their sequence numbers, by document id; those that are there."""
        if not ids:
            return {}
        found = writing().mget(index=self._index, ids=list(ids))
        return {each["_id"]: each for each in found["docs"] if each.get("found")}

    def wait(self, entries: Mapping[str, dict[str, Any]]) -> None:
        """Of ``entries`` by id, those whose passages are new or changed begin to wait."""
        known = self.of(entries)
        write(
            put(self._index, key, blank_sense(entry))
            for key, entry in entries.items()
            if key not in known or known[key]["_source"]["digest"] != entry["digest"]
        )

    def waiting(self, model: str, limit: int) -> list[str]:
        """Ids of documents without vectors of ``model``, newest first."""
        writing().indices.refresh(index=self._index)  # what was given a moment ago does not wait
        found = writing().search(index=self._index, **asking.waiting(model, limit))
        return list(asking.scores(found.body))

    def give(self, vectors: Mapping[str, Meaning], model: str) -> None:
        """Vectors by document id; a document that changes meanwhile goes on waiting."""
        self._fit(vectors)
        rest = iter(vectors)
        while chunk := list(islice(rest, CHUNK)):
            known = self.of(chunk)
            write(
                put(
                    self._index,
                    each,
                    filled_sense(record["_source"], vectors[each], model),
                    if_seq_no=record["_seq_no"],
                    if_primary_term=record["_primary_term"],
                )
                for each, record in known.items()
            )

    def _fit(self, vectors: Mapping[str, Meaning]) -> None:
        """An index of vectors knows one width: a model of another width begins it anew."""
        width = next((rows.shape[1] for parts, rows in vectors.values() if parts), None)
        (about,) = writing().indices.get_mapping(index=self._index).values()
        known = about["mappings"]["properties"]["vectors"]["properties"]["vector"].get("dims")
        if width is not None and known is not None and width != known:
            logger.info("search.meanings_begun_anew", extra={"width": width})
            self.begin()

    def tidy(self) -> None:
        """Forget the meaning of documents that are gone."""
        writing().indices.refresh(index=[self._versions.alias, self._index])
        kept = {hit["_id"] for hit in scanned(self._versions.alias, False)}
        write(take(self._index, hit["_id"]) for hit in scanned(self._index, False) if hit["_id"] not in kept)

    def nearest(self, vectors: NDArray[np.float32], limit: int) -> list[str]:
        """Ids of the documents with a passage nearest to any row; none while vectors of another width are replaced."""
        questions: list[dict[str, Any]] = []
        for row in vectors:
            questions += [{}, asking.nearest(row.tolist(), limit)]
        near: dict[str, float] = {}
        for answer in reading().msearch(index=self._index, searches=questions)["responses"]:
            if answer.get("status") == BAD_REQUEST:
                continue
            for key, score in asking.scores(answer).items():
                near[key] = max(near.get(key, 0.0), score)
        return sorted(near, key=lambda each: (-near[each], each))[:limit]
