"""A number that stands in two or three neighbouring cells, 1380000 | 1234, as whoever reads the row joins it.

Cells of statistics join to eleven digits by chance. Two columns most of whose rows join to something else are taken for
statistics; there only a word, a leading zero, a heading or a check digit says that a number is somebody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from portal.privacy.detectors import bank_cards, id_cards, phones
from portal.privacy.detectors.tables import heading_kind
from portal.privacy.files.layers import Layer, Part, Row
from portal.privacy.lookup import normalize_phone
from portal.privacy.masks import mask_id_card, mask_phone
from portal.privacy.replacements import WORDS
from portal.privacy.spans import Case, Finding, Kind, View

MOST_CELLS = 3
LENGTHS = range(11, 20)  # digits of a mobile number, an identity number, a bank card
SHORT = 40  # characters of a long text that matter at its end
CHANCE = 3  # numbers in the same columns, from which on they are looked at together
CHECKED = 0.99  # confidence of an identity number whose check digit is right
DIGIT = r"[\d〇零一二三四五六七八九幺Oo]"
RUN = rf"{DIGIT}(?:[ \-–—]{{0,2}}{DIGIT})*"
TAIL = re.compile(rf"(?<![\d.])({RUN})\s*\Z")
HEAD = re.compile(rf"\s*({RUN}(?:[ \-–—]{{0,2}}[Xx×])?)(?![\d.])")
LAST, FIRST = re.compile(rf"{DIGIT}\s*\Z"), re.compile(rf"\s*{DIGIT}")
BETWEEN = re.compile(r"[\s\-–—]")
MASKS = {Kind.PHONE: mask_phone, Kind.ID_CARD: mask_id_card}
KINDS = {Kind.PHONE, Kind.ID_CARD, Kind.BANK_CARD}
REASON = "{}，分写在相邻的格里"


@dataclass(frozen=True, slots=True)
class Number:
    """``parts``: what each cell holds of it; ``text``: all of it, as it is written."""

    parts: Row
    kind: Kind
    text: str
    mask: str
    reason: str


def numbers(layer: Layer, official_phones: Collection[str]) -> Iterator[Number]:
    """The numbers of a layer whose cells stand side by side; none of a layer that is no table and has no such cells."""
    if layer.table or layer.beside:
        case = Case(official_phones=frozenset(normalize_phone(phone) for phone in official_phones) - {""})
        yield from _Rows(layer).numbers(case)


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
        found: list[tuple[_Joined, Finding]] = []
        others: Counter[tuple[str, ...]] = Counter()
        for row in chain(self._cells(), self._beside):
            for one in self._joined(row):
                finding = _whole(one.text, case) if len(one.text) in LENGTHS else None
                if finding is not None:
                    found.append((one, finding))
                    others[one.columns] -= 1
                elif one.whole:
                    others[one.columns] += 1
        for one, finding in found:
            by_chance = others[one.columns] > 0 and others[one.columns] + len(found) >= CHANCE
            if not by_chance or finding.confidence >= CHECKED or self._is_told(one):
                mask = MASKS[finding.kind](one.text) if finding.kind in MASKS else WORDS[finding.kind]
                yield Number(one.parts, finding.kind, one.text, mask, REASON.format(finding.reason))

    def _cells(self) -> Iterator[Row]:
        """Of a table: each cell that ends in a digit with those to its right, when the next begins with one."""
        for index, unit in enumerate(self._units if self._columns else ()):
            if unit.end != "\t" or index + 1 == len(self._units) or not LAST.search(unit.text):
                continue
            if FIRST.match(self._units[index + 1].text):
                yield tuple(self._right_of(index))

    def _right_of(self, index: int) -> Iterator[Part]:
        for number in range(index, min(index + MOST_CELLS, len(self._units))):
            yield Part(number, 0, len(self._units[number].text))
            if self._units[number].end != "\t":
                return

    def _joined(self, cells: Row) -> Iterator[_Joined]:
        """The first cell with the next one, and with the next two when the middle one is digits from end to end."""
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
        if not one.whole or any(piece.startswith("0") for piece in one.pieces[1:]):
            return True
        heads = (self._units[self._columns.index(column)].text for column in one.columns)
        return any(heading_kind(head) in KINDS for head in heads)


def _whole(text: str, case: Case) -> Finding | None:
    """What the digits are when they are all one number. A landline is none: 区号 stands in a column of its own."""
    view = View.of(text)
    for detect in (phones.detect, id_cards.detect, bank_cards.detect):
        for finding in detect(view, case):
            if finding.end - finding.start == len(view.text) and not text.startswith("0"):
                return finding
    return None
