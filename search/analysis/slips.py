"""Hanzi that were meant otherwise: words by sound (专学), and words with a slip (课后后服务费, 学转)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from search.analysis.sounds import readings
from search.analysis.terms import segmenter
from search.analysis.vocabulary import LONGEST, SHORTEST, Vocabulary, sound_keys
from search.analysis.ways import KEPT, Way, across

# Costs: a word of the vocabulary; of the language, and the same when words of the language are doubted too; a lone
# character.
KNOWN, WORD, DOUBTED_WORD, CHARACTER = 0.05, 0.3, 0.9, 0.5
SOUND, FIRST_LONGER, LEAST_SOUND = 0.4, 0.1, 0.15  # a word by sound; less for each character above two
SOFT, CHANGED, GRAMMAR = 0.15, 0.05, 0.25  # more for zh/z and the like, for each other character, for 的, 不 …
SLIP, MISSING, SWAPPED = 0.5, 0.4, 0.6  # a character wrong or too many; one missing; the right ones in another order
SLIP_FROM = 4  # characters of a word that is recognised with a slip in it; in short ones, sound alone is sure enough
SURE = 2  # documents of a word that is put into a long question

# A slip never turns one of these into another: 一年级 is not 二年级, 上学 not 下学.
TELLING = frozenset(
    "零一二两三四五六七八九十百千万上下前后左右里内外东南西北大小多少男女新旧老初高中不无非未公民甲乙丙丁"
)
GRAMMATICAL = frozenset("的了是在和与也都就还有没不会能要想请吗呢吧啊到对从把被给让去来做说个这那我你他")


@dataclass(frozen=True)
class Reader:
    """Reads runs of hanzi with one vocabulary.

    ``seen``: pairs that stand in the index often enough to be meant. ``doubting``: real words may be slips too.
    ``careful``: the question is long, two of its characters sound like some word by mere chance.
    """

    vocabulary: Vocabulary
    seen: Collection[str] = ()
    doubting: bool = False
    careful: bool = False

    def read(self, run: str) -> list[Way]:
        """The cheapest ways to read ``run``."""
        words = _words_of_language(run)
        return across(len(run), LONGEST + 1, lambda start, end: self._steps(run[start:end], (start, end) in words))

    def _steps(self, span: str, is_word: bool) -> list[Way]:
        """Ways to read ``span`` as one word."""
        if len(span) == 1:
            return [Way(CHARACTER, span)]
        if span in self.vocabulary:
            return [Way(KNOWN, span)]
        as_typed = [Way(DOUBTED_WORD if self.doubting else WORD, span)] if is_word else []
        if span in self.seen and not self.doubting:
            return as_typed
        return [*as_typed, *self.sounding(span)[:KEPT], *self.slips(span)[:KEPT]]

    def sounding(self, span: str) -> list[Way]:
        """Words of the vocabulary that sound like ``span``."""
        sounds = [readings(each) for each in span]
        if not SHORTEST <= len(span) <= LONGEST or not all(sounds):
            return []
        keys = sound_keys(sounds)
        found = dict.fromkeys(word for key in keys for word in self.vocabulary.sounding(key) if word != span)
        return [
            Way(_sound_cost(span, word) - self.vocabulary.bonus(word), word, (word,))
            for word in found
            if not self.careful or self._sure(span, word)
        ]

    def _sure(self, span: str, word: str) -> bool:
        differing = [(typed, meant) for typed, meant in zip(span, word, strict=True) if typed != meant]
        exact = all(_same_sound(typed, meant) for typed, meant in differing)
        return exact and len(differing) == 1 and self.vocabulary.frequencies[word] >= SURE

    def slips(self, span: str) -> list[Way]:
        """Words of the vocabulary that are ``span`` with one slip."""
        near = self.vocabulary.near(span) if len(span) >= SLIP_FROM - 1 else []
        if self.careful:  # 身份证绑(的) is no 身份证号
            near = [word for word in near if len(word) != len(span)]
        slipped = [word for word in near if len(word) >= SLIP_FROM and _may_slip(span, word)]
        swapped = [] if self.careful and len(span) == SHORTEST else self.vocabulary.mixed(span)
        return [
            *(Way(MISSING if len(word) > len(span) else SLIP, word, (word,)) for word in slipped),
            *(Way(SWAPPED if len(span) == SHORTEST else SLIP, word, (word,)) for word in swapped),
        ]


def _words_of_language(run: str) -> set[tuple[int, int]]:
    """Spans of ``run`` that the segmenter takes for words."""
    spans, start = set(), 0
    for word in segmenter().cut(run, False):
        if len(word) > 1:
            spans.add((start, start + len(word)))
        start += len(word)
    return spans


def _same_sound(typed: str, meant: str) -> bool:
    return not set(readings(typed)).isdisjoint(readings(meant))


def _sound_cost(span: str, word: str) -> float:
    cost = max(SOUND - FIRST_LONGER * (len(word) - SHORTEST), LEAST_SOUND)
    for typed, meant in zip(span, word, strict=True):
        if typed != meant:
            soft = 0.0 if _same_sound(typed, meant) else SOFT
            cost += CHANGED + soft + (GRAMMAR if typed in GRAMMATICAL else 0.0)
    return cost


def _may_slip(span: str, word: str) -> bool:
    """The one character that differs must not be a telling one; one too many must repeat its neighbour."""
    if len(span) > len(word):
        at = next((at for at in range(len(word)) if span[at] != word[at]), len(word))
        return at > 0 and span[at] == span[at - 1]
    return TELLING.isdisjoint(set(span) ^ set(word))
