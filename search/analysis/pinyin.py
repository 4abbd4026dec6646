"""Letters that were meant as hanzi: full pinyin ("xueqian jiaoyu") and initials ("zx")."""

from __future__ import annotations

import re
from functools import partial

from search.analysis.sounds import alike, parted, readings
from search.analysis.vocabulary import LONGEST, SHORTEST, Vocabulary
from search.analysis.ways import KEPT, Way, across, cheapest, one_after_another

LETTERS, EACH_LETTER = 0.8, 0.08  # cost of letters that mean nothing
SPELLED, SOFT, GRAMMAR = 0.1, 0.15, 0.5  # of a word in full pinyin; more for zh/z and the like; of a word of grammar
ABBREVIATED = 0.6  # of a word by its initials
MOST_INITIALS = 6
PARTS = re.compile(r"[a-z]+|[^a-z]+")


def read_letters(piece: str, vocabulary: Vocabulary) -> list[Way]:
    """``piece`` (letters, parted by spaces) as pinyin: all of it together, or each part for itself."""
    parts = PARTS.findall(piece)
    together = "".join(part for part in parts if part[0].isalpha())
    kept = Way(0.0 if together in vocabulary else LETTERS + EACH_LETTER * len(together), piece)
    spelled = read_pinyin(together, vocabulary)
    if spelled or len(parts) == 1:
        return [kept, *spelled, *_abbreviated(together, vocabulary)]
    ways = [Way(0.0)]
    for part in parts:
        ways = cheapest(one_after_another(ways, _part(part, vocabulary)))
    return [kept, *(way for way in ways if way.words)]


def _part(part: str, vocabulary: Vocabulary) -> list[Way]:
    if not part[0].isalpha():
        return [Way(0.0, part)]
    return [Way(0.0 if part in vocabulary else LETTERS / 2, part), *read_pinyin(part, vocabulary)]


def read_pinyin(letters: str, vocabulary: Vocabulary) -> list[Way]:
    """Words of the vocabulary whose full pinyin, one after the other, is ``letters``."""
    found: list[Way] = []
    for syllables in parted(letters, vocabulary.syllables):
        ways = across(len(syllables), LONGEST, partial(_words, syllables, vocabulary))
        found += [way for way in ways if any(len(word) > 1 for word in way.words)]
    return cheapest(found)


def _words(read: tuple[str, ...], vocabulary: Vocabulary, start: int, end: int) -> list[Way]:
    syllables = read[start:end]
    key = "'".join(map(alike, syllables))
    grammar = [word for word in vocabulary.grammar_sounding(key) if _usual(syllables, word)]
    return [
        *(
            Way(SPELLED + _softness(syllables, word) - vocabulary.bonus(word) / 2, word, (word,))
            for word in vocabulary.sounding(key)[: KEPT * 2]
        ),
        *(Way(GRAMMAR / len(word), word, (word,)) for word in grammar),
    ]


def _softness(syllables: tuple[str, ...], word: str) -> float:
    return sum(SOFT for syllable, meant in zip(syllables, word, strict=True) if syllable not in readings(meant))


def _usual(syllables: tuple[str, ...], word: str) -> bool:
    """Whether a word of grammar is read like that: a lone character by its first reading only (么 is no "yao")."""
    read = 1 if len(word) == 1 else None
    return all(syllable in readings(meant)[:read] for syllable, meant in zip(syllables, word, strict=True))


def _abbreviated(letters: str, vocabulary: Vocabulary) -> list[Way]:
    if not SHORTEST <= len(letters) <= MOST_INITIALS:
        return []
    words = vocabulary.beginning(letters)[:KEPT]
    return [Way(ABBREVIATED - vocabulary.bonus(word), word, (word,)) for word in words]
