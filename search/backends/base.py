"""What a search backend must do, and what it answers with. One contract test runs over every backend."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from search.documents import Document
from search.queries import Query


class SearchUnavailable(Exception):
    """The index cannot be asked now. Never to be shown as "nothing found"."""


@dataclass(frozen=True)
class Hit:
    """``id`` of a document and its score, comparable within one answer only."""

    id: str
    score: float


@dataclass(frozen=True)
class Facets:
    """How many results each value of a filter would keep, most frequent first; years newest first."""

    kind: dict[str, int] = field(default_factory=dict)
    topic: dict[str, int] = field(default_factory=dict)
    unit: dict[str, int] = field(default_factory=dict)
    year: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """One page of hits; ``total`` counts all that match the filters, ``facets`` all that match the words."""

    hits: tuple[Hit, ...]
    total: int
    facets: Facets


@dataclass(frozen=True)
class Similar:
    """Best documents for a letter. ``confidence`` (0–1): the probability that the best one helps."""

    hits: tuple[Hit, ...]
    confidence: float


class Backend(ABC):
    """Every method raises SearchUnavailable when the index cannot be reached."""

    @abstractmethod
    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace ``documents``; how many."""

    @abstractmethod
    def remove(self, ids: Iterable[str]) -> None:
        """Forget ``ids``; unknown ones are no error."""

    @abstractmethod
    def search(self, query: Query) -> Results:
        """The page of results that ``query`` asks for; past the last page: no hits, but the total."""

    @abstractmethod
    def similar(self, text: str, *, limit: int) -> Similar:
        """Documents that may answer the letter ``text`` (its first line is the subject when more lines follow)."""

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
