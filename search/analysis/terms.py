"""Texts to terms: character bigrams, latin and digit runs, and words of three or more characters.

A two-character word is its own bigram; longer words ("随机派位") are terms of their own and weigh as one.
Single characters are indexed, so that a query of one character finds something, but never asked for in a longer one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

import rjieba

from search.analysis.data import boilerplate, lexicon, stop_words
from search.analysis.normalize import normalize, runs

FILLER_CHARACTERS = frozenset("的了是在我你您吗呢吧啊呀嘛么")
MAX_TEXT = 5_000  # characters of a query that are read; a letter's body ends there too


FREQUENT = 100_000  # occurrences, in the segmenter's own dictionary, that keep a word whole in any sentence


@lru_cache(maxsize=2)
def _segmenter(names: frozenset[str]) -> rjieba.Jieba:
    """One segmenter a set of names: other threads go on with theirs while a new one is made (half a second)."""
    jieba = rjieba.Jieba()
    for word in (*lexicon(), *names):
        jieba.add_word(normalize(word), FREQUENT, "n")
    return jieba


class _Learned:
    names: frozenset[str] = frozenset()


def segmenter() -> rjieba.Jieba:
    """The segmenter with our lexicon and the names that were learned last."""
    return _segmenter(_Learned.names)


def learn(names: Iterable[str]) -> None:
    """Keep ``names`` of schools whole from now on, in this process, and no other names."""
    _Learned.names = frozenset(names)


def words(folded: str) -> list[str]:
    """Words of a normalized text in order, without punctuation and stop words."""
    return [word for run in runs(folded) for word in segmenter().cut(run, False) if word not in stop_words()]


def grams(run: str) -> list[str]:
    """Bigrams of a run of hanzi; a latin or digit run is one term, a lone character itself."""
    if run.isascii() or len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def index_terms(folded: str) -> set[str]:
    """Every term under which a normalized text can be found."""
    found: set[str] = set()
    for run in runs(folded):
        found.update(grams(run))
        found.update(run if not run.isascii() else ())
    found.update(word for word in words(folded) if len(word) > 2)
    return found


@cache
def _fillers() -> re.Pattern[str]:
    """Politeness and stop words, longest first. Single characters only where they never begin or end a telling word."""
    stop = [word for word in stop_words() if len(word) > 1 or word in FILLER_CHARACTERS]
    return re.compile("|".join(re.escape(word) for word in sorted(stop, key=len, reverse=True)))


def query_counts(folded: str) -> tuple[Counter[str], set[str]]:
    """Terms to ask for with their number of occurrences, and which of them are words.

    Boilerplate and stop words part the text, so that no bigram reaches across them. When nothing else is left (the
    query is "怎么办", or one character), the text is taken as it stands.
    """
    asked = _fillers().sub(" ", boilerplate().sub(" ", folded))
    real = set(words(asked))
    counts = Counter(gram for run in runs(asked) for gram in grams(run))
    counts.update(word for word in words(asked) if len(word) > 2 and not word.isascii())
    telling = {term for term in counts if len(term) > 1 and term not in stop_words()}
    if not telling:
        plain = [gram for run in runs(folded) for gram in grams(run)]
        return Counter(plain), set(plain)
    return Counter({term: counts[term] for term in telling}), real
