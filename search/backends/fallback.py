"""Elasticsearch in front, the site's database behind it: who asks gets an answer within a second and a half.

Only questions go to the cluster from here. What is written goes to the index in the database; the cluster follows by
messages of its own (``search.cluster``), so that neither waits for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from search.asking import Asked
from search.backends import breaker
from search.backends.base import Backend, Meaning, Results, SearchUnavailable, Similar
from search.backends.elastic.client import within
from search.documents import Document
from search.queries import Query

BUDGET_SECONDS = 1.0  # for all requests of one question together; the rest of 1.5 s is the other backend's
Answer = TypeVar("Answer", Results, Similar)


class FallbackBackend(Backend):
    """``first`` is asked while it answers, ``second`` otherwise, with a note that it did."""

    def __init__(self, first: Backend, second: Backend) -> None:
        self._first = first
        self._second = second

    def search(self, query: Query) -> Results:
        # Terms are read anew by the one that answers, from a copy: each index keeps its own names whole.
        return self._ask(lambda index: index.search(replace(query)))

    def similar(self, asked: Asked, *, limit: int) -> Similar:
        return self._ask(lambda index: index.similar(replace(asked), limit=limit))

    def _ask(self, question: Callable[[Backend], Answer]) -> Answer:
        if not breaker.is_open():
            try:
                with within(BUDGET_SECONDS):
                    found = question(self._first)
            except SearchUnavailable as error:
                breaker.failed(str(error))
            else:
                breaker.answered()
                return found
        return replace(question(self._second), degraded=True)

    def index(self, documents: Iterable[Document]) -> int:
        return self._second.index(documents)

    def remove(self, ids: Iterable[str]) -> None:
        self._second.remove(ids)

    def pending(self, limit: int, *, model: str) -> list[str]:
        return self._second.pending(limit, model=model)

    def give_meaning(self, vectors: Mapping[str, Meaning], model: str) -> None:
        self._second.give_meaning(vectors, model)

    def names(self) -> frozenset[str]:
        return self._second.names()

    def add_names(self, names: Iterable[str]) -> list[str]:
        return self._second.add_names(names)

    def count(self) -> int:
        return self._second.count()

    def ids(self) -> Mapping[str, str]:
        return self._second.ids()

    def clear(self) -> None:
        self._second.clear()

    def rebuild(self, documents: Iterable[Document], *, names: Iterable[str] = ()) -> int:
        return self._second.rebuild(documents, names=names)
