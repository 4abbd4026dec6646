"""What was meant by a mistyped question: proposals of ``analysis.spelling`` by the words of an index.

``mended`` is asked beside what was typed; ``proposed`` is shown to the reader as "您是不是要找".
"""

from __future__ import annotations

from search.analysis.spelling import MOST_READ, Proposal, proposals, unknown_pairs
from search.analysis.vocabulary import Vocabulary
from search.backends.base import SearchUnavailable
from search.backends.staged import StagedBackend
from search.known_words import enough, known_words, usual


def proposed(text: str, *, nothing: bool) -> list[Proposal]:
    """What may have been meant by ``text``, by the site's words; ``nothing``: it finds nothing as it stands."""
    if len(text) > MOST_READ:
        return []
    try:
        words = known_words()
        return proposals(text, words, seen=usual(unknown_pairs(text, words)), doubting=nothing)
    except SearchUnavailable:
        return []  # the results themselves have come from another index; a proposal is only an extra


def mended(text: str) -> str:
    """The likeliest meant text; empty when ``text`` may well be meant as it stands, or is long enough without."""
    found = proposed(text, nothing=False)
    return found[0].text if found else ""


def mended_for(index: StagedBackend, words: Vocabulary, text: str) -> str:
    """The same by ``words`` of an index that is not the site's. Raises SearchUnavailable."""
    pairs = unknown_pairs(text, words)
    known = index.frequencies(pairs) if pairs else {}
    least = enough(index.statistics().documents)
    found = proposals(text, words, seen={pair for pair, count in known.items() if count >= least})
    return found[0].text if found else ""
