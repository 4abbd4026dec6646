"""Where documents come from. The live database decides what is shown: an index only says where to look."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator

from search.documents import Document


class Source(ABC):
    """One kind of record that can be found. ``name`` begins the ids of its documents."""

    name: str

    @abstractmethod
    def load(self, keys: Collection[int] | None = None) -> Iterator[Document]:
        """Documents that a stranger may read now: all of them, or those among ``keys``. Constant number of queries."""

    @abstractmethod
    def count(self) -> int:
        """How many ``load()`` gives, for progress bars; an estimate is enough."""
