"""您是不是要找: what was probably meant, when it was written by sound or with a slip. Pure; knows only its vocabulary.

A text is read along the cheapest way: known words cost nearly nothing, characters that make no word cost much, a word
that sounds like the typed characters (or differs in one of them) lies between. A proposal must be clearly cheaper than
the text as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from search.analysis.normalize import READINGS
from search.analysis.pinyin import read_letters, read_pinyin
from search.analysis.slips import Reader
from search.analysis.sounds import readings
from search.analysis.vocabulary import SHORTEST, Vocabulary
from search.analysis.ways import Way, cheapest, one_after_another, order

MOST_READ = 60  # characters; a longer text says enough by its other words
LONG = 8  # hanzi from which a question is corrected with care only
CLEARLY = 0.2  # a proposal must be cheaper than the typed text by this
CLOSE = 0.12  # … and no costlier than the first one by more than this

PIECE = re.compile(r"[\u3400-\u9fff]+|[a-z]+(?:[ '’]+[a-z]+)*|.", re.DOTALL)
HANZI = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Proposal:
    """``text`` to be asked instead; ``words`` are those of the vocabulary that were put in."""

    text: str
    words: tuple[str, ...]


def plain(text: str) -> str:
    """``text`` with simplified characters of usual width and case, but in the reader's own words."""
    return text.translate(READINGS).strip()


def unknown_pairs(text: str, vocabulary: Vocabulary) -> list[str]:
    """Pairs of hanzi that are no words of the vocabulary: when the index holds them, they may be meant."""
    typed = plain(text)
    if len(typed) > MOST_READ:
        return []
    pairs = (run[at : at + 2] for run in HANZI.findall(typed) for at in range(len(run) - 1))
    return [pair for pair in dict.fromkeys(pairs) if pair not in vocabulary]


def proposals(
    text: str, vocabulary: Vocabulary, *, seen: Collection[str] = (), doubting: bool = False, limit: int = 3
) -> list[Proposal]:
    """What may have been meant by ``text``, likeliest first; nothing when it may well be meant as it stands.

    ``seen``: those of ``unknown_pairs`` that are usual in the index. ``doubting``: the text finds nothing, so that even
    real words may be slips.
    """
    typed = plain(text)
    if not typed or len(typed) > MOST_READ:
        return []
    careful = sum(map(len, HANZI.findall(typed))) > LONG
    reader = Reader(vocabulary, seen, doubting=doubting and not careful, careful=careful)
    ways, unchanged = [Way(0.0)], 0.0
    for piece in PIECE.findall(typed):
        options = _options(piece, reader)
        unchanged += min((each.cost for each in options if not each.words), default=0.0)
        ways = cheapest(one_after_another(ways, options))
    clear = [way for way in ways if way.words and way.cost <= unchanged - CLEARLY and way.text not in {typed, text}]
    close = [way for way in clear if way.cost <= clear[0].cost + CLOSE]
    return [Proposal(way.text, way.words) for way in close[:limit]]


def _options(piece: str, reader: Reader) -> list[Way]:
    if piece[0].isascii() and piece[0].isalpha():
        return read_letters(piece, reader.vocabulary)
    if readings(piece[0]):
        return reader.read(piece)
    return [Way(0.0, piece)]


def variants(term: str, vocabulary: Vocabulary, *, limit: int = 4) -> list[str]:
    """Words of the vocabulary that sound like ``term`` or are a slip away, likeliest first.

    For terms that the index does not know: a term of the vocabulary has none.
    """
    typed = plain(term)
    if typed in vocabulary or not SHORTEST <= len(typed) <= MOST_READ:
        return []
    if typed.isascii():
        spelled = read_pinyin(typed, vocabulary) if typed.isalpha() else []
        return [way.text for way in sorted(spelled, key=order) if len(way.words) == 1][:limit]
    reader = Reader(vocabulary)
    found = sorted((*reader.sounding(typed), *reader.slips(typed)), key=order)
    return list(dict.fromkeys(way.text for way in found))[:limit]
