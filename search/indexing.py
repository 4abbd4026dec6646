"""Keeping the index true to the database: one document at a time, all at once, and comparing both ways."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from portal.outbox.queue import enqueue
from search import sources
from search.backends.base import Backend
from search.cluster.following import follow
from search.documents import Document
from search.engine import backend
from search.schools import school_names

logger = logging.getLogger(__name__)


def schedule(source: str, key: int) -> None:
    """In the caller's transaction: look at this record again and index or forget it.

    Messages are not merged: each change has its own, and each looks at the state of the moment, so order is no matter.
    """
    _leave("search.index", source, key)


def schedule_removal(source: str, key: int) -> None:
    """In the caller's transaction: forget this record, unless it is public again by then."""
    _leave("search.remove", source, key)


def _leave(kind: str, source: str, key: int) -> None:
    enqueue(kind, key=f"{kind}:{source}:{key}:{uuid4().hex}", payload={"source": source, "id": key})
    follow(source, key)


def learn_schools(index: Backend) -> None:
    """Keep the names of new schools whole, in what is asked from now on and in the documents that hold them."""
    concerned = index.add_names(school_names())
    if concerned:
        index.index(sources.live(concerned).values())
        logger.info("search names learned", extra={"documents": len(concerned)})


def refresh(source: str, key: int) -> None:
    """Bring one record of the index to the state of the database. Idempotent."""
    document_id = f"{source}:{key}"
    document = sources.live([document_id]).get(document_id)
    index = backend("embedded")
    learn_schools(index)
    if document is None:
        index.remove([document_id])
        logger.info("search document removed", extra={"document": document_id})
    else:
        index.index([document])
        logger.info("search document indexed", extra={"document": document_id})


@dataclass(frozen=True)
class Drift:
    """What parts index and database: public but not indexed, indexed but not public, indexed with old words."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    stale: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.stale)


def compare(index: Backend, documents: Iterable[Document]) -> Drift:
    """Both ways: every public document against the index, every entry against what is public."""
    indexed = dict(index.ids())
    missing, stale = [], []
    for document in documents:
        fingerprint = indexed.pop(document.id, None)
        if fingerprint is None:
            missing.append(document.id)
        elif fingerprint != document.fingerprint:
            stale.append(document.id)
    return Drift(tuple(missing), tuple(indexed), tuple(stale))


def repair(index: Backend, drift: Drift) -> None:
    """Bring the records named by ``drift`` to the state of the database."""
    wanted = [*drift.missing, *drift.stale]
    found = sources.live(wanted)
    index.index(found[each] for each in wanted if each in found)
    index.remove([*drift.surplus, *(each for each in wanted if each not in found)])


def index_the_demo(scale: int) -> str:
    """Seeding writes in bulk, past the signals that search listens to: so it looks at everything once, at the end."""
    index = backend("embedded")
    learn_schools(index)
    repair(index, compare(index, sources.everything()))
    return f"搜索索引：{index.count()}条"
