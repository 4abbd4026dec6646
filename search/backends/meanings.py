"""Vectors of documents as rows of the embedded backend's table."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.backends.base import Meaning
from search.documents import Document
from search.models import SearchDocument, SearchMeaning
from search.passages import Part, passages

STORED = np.dtype("<f2")  # half the room; it moves a cosine by less than 0.0005


@dataclass(frozen=True)
class Made:
    """Vectors that were made before, as they are stored."""

    model: str = ""
    parts: str = ""
    vectors: bytes = b""


def digest(document: Document) -> str:
    """Changes when other sentences of the document have to be embedded."""
    said = repr([(str(each.part), each.text) for each in passages(document)])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def made(digests: Collection[str]) -> dict[str, Made]:
    """By digest, what any version of any index already holds; the newest where models differ."""
    rows = SearchMeaning.objects.filter(digest__in=digests).exclude(model="").order_by("pk")
    columns = rows.values_list("digest", "model", "parts", "vectors")
    return {each: Made(model, parts, bytes(vectors)) for each, model, parts, vectors in columns}


def fresh_rows(refs: Iterable[int], digests: Iterable[str], known: Mapping[str, Made]) -> list[SearchMeaning]:
    """A row for each new entry: with its vectors where ``known`` has them, else as a mark that they are to be made."""
    rows = []
    for ref, each in zip(refs, digests, strict=True):
        found = known.get(each, Made())
        rows.append(
            SearchMeaning(document_id=ref, digest=each, model=found.model, parts=found.parts, vectors=found.vectors)
        )
    return rows


def waiting(index_id: int, *, model: str, limit: int) -> list[str]:
    """Ids of documents without vectors of ``model``, the last indexed first."""
    rows = SearchMeaning.objects.filter(document__index_id=index_id).exclude(model=model).order_by("-document_id")
    return list(rows.values_list("document__key", flat=True)[:limit])


def give(index_id: int, vectors: Mapping[str, Meaning], model: str) -> None:
    """Replace the rows of documents by new ones with ``vectors``; ids that are not in this version are left out."""
    entries = SearchDocument.objects.filter(index_id=index_id, key__in=list(vectors))
    concerned = list(entries.values_list("pk", "key", "meaning__digest"))
    SearchMeaning.objects.filter(document_id__in=[pk for pk, _, _ in concerned]).delete()
    SearchMeaning.objects.bulk_create(
        SearchMeaning(
            document_id=pk,
            digest=own or "",
            model=model,
            parts=" ".join(vectors[key][0]),
            vectors=vectors[key][1].astype(STORED).tobytes(),
        )
        for pk, key, own in concerned
    )


def read(parts: str | None, vectors: bytes | memoryview | None) -> tuple[tuple[Part, ...], NDArray[np.float32] | None]:
    """What ranking compares: parts and a row for each; nothing where nothing was embedded yet."""
    if not parts or not vectors:
        return (), None
    told = tuple(map(Part, parts.split()))
    return told, np.frombuffer(vectors, STORED).reshape(len(told), -1).astype(np.float32)
