"""Matters that belong to other authorities, as sentences: to say honestly that a question is none of the bureau's.

The list is data (``data/elsewhere.txt``, one matter a line). Its vectors are made once for a model, by whoever fills
meaning, and kept in the shared cache: a reader never waits for them.
"""

from __future__ import annotations

import hashlib
from functools import cache as remembered
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray

from search.analysis import normalize
from search.embeddings import Embedder

STORED = "<f4"
FILE = Path(__file__).parent / "data" / "elsewhere.txt"


@remembered
def matters() -> tuple[str, ...]:
    """Each as it would be asked."""
    rows = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(row.strip() for row in rows if row.strip() and not row.startswith("#"))


@lru_cache(maxsize=4)
def _key(model: str) -> str:
    said = "\n".join((model, *map(normalize, matters())))
    return f"search-elsewhere-{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def prepare(embedder: Embedder) -> None:
    """Make the vectors when nobody has yet: about two seconds."""
    key = _key(embedder.model)
    if cache.get(key) is None:
        made = embedder.queries([normalize(each) for each in matters()])
        cache.set(key, np.ascontiguousarray(made, dtype=STORED).tobytes(), None)


def known(model: str) -> NDArray[np.float32] | None:
    """A row a matter; None while nobody has made them."""
    key = _key(model)
    if key not in _held:
        stored = cache.get(key)
        if stored is None:
            return None
        _held[key] = np.frombuffer(stored, dtype=STORED).reshape(len(matters()), -1)
    return _held[key]


_held: dict[str, NDArray[np.float32]] = {}  # what this process has read; one entry a model and list
