"""Documents as the cluster keeps them. Terms arrive cut by ``analysis``, so any cluster can index them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date
from typing import Any

import numpy as np
from elasticsearch_dsl import (
    Binary,
    Boolean,
    Date,
    DenseVector,
    Document,
    InnerDoc,
    Integer,
    Keyword,
    MetaField,
    Nested,
    Text,
)
from numpy.typing import NDArray

from search import ranking
from search.backends.base import Meaning
from search.backends.meanings import digest
from search.backends.reading import entry_fields, scored, terms_of
from search.documents import Document as PublicDocument
from search.passages import Part

LONGEST_TERM = 200  # characters; the whitespace analyzer cuts what is longer than 255
# Few segments: every question, above all one by meaning, pays for each of them; written to it is little.
MERGING = {"segments_per_tier": 4, "max_merge_at_once": 4, "floor_segment": "32mb"}
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    "merge": {"policy": MERGING},
}
KEPT = {"index": False, "doc_values": False}  # only given back


class Entry(Document):
    """One public document: terms to find it, fields to filter, texts to rank. ``digest``: of its passages."""

    id = Keyword()
    fingerprint = Keyword(**KEPT)
    digest = Keyword(**KEPT)
    kind = Keyword()
    topic = Keyword()
    unit = Keyword()
    on = Date(format="strict_date")
    year = Integer()
    superseded = Boolean(**KEPT)
    terms = Text(analyzer="whitespace", norms=False, index_options="docs")
    title = Text(index=False)
    question = Text(index=False)
    answer = Text(index=False)
    title_length = Integer(index=False)
    question_length = Integer(index=False)
    answer_length = Integer(index=False)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(excludes=["terms"])


class Passage(InnerDoc):
    vector = DenseVector(similarity="cosine", index=True, index_options={"type": "int8_hnsw"})


class Sense(Document):
    """What one document means; ``model`` is empty until its passages are embedded.

    ``packed``: the vectors as float16, row after row; numbers in JSON would be ten times as long.
    """

    id = Keyword()
    digest = Keyword(**KEPT)
    model = Keyword()
    on = Date(format="strict_date")
    parts = Keyword(**KEPT)
    packed = Binary()
    vectors = Nested(Passage)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(excludes=["vectors"])


def mapping(kind: type[Document], **meta: object) -> dict[str, Any]:
    """The body of an index for documents of ``kind``; ``meta`` is kept with it."""
    return {**kind._doc_type.mapping.to_dict(), "_meta": meta}


def entry_source(document: PublicDocument) -> dict[str, Any]:
    """The record of ``document``."""
    whole = entry_fields(document)
    fields = scored(whole)
    return {
        "id": document.id,
        "fingerprint": document.fingerprint,
        "digest": digest(document),
        "kind": document.kind,
        "topic": document.topic[:100],
        "unit": document.unit[:100],
        "on": document.on.isoformat() if document.on else None,
        "year": document.on.year if document.on else None,
        "superseded": document.superseded,
        "terms": " ".join(sorted(term[:LONGEST_TERM] for term in terms_of(whole))),
        "title": fields.title,
        "question": fields.question,
        "answer": fields.answer,
        "title_length": len(fields.title),
        "question_length": len(fields.question),
        "answer_length": len(fields.answer),
    }


def candidate(source: dict[str, Any], sense: dict[str, Any] | None) -> ranking.Candidate:
    """What ranking reads, from the records of a document and of its meaning."""
    parts, vectors = unpacked(sense) if sense else ((), None)
    return ranking.Candidate(
        id=source["id"],
        fields=ranking.Fields(source["title"], source["question"], source["answer"]),
        on=date.fromisoformat(source["on"]) if source["on"] else None,
        superseded=source["superseded"],
        unit=source["unit"],
        topic=source["topic"],
        kind=source["kind"],
        parts=parts,
        vectors=vectors,
    )


def blank_sense(entry: dict[str, Any]) -> dict[str, Any]:
    """The record of meaning of a document that waits to be embedded, from its own record."""
    own = {name: entry[name] for name in ("id", "digest", "on")}
    return {**own, "model": "", "parts": [], "packed": None, "vectors": []}


def filled_sense(blank: dict[str, Any], meaning: Meaning, model: str) -> dict[str, Any]:
    """The record of a document that was embedded; ``blank`` is the one before."""
    parts, vectors = meaning
    return {
        **blank,
        "model": model,
        "parts": [part.value for part in parts],
        "packed": b64encode(vectors.astype(np.float16).tobytes()).decode() if parts else None,
        "vectors": [{"vector": row.tolist()} for row in vectors] if parts else [],
    }


def unpacked(sense: dict[str, Any]) -> tuple[tuple[Part, ...], NDArray[np.float32] | None]:
    """Parts and vectors of a record; none while it waits."""
    parts = tuple(Part(each) for each in sense.get("parts") or ())
    if not parts:
        return (), None
    rows = np.frombuffer(b64decode(sense["packed"]), dtype=np.float16).astype(np.float32)
    return parts, rows.reshape(len(parts), -1)
