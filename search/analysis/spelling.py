"""您是不是要找: what was probably meant, when it was written by sound or with a slip. Pure; knows only its vocabulary.

A text is read along the cheapest way: known words cost nearly nothing, characters that make no word cost much, a word
that sounds like the typed characters (or differs in one of them) lies between. A proposal must be clearly cheaper than
the text as it was typed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from search.analysis.normalize import READINGS
from search.analysis.sounds import alike, parted, readings
from search.analysis.terms import segmenter
from search.analysis.vocabulary import LONGEST, NEAR_FROM, SHORTEST, Vocabulary, sound_keys

MOST_READ = 60  # characters; a longer text says enough by its other words
KEPT = 4  # ways that are followed further at each place
CLEARLY = 0.2  # a proposal must be cheaper than the typed text by this
CLOSE = 0.12  # … and no costlier than the first one by more than this

KNOWN, WORD, BOLD_WORD, CHARACTER = 0.05, 0.3, 0.9, 0.5  # of the vocabulary; of the language, when unsure; one alone
SOUND, FIRST_LONGER = 0.4, 0.1  # a word by sound; less for each character above two
SOFT, CHANGED, GRAMMAR = 0.15, 0.05, 0.25  # more for zh/z and the like, for each other character, for 的, 不 …
SLIP, MISSING, SWAPPED = 0.5, 0.4, 0.6  # a character wrong or too many; one missing; the right ones in another order
LETTERS, EACH_LETTER = 0.8, 0.08  # letters that mean nothing
SPELLED, ABBREVIATED = 0.1, 0.6  # a word in full pinyin; by its initials
MOST_INITIALS = 6

# A slip never turns one of these into another: 一年级 is not 二年级, 上学 not 下学.
TELLING = frozenset(
    "零一二两三四五六七八九十百千万上下前后左右里内外东南西北大小多少男女新旧老初高中不无非未公民甲乙丙丁"
)
GRAMMATICAL = frozenset("的了是在和与也都就还有没不会能要想请吗呢吧啊到对从把被给让去来做说个这那我你他")

PIECE = re.compile(r"[\u3400-\u9fff]+|[a-z]+(?:[ '’]+[a-z]+)*|.", re.DOTALL)
LETTER_PARTS = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Proposal:
    """``text`` to be asked instead; ``words`` are those of the vocabulary that were put in."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Way:
    """A reading of the text up to some place."""

    cost: float
    text: str = ""
    words: tuple[str, ...] = ()

    def then(self, step: _Way) -> _Way:
        return _Way(self.cost + step.cost, self.text + step.text, self.words + step.words)


def plain(text: str) -> str:
    """``text`` with simplified characters of usual width and case, but in the reader's own words."""
    return text.translate(READINGS).strip()


def proposals(text: str, vocabulary: Vocabulary, *, bold: bool = False, limit: int = 3) -> list[Proposal]:
    """What may have been meant by ``text``, likeliest first; nothing when it may well be meant as it stands.

    ``bold``: the text finds nothing, so that even real words that the vocabulary lacks may be slips.
    """
    typed = plain(text)
    if not typed or len(typed) > MOST_READ:
        return []
    ways = [_Way(0.0)]
    unchanged = 0.0
    for piece in PIECE.findall(typed):
        options = list(_options(piece, vocabulary, bold=bold))
        unchanged += min((each.cost for each in options if not each.words), default=0.0)
        ways = _best(way.then(option) for way, option in product(ways, options))
    clear = [way for way in ways if way.words and way.cost <= unchanged - CLEARLY and way.text not in {typed, text}]
    close = [way for way in clear if way.cost <= clear[0].cost + CLOSE]
    return [Proposal(way.text, way.words) for way in close[:limit]]


def variants(term: str, vocabulary: Vocabulary, *, limit: int = 4) -> list[str]:
    """Words of the vocabulary that sound like ``term`` or are a slip away, likeliest first.

    For terms that the index does not know: a term of the vocabulary has none.
    """
    typed = plain(term)
    if typed in vocabulary or not SHORTEST <= len(typed) <= MOST_READ:
        return []
    if typed.isascii():
        spelled = (way for way in _spelled(typed, vocabulary) if len(way.words) == 1)
        return [way.text for way in sorted(spelled, key=_order)][:limit] if typed.isalpha() else []
    found = sorted((*_sounding(typed, vocabulary), *_slips(typed, vocabulary)), key=_order)
    return list(dict.fromkeys(way.text for way in found))[:limit]


def _order(way: _Way) -> tuple[float, str]:
    return way.cost, way.text


def _best(ways: Iterator[_Way]) -> list[_Way]:
    """The cheapest, each text once; the cheapest unchanged one always stays to be compared with."""
    chosen: dict[str, _Way] = {}
    for way in sorted(ways, key=_order):
        if len(chosen) < KEPT or (not way.words and all(each.words for each in chosen.values())):
            chosen.setdefault(way.text, way)
    return list(chosen.values())


def _options(piece: str, vocabulary: Vocabulary, *, bold: bool) -> list[_Way]:
    if piece[0].isascii() and piece[0].isalpha():
        return _letters(piece, vocabulary)
    if readings(piece[0]):
        return _hanzi(piece, vocabulary, bold=bold)
    return [_Way(0.0, piece)]


def _hanzi(run: str, vocabulary: Vocabulary, *, bold: bool) -> list[_Way]:
    whole = _dictionary_words(run)
    at: list[list[_Way]] = [[_Way(0.0)], *([] for _ in run)]
    for start in range(len(run)):
        ahead: dict[int, list[_Way]] = {}
        for end in range(start + 1, min(start + LONGEST + 1, len(run)) + 1):
            ahead[end] = _steps(run[start:end], vocabulary, bold=bold, is_word=(start, end) in whole)
        for end, steps in ahead.items():
            at[end] = _best(iter([*at[end], *(way.then(step) for way, step in product(at[start], steps))]))
    return at[-1]


def _dictionary_words(run: str) -> set[tuple[int, int]]:
    """Spans of ``run`` that are words of the language."""
    spans, start = set(), 0
    for word in segmenter().cut(run, False):
        if len(word) > 1:
            spans.add((start, start + len(word)))
        start += len(word)
    return spans


def _steps(span: str, vocabulary: Vocabulary, *, bold: bool, is_word: bool) -> list[_Way]:
    """Ways to read ``span`` as one word."""
    if len(span) == 1:
        return [_Way(CHARACTER, span)]
    if span in vocabulary:
        return [_Way(KNOWN, span)]
    as_typed = [_Way(BOLD_WORD if bold else WORD, span)] if is_word else []
    return [*as_typed, *_sounding(span, vocabulary)[:KEPT], *_slips(span, vocabulary)[:KEPT]]


def _bonus(word: str, vocabulary: Vocabulary) -> float:
    """Frequent words are likelier to be meant; never enough to matter against another kind of difference."""
    return min(0.02 * math.log1p(vocabulary.frequencies[word]), 0.1)


def _sounding(span: str, vocabulary: Vocabulary) -> list[_Way]:
    sounds = [readings(each) for each in span]
    if len(span) < SHORTEST or len(span) > LONGEST or not all(sounds):
        return []
    found = dict.fromkeys(word for key in sound_keys(sounds) for word in vocabulary.sounding(key) if word != span)
    return [_Way(_sound_cost(span, word) - _bonus(word, vocabulary), word, (word,)) for word in found]


def _sound_cost(span: str, word: str) -> float:
    cost = max(SOUND - FIRST_LONGER * (len(word) - SHORTEST), 0.15)
    for typed, meant in zip(span, word, strict=True):
        if typed != meant:
            same = set(readings(typed)) & set(readings(meant))
            cost += CHANGED + (0 if same else SOFT) + (GRAMMAR if typed in GRAMMATICAL else 0)
    return cost


def _slips(span: str, vocabulary: Vocabulary) -> list[_Way]:
    words = [word for word in vocabulary.near(span) if _may_slip(span, word)] if len(span) >= NEAR_FROM else []
    slipped = [_Way(_slip_cost(span, word), word, (word,)) for word in words]
    swapped = [_Way(SWAPPED if len(span) == SHORTEST else SLIP, word, (word,)) for word in vocabulary.mixed(span)]
    return slipped + swapped


def _slip_cost(span: str, word: str) -> float:
    return (MISSING if len(word) > len(span) else SLIP) + (CHANGED if len(word) == NEAR_FROM else 0)


def _may_slip(span: str, word: str) -> bool:
    """One character differs; it must not be a telling one, and one too many must repeat its neighbour."""
    if len(span) > len(word):
        at = next((at for at in range(len(word)) if span[at] != word[at]), len(word))
        return span[at] in (span[at - 1] if at else "") or (len(word) > NEAR_FROM and span[at] not in TELLING)
    return not TELLING & (set(span) ^ set(word))


def _letters(piece: str, vocabulary: Vocabulary) -> list[_Way]:
    """Letters read as pinyin, all of them together or each part for itself."""
    together = "".join(LETTER_PARTS.findall(piece))
    kept = _Way(0.0 if together in vocabulary else LETTERS + EACH_LETTER * len(together), piece)
    spelled = _spelled(together, vocabulary)
    if spelled or piece == together:
        return [kept, *spelled, *_abbreviated(together, vocabulary)]
    ways = [_Way(0.0)]
    for part in re.findall(r"[a-z]+|[^a-z]+", piece):
        ways = _best(way.then(step) for way, step in product(ways, _part(part, vocabulary)))
    return [kept, *(way for way in ways if way.words)]


def _part(part: str, vocabulary: Vocabulary) -> list[_Way]:
    if not part[0].isalpha():
        return [_Way(0.0, part)]
    kept = _Way(0.0 if part in vocabulary else LETTERS / 2, part)
    return [kept, *_spelled(part, vocabulary)]


def _spelled(letters: str, vocabulary: Vocabulary) -> list[_Way]:
    """Words of the vocabulary whose pinyin, one after the other, is ``letters``."""
    found = []
    for syllables in parted(letters, vocabulary.syllables):
        at: list[list[_Way]] = [[_Way(0.0)], *([] for _ in syllables)]
        for start in range(len(syllables)):
            for end in range(start + 1, min(start + LONGEST, len(syllables)) + 1):
                steps = _spelled_words(syllables[start:end], vocabulary)
                at[end] = _best(iter([*at[end], *(way.then(step) for way, step in product(at[start], steps))]))
        found += [way for way in at[-1] if any(len(word) > 1 for word in way.words)]
    return _best(iter(found))


def _spelled_words(syllables: tuple[str, ...], vocabulary: Vocabulary) -> list[_Way]:
    key = "'".join(map(alike, syllables))
    words = vocabulary.sounding(key)[: KEPT * 2]
    grammar = [word for word in vocabulary.grammar_sounding(key) if _usual(syllables, word)]
    return [
        *(_Way(SPELLED + _softness(syllables, word) - _bonus(word, vocabulary) / 2, word, (word,)) for word in words),
        *(_Way(CHARACTER / len(word), word, (word,)) for word in grammar),
    ]


def _softness(syllables: tuple[str, ...], word: str) -> float:
    return sum(SOFT for syllable, meant in zip(syllables, word, strict=True) if syllable not in readings(meant))


def _usual(syllables: tuple[str, ...], word: str) -> bool:
    """Whether a word is read like that: a lone character by its first reading only (么 is no "yao")."""
    read = 1 if len(word) == 1 else None
    return all(syllable in readings(meant)[:read] for syllable, meant in zip(syllables, word, strict=True))


def _abbreviated(letters: str, vocabulary: Vocabulary) -> list[_Way]:
    if not SHORTEST <= len(letters) <= MOST_INITIALS:
        return []
    words = vocabulary.beginning(letters)[:KEPT]
    return [_Way(ABBREVIATED - _bonus(word, vocabulary), word, (word,)) for word in words]
