"""Passage vectors of one index version in memory: which documents mean nearly the same as a sentence.

What is kept of each vector, once there are enough of them to tell, is its shadow on the 128 directions in which they
spread most (a third of the memory and of the time: 150 MB for 300,000 passages). In 3,500 passages of real letters the
60 documents nearest by shadow hold 99 % of the 10 and 96 % of the 30 that are really nearest; one average vector a
document held 81 % of the 10. Ranking reads the whole vectors of what is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from search.backends.meanings import STORED
from search.models import SearchMeaning

DIRECTIONS = 128
SAMPLE = 8_192  # passages that tell how all of them spread; before there are so many, vectors are kept whole
AT_ONCE = 5_000  # rows read by one question: a large index comes into memory over the first few


@dataclass(frozen=True, eq=False)
class Block:
    """``ids`` of rows in SearchMeaning, one a passage, and the vectors or shadows in the same order."""

    ids: NDArray[np.int64]
    rows: NDArray[np.float32]

    def joined(self, other: Block) -> Block:
        return Block(np.concatenate([self.ids, other.ids]), np.concatenate([self.rows, other.rows]))


@dataclass(frozen=True, eq=False)
class Held:
    """All that is in memory at one moment. ``directions`` (dimensions × DIRECTIONS): None while vectors are whole."""

    blocks: tuple[Block, ...] = ()
    directions: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return sum(len(block.ids) for block in self.blocks)

    def shadow(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        return vectors if self.directions is None else vectors @ self.directions

    def plus(self, new: Block) -> Held:
        """Blocks at least halve in size from one to the next: few of them, and little copying."""
        blocks = list(self.blocks)
        while blocks and len(blocks[-1].ids) <= 2 * len(new.ids):
            new = blocks.pop().joined(new)
        return Held((*blocks, new), self.directions)

    def among(self, alive: NDArray[np.int64]) -> Held:
        """Without the rows that are not ``alive`` any more."""
        kept = [(block, np.isin(block.ids, alive)) for block in self.blocks]
        return Held(tuple(Block(block.ids[live], block.rows[live]) for block, live in kept), self.directions)

    def in_shadow(self) -> Held:
        """With shadows in place of whole vectors, when there are enough to find the directions."""
        if self.directions is not None or len(self) < SAMPLE:
            return self
        rows = np.concatenate([block.rows for block in self.blocks])
        sample = rows[:: len(rows) // SAMPLE]
        _, directions = np.linalg.eigh(sample.T @ sample)  # by ascending spread
        chosen = np.ascontiguousarray(directions[:, -DIRECTIONS:], np.float32)
        return Held((Block(np.concatenate([block.ids for block in self.blocks]), rows @ chosen),), chosen)


class Space:
    """Vectors of ``model`` (any, when empty) in one version of an index. Safe for threads."""

    def __init__(self, index_id: int, model: str, dimensions: int) -> None:
        self.index_id = index_id
        self.model = model
        self.dimensions = dimensions
        self._held = Held()  # replaced as a whole, so that readers need no lock
        self._last = 0
        self._revision = -1
        self._changing = Lock()

    def __len__(self) -> int:
        """How many passages are in memory."""
        return len(self._held)

    def refresh(self, revision: int) -> None:
        """Read what is new since the last one. While another thread does, the question goes on with what is there."""
        if revision == self._revision or not self._changing.acquire(blocking=False):
            return
        try:
            rows = SearchMeaning.objects.filter(pk__gt=self._last).order_by("pk")
            # Other versions and models are left out here, not by the database: it would leave the order of the ids.
            read = list(rows.values_list("pk", "document__index_id", "model", "vectors")[:AT_ONCE])
            self._held = self._with((pk, vectors) for pk, index, model, vectors in read if self._is_mine(index, model))
            self._last = read[-1][0] if read else self._last
            if len(read) < AT_ONCE:
                self._revision = revision
        finally:
            self._changing.release()

    def _is_mine(self, index_id: int, model: str) -> bool:
        return index_id == self.index_id and bool(model) and self.model in {"", model}

    def _with(self, rows: Iterable[tuple[int, bytes | memoryview]]) -> Held:
        ids: list[int] = []
        pieces: list[bytes] = []
        size = self.dimensions * STORED.itemsize
        for pk, vectors in rows:
            whole = len(vectors) // size
            ids += [pk] * whole
            pieces.append(bytes(vectors)[: whole * size])
        if not ids:
            return self._held
        read = np.frombuffer(b"".join(pieces), STORED).reshape(-1, self.dimensions).astype(np.float32)
        return self._held.plus(Block(np.array(ids, np.int64), self._held.shadow(read))).in_shadow()

    def _forget_the_gone(self) -> None:
        """Compare by id with the table."""
        mine = SearchMeaning.objects.filter(document__index_id=self.index_id)
        with self._changing:
            self._held = self._held.among(np.fromiter(mine.values_list("pk", flat=True), np.int64))

    def nearest(self, vectors: NDArray[np.float32], *, limit: int) -> list[str]:
        """Keys of up to ``limit`` documents, nearest first. One query; a few more when much of the index has gone."""
        found = self._found(vectors, limit * 2)
        keys = self._living(found)
        if len(keys) < min(limit, len(found)):
            self._forget_the_gone()
            keys = self._living(self._found(vectors, limit))
        return keys[:limit]

    def _found(self, vectors: NDArray[np.float32], limit: int) -> list[int]:
        """Ids of up to ``limit`` rows of the table, nearest first, each once."""
        held = self._held
        if not len(held):
            return []
        asked = held.shadow(vectors).T
        # column by column: numpy's max() over so short an axis takes twenty times as long
        near = np.concatenate([reduce(np.maximum, (block.rows @ asked).T) for block in held.blocks])
        ids = np.concatenate([block.ids for block in held.blocks])
        many = min(len(near), limit * 6)  # passages: of one document there are few
        best = np.argpartition(-near, many - 1)[:many]
        ordered: list[int] = ids[best[np.argsort(-near[best], kind="stable")]].tolist()
        return list(dict.fromkeys(ordered))[:limit]

    def _living(self, found: list[int]) -> list[str]:
        """Keys of those of ``found`` that are still there, in the same order."""
        # Here too the version is looked at afterwards: asked for it, SQLite would read all documents of the version.
        rows = SearchMeaning.objects.filter(pk__in=found).values_list("pk", "document__index_id", "document__key")
        keys = {pk: key for pk, index, key in rows if index == self.index_id}
        return [keys[pk] for pk in found if pk in keys]
