"""The vocabulary of the live index: words of its titles, school names, and the editable word lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from threading import Lock
from uuid import uuid4

from django.core.cache import cache
from django.db import DatabaseError

from search.analysis import words
from search.analysis.data import lexicon, stop_words, synonyms
from search.analysis.normalize import normalize
from search.analysis.vocabulary import Vocabulary
from search.backends.base import SearchUnavailable
from search.backends.embedded import SITE, EmbeddedBackend
from search.models import SearchIndex, SearchText

TITLES = 10_000  # the newest ones; they hold the words that people ask for today
LISTED = 3  # documents that a word of our own lists counts for at least
SECONDS = 1_800  # a new word is proposed after this time at the latest
SELDOM, SELDOM_SHARE = 2, 0.0005  # documents, and share of all, below which a pair of hanzi may be a slip


def counted(titles: Iterable[str], names: Iterable[str] = ()) -> Counter[str]:
    """Words with the number of folded ``titles`` that hold them.

    An everyday word counts as often as the word it is read as: titles are folded, people type 学位 and 摇号.
    """
    counts: Counter[str] = Counter()
    for title in titles:
        counts.update({word for word in words(title) if len(word) > 1})
    for word in names:
        counts[word] += 1
    for word in lexicon():
        counts[word] += LISTED
    for word, read_as in synonyms().items():
        counts[word] = max(counts[word], counts[normalize(read_as)], LISTED)
    return counts


def vocabulary(titles: Iterable[str], names: Iterable[str] = ()) -> Vocabulary:
    """Of any set of folded titles, for an index that is not the site's."""
    return Vocabulary(counted(titles, names), stop_words())


class _Kept:
    """What this process read last, and the stamp of the count it came from."""

    lock = Lock()
    stamp = ""
    words: Vocabulary | None = None


def known_words() -> Vocabulary:
    """Of the site's index. Counted once for all processes; raises SearchUnavailable when there is no index to read."""
    try:
        live = SearchIndex.objects.filter(name=SITE, is_live=True).only("pk", "names").first()
        if live is None:
            raise SearchUnavailable(f"no live version of index {SITE}")
        with _Kept.lock:
            stamp = cache.get(f"search-words-stamp-{live.pk}")
            if _Kept.words is None or stamp is None or stamp != _Kept.stamp:
                _Kept.stamp, counts = _shared(live)
                _Kept.words = Vocabulary(counts, stop_words())
            return _Kept.words
    except DatabaseError as error:
        raise SearchUnavailable(str(error)) from error


def usual(pairs: Collection[str]) -> set[str]:
    """Those of ``pairs`` of hanzi that stand in so many documents of the site's index that they are hardly slips."""
    index = EmbeddedBackend(SITE)
    try:
        least = enough(index.statistics().documents)
        return {pair for pair, count in index.frequencies(pairs).items() if count >= least} if pairs else set()
    except DatabaseError as error:
        raise SearchUnavailable(str(error)) from error


def enough(documents: int) -> float:
    """In how many of ``documents`` a pair of hanzi must stand to be hardly a slip."""
    return max(SELDOM, documents * SELDOM_SHARE)


def _shared(live: SearchIndex) -> tuple[str, Counter[str]]:
    """The count that all processes share, and its stamp: made anew when there is none."""
    found: tuple[str, Counter[str]] | None = cache.get(f"search-words-{live.pk}")
    if found is None:
        titles = SearchText.objects.filter(document__index=live).order_by("-pk").values_list("title", flat=True)
        found = uuid4().hex, counted(titles[:TITLES], live.names.splitlines())
        cache.set(f"search-words-{live.pk}", found, SECONDS)
        cache.set(f"search-words-stamp-{live.pk}", found[0], SECONDS)
    return found
