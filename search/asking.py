"""What is asked of an index: the words of a letter or a question, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.analysis import MAX_TEXT
from search.queries import importance, split_letter


class Embeds(Protocol):
    """The part of an embedder that a question needs."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, eq=False)
class Asked:
    """``vectors``: one row of unit length a sentence; None when only words are compared."""

    text: str
    sentences: tuple[str, ...] = ()
    vectors: NDArray[np.float32] | None = None

    @cached_property
    def wanted(self) -> dict[str, float]:
        """Terms and their importance; read once the backend knows which names its index keeps whole."""
        return importance(*split_letter(self.text))


def asked(text: str, embedder: Embeds | None = None) -> Asked:
    """``text`` as it is asked; its first line is the subject when more lines follow."""
    text = text[:MAX_TEXT]
    if embedder is None or not text.strip():
        return Asked(text)
    sentences = (text.strip().partition("\n")[0],)
    return Asked(text, sentences, embedder.queries(sentences))
