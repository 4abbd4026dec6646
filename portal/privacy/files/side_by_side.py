"""A number that stands in two or more neighbouring cells, 1380000 | 1234, as whoever reads the row joins it.

Cells of statistics join to eleven digits by chance. Two columns most of whose rows join to something else are taken for
statistics; there only a word, a leading zero, a heading or a check digit says that a number is somebody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from portal.privacy.detectors.tables import heading_kind
from portal.privacy.files import digit_boxes
from portal.privacy.files.cell_numbers import CHANCE, CHECKED, KINDS, Number, knowing, whole
from portal.privacy.files.layers import Layer, Part, Row
from portal.privacy.spans import Case, Finding

USUAL_CELLS = 3
MOST_CELLS = 6  # more than the usual ones only with a sign that they belong together
CARD = 18  # digits of an identity number, which its check digit makes sure
MOST_EMPTY = 2  # empty cells between two of them
SHORT = 40  # characters of a long text that matter at its end
DIGIT = r"[\d〇零一二三四五六七八九幺Oo]"
RUN = rf"{DIGIT}(?:[ \-–—]{{0,2}}{DIGIT})*"
TAIL = re.compile(rf"(?<![\d.])({RUN})\s*\Z")
HEAD = re.compile(rf"\s*({RUN}(?:[ \-–—]{{0,2}}[Xx×])?)(?![\d.])")
LAST, FIRST = re.compile(rf"{DIGIT}\s*\Z"), re.compile(rf"\s*{DIGIT}")
BETWEEN = re.compile(r"[\s\-–—]")
REASON = "{}，分写在相邻的格里"


def numbers(layer: Layer, official_phones: Collection[str]) -> Iterator[Number]:
    """The numbers of a layer whose cells stand side by side; none of a layer that is no table and has no such cells."""
    if layer.table or layer.beside:
        case = knowing(official_phones)
        yield from _Rows(layer).numbers(case)
        yield from digit_boxes.numbers(layer, case)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Cells whose digits touch. ``columns``: of which columns; ``whole``: they hold nothing but these digits."""

    parts: Row
    pieces: tuple[str, ...]
    columns: tuple[str, ...]
    whole: bool

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class _Rows:
    """The rows of one layer."""

    def __init__(self, layer: Layer) -> None:
        self._units = layer.units
        self._beside = layer.beside
        self._columns = tuple(layer.columns()) if layer.table else ()

    def numbers(self, case: Case) -> Iterator[Number]:
        found: dict[Row, tuple[_Joined, Finding]] = {}
        others: Counter[tuple[str, ...]] = Counter()
        for row in chain(self._cells(), self._windows()):
            for one in self._joined(row):
                if len(one.parts) > USUAL_CELLS and len(one.text) != CARD and not self._is_told(one):
                    continue
                finding = whole(one.text, case)
                if finding is not None and one.parts not in found:
                    found[one.parts] = one, finding
                    others[one.columns] -= 1
                elif finding is None and one.whole:
                    others[one.columns] += 1
        for one, finding in found.values():
            by_chance = others[one.columns] > 0 and others[one.columns] + len(found) >= CHANCE
            by_chance = by_chance or len(one.parts) > USUAL_CELLS
            if not by_chance or finding.confidence >= CHECKED or self._is_told(one):
                yield Number.of(one.parts, finding.kind, one.text, REASON.format(finding.reason))

    def _cells(self) -> Iterator[Row]:
        """Of a table: each cell that ends in a digit with those to its right, when the next begins with one."""
        for index, unit in enumerate(self._units if self._columns else ()):
            if unit.end == "\t" and LAST.search(unit.text):
                row = tuple(self._right_of(index))
                if len(row) > 1 and FIRST.match(self._text(row[1])):
                    yield row

    def _right_of(self, index: int) -> Iterator[Part]:
        """The cell and its neighbours; a few empty ones between them are passed over."""
        count = empty = 0
        for number in range(index, len(self._units)):
            unit = self._units[number]
            if unit.text.strip():
                yield Part(number, 0, len(unit.text))
                count, empty = count + 1, 0
            else:
                empty += 1
            if unit.end != "\t" or count == MOST_CELLS or empty > MOST_EMPTY:
                return

    def _windows(self) -> Iterator[Row]:
        for row in self._beside:
            for index in range(len(row) - 1):
                if LAST.search(self._text(row[index])) and FIRST.match(self._text(row[index + 1])):
                    yield row[index : index + MOST_CELLS]

    def _joined(self, cells: Row) -> Iterator[_Joined]:
        """The first cell with the next one, and with further ones while those between are digits from end to end."""
        taken = [part for part in (self._digits(cells[0], TAIL),) if part is not None]
        for cell in cells[1:] if taken else ():
            part = self._digits(cell, HEAD)
            if part is None:
                return
            taken.append(part)
            pieces = tuple(BETWEEN.sub("", self._text(part)) for part in taken)
            columns = tuple(self._columns[part.unit] for part in taken) if self._columns else ()
            whole = all(self._is_whole(*pair) for pair in zip(taken, cells, strict=False))
            yield _Joined(tuple(taken), pieces, columns, whole)
            if not self._is_whole(part, cell):
                return

    def _digits(self, cell: Part, pattern: re.Pattern[str]) -> Part | None:
        """The digits at one end of the cell."""
        text = self._text(cell)
        start = max(len(text) - SHORT, 0) if pattern is TAIL else 0
        match = pattern.search(text, start) if pattern is TAIL else pattern.match(text)
        return None if match is None else Part(cell.unit, cell.start + match.start(1), cell.start + match.end(1))

    def _is_whole(self, part: Part, cell: Part) -> bool:
        return self._text(part) == self._text(cell).strip()

    def _text(self, part: Part) -> str:
        return self._units[part.unit].text[part.start : part.end]

    def _is_told(self, one: _Joined) -> bool:
        """By a word beside the digits, by a zero that no amount begins with, by the heading."""
        if not one.whole or any(piece[0] == "0" and piece[1:] for piece in one.pieces[1:]):
            return True
        heads = (self._units[self._columns.index(column)].text for column in one.columns)
        return any(heading_kind(head) in KINDS for head in heads)
