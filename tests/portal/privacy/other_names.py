"""Draws other names for the same places, so that contexts are learnt rather than names: ``fitting`` and ``probing``."""

from __future__ import annotations

import random

import numpy as np
import rjieba

from portal.privacy.detectors.name_shapes import any_surname_end, is_word, transliterated
from portal.privacy.lexicon import FOLDER, words
from tests.portal.privacy.figures import MARK

FOREIGN = 0.05  # share of drawn names in other languages, made of ``PARTS``
EVERYDAY = 0.15  # share of drawn names that are everyday words: 高兴, 方便
LISTED = 0.12  # share that the dictionary lists: 高远, 严明
OF_A_WORD = 0.06  # share of a surname with a word: 陈可以
HANZI_FROM, HANZI_TO = "一", "鿿"
ELDERS = "姨婶叔伯嫂姐哥"
PARTS = [
    "买合",
    "木提",
    "阿不都",
    "热合曼",
    "努尔",
    "夏提",
    "古丽",
    "阿依",
    "迪丽",
    "吐尔",
    "那顺",
    "巴雅尔",
    "乌云",
    "其木格",
    "巴特尔",
    "苏日",
    "娜仁",
    "托娅",
    "格日勒",
    "朝鲁",
    "次仁",
    "卓玛",
    "扎西",
    "顿珠",
    "格桑",
    "央金",
    "洛桑",
    "旦增",
    "白玛",
    "多吉",
    "吉克",
    "阿木",
    "沙马",
    "曲比",
    "海来",
    "尔布",
    "阿呷",
    "艾力",
    "玉素甫",
    "帕提",
    "曼尼",
    "沙吾提",
    "哈斯",
    "布和",
    "额尔",
    "敦都",
    "孟和",
]


class Names:
    """Draws names as the statistics of surnames and given names have them."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._given, self._likely = self._given_characters()
        common = (FOLDER / "surname_ranks.txt").read_text(encoding="utf-8").splitlines()[1:]
        self._common = " ".join(common).split()
        self._surnames, self._compound = sorted(words("surnames")), sorted(words("compound_surnames"))
        self._rare, self._pets = sorted(words("rare_surnames")), sorted(words("pet_words"))
        self._words = sorted(w for w in words("common_words") if len(w) == 2 and w[0] in words("surnames"))
        usual = sorted(set(self._given))
        self._listed = [a + b for a in self._surnames for b in usual if rjieba.has_word(a + b)]
        self._given_words = [a + b for a in self._given[:900] for b in draw.sample(usual, 60) if rjieba.has_word(a + b)]

    def other(self, name: str) -> str:
        """A name in the place of ``name``: a surname for a surname, a pet name for a pet name; the same when it is none
        of these nor a surname with one or two characters."""
        if not all(HANZI_FROM <= char <= HANZI_TO for char in name):
            return name
        end = any_surname_end(name, 0)
        if end == len(name):
            return self._surname()
        if len(name) <= 3 and name[-1] in ELDERS:
            return self._called_elder() + name[-1]
        if len(name) == 2 and name[0] in "老小":
            return name[0] + self._surname()
        if name in words("pet_words") or name[0] in "阿大小" or name[:1] == name[1:2]:
            return self._draw.choice(self._pets) if len(name) in (2, 3) else name
        if end is None:
            return self._without_surname(name)
        return name if len(name) - end > 2 else self._whole(name, len(name) - end)

    def _without_surname(self, name: str) -> str:
        if transliterated().fullmatch(name):
            return "".join(self._draw.sample(PARTS, 2))
        if len(name) != 2:
            return name
        lot = self._draw.random()
        if lot < 0.3:
            return self._draw.choice(self._given_words)
        return "".join(self._draw.choices(self._given, self._likely, k=2)) if lot < 0.7 else name

    def _whole(self, name: str, given: int) -> str:
        lot = self._draw.random()
        if lot < (0.7 if is_word(name) else EVERYDAY):
            return self._draw.choice(self._words)
        if (lot := self._draw.random()) < LISTED:
            return self._draw.choice(self._listed)
        if lot < LISTED + OF_A_WORD:
            return self._surname() + self._draw.choice(self._given_words)
        if lot < LISTED + OF_A_WORD + FOREIGN:
            return "".join(self._draw.sample(PARTS, 2))
        length = given if self._draw.random() < 0.8 else 3 - given
        return self._surname() + "".join(self._draw.choices(self._given, self._likely, k=length))

    def _called_elder(self) -> str:
        return self._surname() if self._draw.random() < 0.5 else self._draw.choices(self._given, self._likely)[0]

    def _surname(self) -> str:
        lot = self._draw.random()
        if lot < 0.6:
            return self._common[min(99, int(self._draw.expovariate(1 / 25)))]
        return self._draw.choice(self._compound if lot < 0.66 else self._rare if lot < 0.72 else self._surnames)

    def _given_characters(self) -> tuple[list[str], list[float]]:
        chars: list[str] = []
        likely: list[float] = []
        for line in (FOLDER / "given_characters.txt").read_text(encoding="utf-8").splitlines():
            value, _space, found = line.partition("#")[0].strip().partition(" ")
            chars += found
            likely += [float(np.exp(float(value) / 2))] * len(found) if value else []
        return chars, likely


def with_other_names(marked: str, names: Names) -> str:
    """The same letter about other people; a name that stands twice stays one."""
    people = sorted({match.group(2) for match in MARK.finditer(marked) if match.group(1) == "person"})
    others = {name: names.other(name) for name in people}
    return MARK.sub(lambda m: f"[[person|{others[m.group(2)]}]]" if m.group(1) == "person" else m.group(), marked)
