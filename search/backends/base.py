"""What a search backend must do, and what it answers with. One contract test runs over every backend."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.asking import Asked
from search.documents import Document
from search.passages import Part
from search.queries import Query

Meaning = tuple[tuple[Part, ...], NDArray[np.float32]]  # where each passage comes from, and its vector: a row each


class SearchUnavailable(Exception):
    """The index cannot be asked now. Never to be shown as "nothing found"."""


@dataclass(frozen=True)
class Hit:
    """``id`` of a document; ``score`` is comparable within one answer only; ``probability`` (0–1) that it helps."""

    id: str
    score: float
    probability: float = 0.0


@dataclass(frozen=True)
class Facets:
    """How many results each value of a filter would keep, most frequent first; years newest first."""

    kind: dict[str, int] = field(default_factory=dict)
    topic: dict[str, int] = field(default_factory=dict)
    unit: dict[str, int] = field(default_factory=dict)
    year: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """One page of hits; ``total`` counts all that match the filters and can be paged to, ``facets`` all that match.

    ``degraded``: the usual engine was away, a simpler one answered.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Facets
    degraded: bool = False


@dataclass(frozen=True)
class Similar:
    """Best documents for a letter. ``confidence`` (0–1): the probability that the best one helps."""

    hits: tuple[Hit, ...]
    confidence: float
    degraded: bool = False


class Backend(ABC):
    """Every method raises SearchUnavailable when the index cannot be reached."""

    @abstractmethod
    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace ``documents``; how many. Passages that did not change keep their meaning."""

    @abstractmethod
    def remove(self, ids: Iterable[str]) -> None:
        """Forget ``ids``; unknown ones are no error."""

    @abstractmethod
    def search(self, query: Query) -> Results:
        """The page of results that ``query`` asks for; past the last page: no hits, but the total."""

    @abstractmethod
    def similar(self, asked: Asked, *, limit: int) -> Similar:
        """Documents that may answer what is asked."""

    @abstractmethod
    def pending(self, limit: int, *, model: str) -> list[str]:
        """Up to ``limit`` ids, newest first, of documents whose passages have no vectors of ``model`` yet."""

    @abstractmethod
    def give_meaning(self, vectors: Mapping[str, Meaning], model: str) -> None:
        """Keep the vectors of documents by id; no passages: nothing to compare. Unknown ids are left out."""

    @abstractmethod
    def names(self) -> frozenset[str]:
        """Names of schools that the index keeps whole."""

    @abstractmethod
    def add_names(self, names: Iterable[str]) -> list[str]:
        """Keep ``names`` whole from now on; ids of the documents that hold a new one: they have to be indexed again."""

    @abstractmethod
    def count(self) -> int:
        """How many documents are in the index."""

    @abstractmethod
    def ids(self) -> Mapping[str, str]:
        """Id → fingerprint of everything in the index."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything."""

    @abstractmethod
    def rebuild(self, documents: Iterable[Document], *, names: Iterable[str] = ()) -> int:
        """Fill a new version while the old one goes on answering, then swap; how many documents.

        ``names`` of schools are kept whole in its terms.

        What is indexed or removed meanwhile goes to both versions. When filling fails, the old version stays.
        """
