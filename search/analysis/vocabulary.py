"""Words that can be found, and how to come upon them from a word that is written otherwise. Pure."""

from __future__ import annotations

import math
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice, product

from search.analysis.sounds import alike, readings

SHORTEST, LONGEST = 2, 12  # characters of a word that can be proposed
KEYS = 6  # combinations of readings under which one word is known
NEAR_FROM = 3  # characters of a word that may be a slip of another
MISSING_FROM = 4  # … and that may lack one


def sound_keys(sounds: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Keys for words by sound: one a combination of the syllables that each character may be read as."""
    forms = [tuple(dict.fromkeys(map(alike, each))) for each in sounds]
    return map("'".join, islice(product(*forms), KEYS))


def gaps(word: str) -> Iterator[str]:
    """``word`` without one of its characters."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _differ_in_one(word: str, other: str) -> bool:
    return len(word) == len(other) and sum(map(operator.ne, word, other)) == 1


class Vocabulary:
    """Words with the number of documents they stand in. Looking a word up costs the same however many there are.

    ``grammar``: words that carry no question (要, 什么). They are known, and heard in pinyin, but never proposed for
    hanzi.
    """

    def __init__(self, frequencies: Mapping[str, int], grammar: Collection[str] = ()) -> None:
        self.grammar = frozenset(grammar)
        self.frequencies = {
            word: count
            for word, count in frequencies.items()
            if SHORTEST <= len(word) <= LONGEST and word not in self.grammar
        }

    def __contains__(self, word: object) -> bool:
        return word in self.frequencies or word in self.grammar

    def bonus(self, word: str) -> float:
        """Frequent words are likelier to be meant; at most 0.1, which never outweighs another kind of difference."""
        return min(0.02 * math.log1p(self.frequencies[word]), 0.1)

    def sounding(self, key: str) -> list[str]:
        """Words under one of ``sound_keys``, the most frequent first."""
        return self._by_sound.get(key, [])

    def grammar_sounding(self, key: str) -> list[str]:
        """Words of grammar under one of ``sound_keys``."""
        return self._grammar_by_sound.get(key, [])

    def beginning(self, initials: str) -> list[str]:
        """Words whose syllables begin with these letters ("zx" → 转学), the most frequent first."""
        return self._by_initials.get(initials, [])

    def mixed(self, word: str) -> list[str]:
        """Words of the same characters in another order."""
        return [each for each in self._by_letters.get("".join(sorted(word)), []) if each != word]

    def near(self, word: str) -> list[str]:
        """Words with one character more, fewer or other than ``word``."""
        found = list(self._by_gap.get(word, [])) if len(word) + 1 >= MISSING_FROM else []
        for gap in gaps(word):
            if gap in self.frequencies and len(gap) >= SHORTEST:
                found.append(gap)
            found += [each for each in self._by_gap.get(gap, []) if _differ_in_one(word, each)]
        return self._sorted(found)

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Forms (see ``alike``) of every syllable that occurs."""
        keys = (*self._by_sound, *self._grammar_by_sound)
        return frozenset(syllable for key in keys for syllable in key.split("'"))

    def _sorted(self, words: Iterable[str]) -> list[str]:
        return sorted(dict.fromkeys(words), key=lambda word: (-self.frequencies.get(word, 0), word))

    def _table(self, keys: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word, under in keys.items():
            for key in set(under):
                table.setdefault(key, []).append(word)
        return {key: self._sorted(words) for key, words in table.items()}

    def _under_sounds(self, words: Iterable[str]) -> dict[str, list[str]]:
        spoken = {word: [readings(each) for each in word] for word in words}
        return self._table({word: sound_keys(sounds) for word, sounds in spoken.items() if all(sounds)})

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        return self._under_sounds(self.frequencies)

    @cached_property
    def _grammar_by_sound(self) -> dict[str, list[str]]:
        return self._under_sounds(self.grammar)

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        spoken = {word: [readings(each) for each in word] for word in self.frequencies}
        return self._table({word: ["".join(each[0][0] for each in s)] for word, s in spoken.items() if all(s)})

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        return self._table({word: ["".join(sorted(word))] for word in self.frequencies})

    @cached_property
    def _by_gap(self) -> dict[str, list[str]]:
        return self._table({word: gaps(word) for word in self.frequencies if len(word) >= NEAR_FROM})
