"""Millions of invented answers for Elasticsearch, read once by the analysis and then combined: feeding takes minutes.

Words follow Zipf's law, as those of a language do: few in every answer, most in hardly any.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import index_terms, normalize
from search.documents import Kind
from search.passages import Part
from tests.bench.corpus import MATTERS, SCHOOLS, Writer

FIRST, LAST = 0x4E00, 0x7A00  # hanzi that invented words are made of
WORDS = 40_000
SENTENCES = 30_000
DIMENSIONS = 384
UNITS = [f"云岭区第{number}科" for number in range(1, 21)]


@dataclass(frozen=True)
class Sentence:
    text: str
    terms: frozenset[str]


class Pool:
    """Sentences with their terms; ``seed`` tells one run from another, not one process from another."""

    def __init__(self, seed: int = 1, sentences: int = SENTENCES) -> None:
        self.choice = random.Random(seed)
        invent = random.Random(7)  # the words are the same in every pool
        hanzi = [chr(code) for code in range(FIRST, LAST)]
        self._words = ["".join(invent.choices(hanzi, k=invent.choice((2, 2, 3)))) for _ in range(WORDS)]
        self._shares = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self._writer = Writer(seed)
        self.titles = [self._read(f"{school}{matter}") for school in SCHOOLS for matter in MATTERS]
        self.sentences = [self._read(self._sentence()) for _ in range(sentences)]

    def _sentence(self) -> str:
        words = self.choice.choices(self._words, cum_weights=self._shares, k=self.choice.randint(3, 9))
        told = self._writer.sentence() + "，" if self.choice.random() < 0.3 else ""
        return told + "，".join("".join(words[place : place + 3]) for place in range(0, len(words), 3))

    @staticmethod
    def _read(text: str) -> Sentence:
        folded = normalize(text)
        return Sentence(folded, frozenset(index_terms(folded)))

    def text(self, sentences: int) -> list[Sentence]:
        return self.choice.choices(self.sentences, k=sentences)

    def letter(self, sentences: int) -> str:
        """Subject and body of somebody who writes about what was answered before, in part."""
        said = [each.text for each in self.text(sentences // 2)] + [self._sentence() for _ in range(sentences // 2)]
        return self.choice.choice(self.titles).text + "\n" + "。".join(said)


def entries(count: int, pool: Pool) -> Iterator[dict[str, Any]]:
    """Records as the cluster keeps them."""
    for number in range(1, count + 1):
        title, question, answer = pool.choice.choice(pool.titles), pool.text(4), pool.text(7)
        texts = [title.text, "。".join(s.text for s in question), "。".join(s.text for s in answer)]
        on = pool.choice.randint(0, 3000)
        day = Writer(0).day().replace(year=2026, month=11, day=20) - timedelta(days=on)
        yield {
            "id": f"answer:{number}",
            "fingerprint": f"{number:016x}",
            "digest": f"{number:032x}",
            "kind": Kind.ANSWER.value,
            "topic": pool.choice.choice(MATTERS),
            "unit": pool.choice.choice(UNITS),
            "on": day.isoformat(),
            "year": day.year,
            "superseded": False,
            "terms": " ".join(frozenset().union(title.terms, *(s.terms for s in (*question, *answer)))),
            **dict(zip(("title", "question", "answer"), texts, strict=True)),
            **dict(zip(("title_length", "question_length", "answer_length"), map(len, texts), strict=True)),
        }


class Meanings:
    """Invented vectors around a few hundred matters, as those of a language lie in heaps."""

    def __init__(self, seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self._matters = np.random.default_rng(7).normal(size=(400, DIMENSIONS)).astype(np.float32)

    def rows(self, count: int) -> NDArray[np.float32]:
        near = self._matters[self._random.integers(0, len(self._matters), count)]
        rows = near + 0.7 * self._random.normal(size=(count, DIMENSIONS)).astype(np.float32)
        made: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return made

    def of(self, documents: int, passages: int) -> Iterator[tuple[tuple[Part, ...], NDArray[np.float32]]]:
        """Parts and rounded vectors: shorter numbers on the way."""
        parts = tuple([Part.TITLE, Part.QUESTION, Part.ANSWER][:passages])
        for _ in range(documents):
            yield parts, np.round(self.rows(passages), 4)
