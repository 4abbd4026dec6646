"""Places and schools that a text names: a parent of one district wants that district's answer. Pure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from search.analysis import normalize, words

FILE = Path(__file__).parent / "data" / "not_places.txt"
ENDINGS = ("区", "县", "镇", "乡", "街道", "新区")
MASKED = re.compile(r"[a-z]\d{0,2}[市区县]")  # how published letters name pseudonymised places
SCHOOL = re.compile(r"[小中]学$|幼儿园$|学校$")
SHORTEST = 3  # characters of a school's name; shorter ones are kinds of schools
KINDS = frozenset(
    f"{run}{kind}" for run in ("", "公办", "民办", "普惠性") for kind in ("小学", "中学", "幼儿园", "学校")
)
READ = 200  # characters of a text that are looked through: subject and first sentences name the place


@cache
def _common() -> frozenset[str]:
    rows = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("#") for word in row.split())


def places(text: str) -> frozenset[str]:
    """Districts, towns and schools named in the beginning of ``text``, folded."""
    folded = normalize(text[:READ])
    named = {word for word in words(folded) if _is_place(word)}
    return frozenset(named.union(MASKED.findall(folded)))


def _is_place(word: str) -> bool:
    if word.endswith(ENDINGS):
        return len(word) > 1 and word not in _common()
    return len(word) >= SHORTEST and SCHOOL.search(word) is not None and word not in KINDS


def agreement(asked: frozenset[str], named: frozenset[str]) -> float:
    """1 where both name the same place, −1 where they name different ones, 0 where one names none."""
    if not asked or not named:
        return 0.0
    return 1.0 if asked & named else -1.0
