"""Letters that ask the same, by the nearness of their vectors. Pure: numbers in, numbers out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.analysis import normalize, query_counts

READ = 400  # characters of a letter that tell what it is about
COMMONEST = 0.3  # a term in more than this share of the letters parts nothing, once there are some


def groups(vectors: NDArray[np.float32], near: float) -> list[list[int]]:
    """Rows of ``vectors`` (unit length) parted into groups, largest first: each a row and all that lie near it.

    ``near``: cosine from which two rows are the same matter. The row with most neighbours leads the first group, what
    is left makes the next. Groups never grow by chains, where the last would have nothing to do with the first.
    """
    if not len(vectors):
        return []
    close = vectors @ vectors.T >= near
    np.fill_diagonal(close, True)
    left = np.ones(len(vectors), dtype=bool)
    found: list[list[int]] = []
    while left.any():
        neighbours = np.where(left, (close & left).sum(axis=1), 0)
        leader = int(neighbours.argmax())
        members = np.flatnonzero(close[leader] & left)
        found.append([int(member) for member in members])
        left[members] = False
    return sorted(found, key=lambda group: (-len(group), group[0]))


def terms_of(text: str) -> set[str]:
    """Words of the beginning of a letter that tell what it is about."""
    counts, words = query_counts(normalize(text[:READ]))
    return {term for term in counts if len(term) > 1 and term in words}


def by_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row of unit length a text: terms it shares with others, the rarer the heavier; zeros when it shares none.

    For where nothing can be embedded.
    """
    listed = [terms_of(text) for text in texts]
    frequencies = Counter(term for terms in listed for term in terms)
    most = max(3.0, COMMONEST * len(texts))
    columns = {term: at for at, term in enumerate(sorted(t for t, n in frequencies.items() if 2 <= n <= most))}
    rows = np.zeros((len(texts), max(len(columns), 1)), dtype=np.float32)
    for at, terms in enumerate(listed):
        for term in terms & columns.keys():
            rows[at, columns[term]] = math.log(1 + len(texts) / frequencies[term])
        norm = float(np.linalg.norm(rows[at]))
        rows[at] /= norm or 1.0
    return rows


def shared_terms(texts: Sequence[str], most: int = 4) -> list[str]:
    """What at least half of ``texts`` have in common, longest words first; none for a single text."""
    if len(texts) < 2:
        return []
    counts = Counter(term for text in texts for term in terms_of(text))
    common = [term for term, count in counts.items() if count * 2 >= len(texts) and count > 1]
    common.sort(key=lambda term: (-counts[term], -len(term), term))
    kept: list[str] = []
    for term in common:
        if not any(term in other or other in term for other in kept):
            kept.append(term)
    return kept[:most]
