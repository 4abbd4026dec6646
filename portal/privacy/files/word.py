"""A docx as a reader sees it, and all that the reader does not see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.privacy.files.layers import Layer, Part, Row, Unit

MAIN = "word/document.xml"
FIELD = re.compile(r"[^\t\n]+")
TOUCHING = re.compile(r"\d\s*\t+\s*\d")
FIELDS_JOINED = 30  # of one line, that are looked at together


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture part and how much of it the document hides: left, top, right, bottom, as fractions."""

    part: str
    crop: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: str = ""
    align: str = ""
    bold: bool = False
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Texts of the cells, row by row; rows may differ in length."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


@dataclass(slots=True)
class Story:
    """One part of the document (body, a header, the footnotes): ``blocks`` are shown, ``hidden`` is place → texts.

    ``about``: attributes that tell something, and texts where no program looks for any.
    """

    name: str
    place: str
    blocks: list[Block] = field(default_factory=list)
    hidden: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    left_out: set[str] = field(default_factory=set)
    about: list[str] = field(default_factory=list)

    def layers(self) -> list[Layer]:
        """One layer of all paragraphs, then one of each table: the order that ``word_copy`` counts on."""
        words = [block for block in self.blocks if isinstance(block, Paragraph)]
        units = tuple(Unit(f"{self.place}第{n}段", block.text) for n, block in enumerate(words, start=1))
        beside = tuple(row for n, block in enumerate(words) for row in _fields(n, block.text))
        tables = [block for block in self.blocks if isinstance(block, Table)]
        return [
            Layer(units, shown=True, beside=beside),
            *(self._table(n, table) for n, table in enumerate(tables, start=1)),
        ]

    def _table(self, number: int, table: Table) -> Layer:
        units = [
            Unit(f"{self.place}表{number}第{r}行第{c}列", text, "\n" if c == len(row) else "\t")
            for r, row in enumerate(table.rows, start=1)
            for c, text in enumerate(row, start=1)
        ]
        return Layer(tuple(units), shown=True, table=True)


def _fields(unit: int, text: str) -> Iterator[Row]:
    """What tabs part in a line, when digits stand on both sides of one."""
    for line in re.finditer(r"[^\n]+", text) if TOUCHING.search(text) else ():
        parts = [Part(unit, *found.span()) for found in FIELD.finditer(text, *line.span())]
        for first in range(0, max(len(parts) - 1, 0), FIELDS_JOINED - 4):
            yield tuple(parts[first : first + FIELDS_JOINED])
