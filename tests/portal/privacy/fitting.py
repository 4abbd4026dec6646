"""``python -m tests.portal.privacy.fitting``: the weights of ``data/name_weights.txt`` anew, from the invented letters.

Logistic regression with a ridge, by Newton's method. Each letter counts twice as it stands and twice with other
names in the same places, drawn from the same statistics, so that contexts are learnt rather than names; sentences of
``frames.txt`` with many names.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from portal.privacy.detectors.name_evidence import weights
from portal.privacy.detectors.name_shapes import any_surname_end, is_word, transliterated
from portal.privacy.detectors.names_weighed import Company, Evidence
from portal.privacy.lexicon import FOLDER, words
from portal.privacy.spans import View
from tests.portal.privacy.figures import CASES, MARK, read

FOREIGN = 0.05  # share of drawn names in other languages, made of ``PARTS``
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
FRAMES = Path(__file__).parent / "frames.txt"
FRAME_COPIES = 2
ELDERS = "姨婶叔伯嫂姐哥"
COPIES = 3
RIDGE = 4.0
SEEN = 0.8  # share of a letter's other names that count as known already
EVERYDAY = 0.15  # share of drawn names that are words: 高兴, 方便


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

    def other(self, name: str) -> str:
        """A name in the place of ``name``: a surname for a surname, a pet name for a pet name; the same when it is none
        of these nor a surname with one or two characters."""
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
            return "".join(self._draw.sample(PARTS, 2)) if transliterated().fullmatch(name) else name
        if len(name) - end > 2:
            return name
        if is_word(name) and self._draw.random() < 0.7:
            return self._draw.choice(self._words)
        if self._draw.random() < EVERYDAY:
            return self._draw.choice(self._words)
        if self._draw.random() < FOREIGN:
            return "".join(self._draw.sample(PARTS, 2))
        length = len(name) - end if self._draw.random() < 0.8 else 3 - (len(name) - end)
        given = "".join(self._draw.choices(self._given, self._likely, k=length))
        return self._surname() + given

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


def examples(marked: str, draw: random.Random) -> Iterator[tuple[dict[str, float], bool]]:
    """Each candidate's signs and whether it is a name. Parts of names are no example of either."""
    source, spans = read(marked)
    view = View.of(source)
    place = {origin: at for at, origin in enumerate(view.origin)}
    people = set()
    for start, end, kind in spans:
        inside = [place[at] for at in range(start, end) if at in place]
        if kind == "person" and inside:
            people.add((inside[0], inside[-1] + 1))
    company = Company(view.text, {span for span in people if draw.random() < SEEN and span[1] - span[0] > 1})
    sheet = Evidence.of(view.text)
    if sheet is None:
        raise SystemExit("the language model is not installed")
    for each in [*sheet.alone(), *sheet.of_spans(company.parts())]:
        span = (each.start, each.end)
        if span in people or not any(a <= span[0] and span[1] <= b for a, b in people):
            yield each.signs | dict(company.signs(each)), span in people


def fitted(found: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    names = sorted({name for each, _is_name in found for name in each})
    column = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(found), len(names)))
    for row, (each, _is_name) in enumerate(found):
        for name, value in each.items():
            table[row, column[name]] = value
    wanted = np.array([is_name for _signs, is_name in found], dtype=float)
    weight = np.zeros(len(names))
    for _round in range(40):
        likely = 1 / (1 + np.exp(-np.clip(table @ weight, -30, 30)))
        slope = table.T @ (wanted - likely) - RIDGE * weight
        curve = (table * (likely * (1 - likely))[:, None]).T @ table + RIDGE * np.eye(len(names))
        step = np.linalg.solve(curve, slope)
        weight += step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names, weight.tolist(), strict=True))


def training(letters: list[str]) -> list[tuple[dict[str, float], bool]]:
    draw = random.Random(1)
    names = Names(draw)
    found: list[tuple[dict[str, float], bool]] = []
    for marked in letters:
        for _copy in range(COPIES):
            found += examples(marked, draw)
            found += examples(with_other_names(marked, names), draw)
    for marked in FRAMES.read_text(encoding="utf-8").splitlines()[2:]:
        found += examples(marked, draw)
        for _copy in range(FRAME_COPIES if "[[" in marked else 1):
            found += examples(with_other_names(marked, names), draw)
    return found


def main(files: list[Path]) -> None:
    letters = [json.loads(line)["marked"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    weight = fitted(training(letters))
    head = [
        "# Weights of the signs that a name stands somewhere (``detectors/name_evidence.py``): logarithms of odds.",
        "# Made by ``python -m tests.portal.privacy.fitting`` from the invented letters of ``tests/``; not by hand.",
    ]
    lines = [f"{value:.2f} {name}" for name, value in sorted(weight.items(), key=lambda each: -each[1])]
    (FOLDER / "name_weights.txt").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    weights.cache_clear()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or CASES)
