"""One reading of every text: NFKC, lower case, simplified characters, everyday words read as the bureau's words.

Indexing, queries and highlights all go through ``fold``; so what is found is what is marked. ``fold`` keeps, for each
folded character, the span of the original that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis.data import simplified, synonym_pattern, synonyms

INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\x00"
)


@dataclass(frozen=True)
class Folded:
    """``text[i]`` was read from ``original[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span behind the folded ``[start, end)``."""
        return self.starts[start], self.ends[end - 1]


class _Readings(dict[int, str]):
    """Code point → how it is compared, worked out once a character: "Ａ" → "a", "㎡" → "m2", "學" → "学"."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = "" if character in INVISIBLE else unicodedata.normalize("NFKC", character).lower()
        self[code] = "".join(simplified().get(each, each) for each in plain)
        return self[code]


READINGS = _Readings()


def _characters(text: str) -> Folded:
    folded, starts, ends = [], [], []
    for position, character in enumerate(text):
        for each in READINGS[ord(character)]:
            folded.append(each)
            starts.append(position)
            ends.append(position + 1)
    return Folded("".join(folded), tuple(starts), tuple(ends))


def _replaced(plain: Folded) -> Iterator[tuple[str, int, int]]:
    """The characters of ``plain`` after synonyms, each with its span of the original."""
    last = 0
    for found in synonym_pattern().finditer(plain.text):
        for position in range(last, found.start()):
            yield plain.text[position], plain.starts[position], plain.ends[position]
        start, end = plain.span(found.start(), found.end())
        for each in synonyms()[found.group()]:
            yield each, start, end
        last = found.end()
    for position in range(last, len(plain.text)):
        yield plain.text[position], plain.starts[position], plain.ends[position]


def fold(text: str) -> Folded:
    """``text`` as it is compared, with the way back to the original."""
    rows = list(_replaced(_characters(text)))
    return Folded("".join(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))


def normalize(text: str) -> str:
    """``fold(text).text`` without the way back; faster, for indexing and scoring."""
    plain = text.translate(READINGS)
    return synonym_pattern().sub(lambda found: synonyms()[found.group()], plain)


RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+|[a-z0-9]+")


def runs(folded: str) -> list[str]:
    """The pieces that can match: runs of hanzi, runs of latin letters and digits; everything else parts them."""
    return RUN.findall(folded)
