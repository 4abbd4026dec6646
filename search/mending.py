"""A slip in a short question, mended before it is asked: what was typed is still asked, what was meant beside it."""

from __future__ import annotations

from search.analysis.spelling import MOST_READ, proposals, unknown_pairs
from search.analysis.vocabulary import Vocabulary
from search.backends.base import Backend
from search.known_words import enough


def mended(text: str, words: Vocabulary, index: Backend) -> str:
    """The likeliest meant text; empty when ``text`` may well be meant as it stands, or is too long for slips to matter.

    Raises SearchUnavailable.
    """
    if len(text) > MOST_READ:
        return ""
    pairs = unknown_pairs(text, words)
    known = index.frequencies(pairs) if pairs else {}
    least = enough(index.count()) if pairs else 0
    found = proposals(text, words, seen={pair for pair, count in known.items() if count >= least})
    return found[0].text if found else ""
