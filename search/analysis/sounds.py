"""How hanzi sound: readings without tones, and the sounds that many speakers do not part."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

# Characters of which a second reading is usual; others are read by their first one: 土 is no "du".
POLYPHONES = frozenset(
    "长重行乐调传中为都还得会大更教数校差处当假间降率强省系相要应只种乘分给空量落没难曲少什同载着觉发缝供好号华角解卷看"
    "累铺切散似宿吐削血占挣地的了了仔单朝盛奇且便参曾称藏否划卡可乾干俩模泡屏葡柏娜哪色石食台弹挑通叶与员予正转"
)
WAYS = 4  # ways to part letters into syllables that are looked at
LONGEST_SYLLABLE = 6  # zhuang, chuang
MOST_LETTERS = 60  # letters that are read as pinyin
RETROFLEX = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))


@cache
def _pypinyin() -> Any:
    """Loaded when the first word is looked up: most commands never do. Its phrases stay away (45 MB in each process);
    without them a word is known under each of its characters' usual readings."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    return import_module("pypinyin")


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Syllables that one hanzi may be read as, without tone: "长" → ("zhang", "chang"); none for anything else."""
    if not "\u3400" <= character <= "\u9fff":
        return ()
    library = _pypinyin()
    found = library.pinyin(character, heteronym=True, style=library.Style.NORMAL, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[: 2 if character in POLYPHONES else 1] if found else ()


@lru_cache(maxsize=2_000)
def alike(syllable: str) -> str:
    """One form for syllables that are easily taken for each other: zh/z, ch/c, sh/s, n/l, an/ang, en/eng, in/ing."""
    for spoken, plain in RETROFLEX:
        if syllable.startswith(spoken):
            syllable = plain + syllable[len(spoken) :]
            break
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


def parted(letters: str, known: Collection[str]) -> list[tuple[str, ...]]:
    """Ways to part ``letters`` into syllables whose ``alike`` form is in ``known``, fewest syllables first."""
    if not 2 <= len(letters) <= MOST_LETTERS:
        return []
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(end - LONGEST_SYLLABLE, 0), end):
            if ways[start] and alike(letters[start:end]) in known:
                ways[end] += [(*way, letters[start:end]) for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:WAYS]
    return ways[-1]
