"""A number or a name written one sign a cell, as forms have boxes for it; and a number that one cell dresses up as an
amount below a heading that says what it is.

Rows of small figures join to a number by chance. Where other such rows of the table join to none, only a label, a
heading or a check digit says that one is somebody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.detectors.tables import heading_kind
from portal.privacy.files.cell_numbers import CHANCE, CHECKED, KINDS, Number, whole
from portal.privacy.files.layers import Layer, Part, Row
from portal.privacy.folding import fold
from portal.privacy.lexicon import words
from portal.privacy.spans import Case, Finding, Kind

LEAST = 8  # neighbouring cells
BOX = re.compile(r"\d{1,2}|[Xx]")
SIGN = re.compile(r"[\u4e00-\u9fff]")
NAME = range(2, 5)  # signs
DRESSED = re.compile(r"\d{1,3}(?:[,，]\d{3}){3,5}(?:\.0{1,2})?|\d{11,18}\.0{1,2}")
REASON = "{}，一格写一两个字"
NAME_REASON = "“姓名”后面一格一个字"
HEADING_REASON = "{}，标题说明了是什么"


def numbers(layer: Layer, case: Case) -> Iterator[Number]:
    """Of tables, and of what stands side by side elsewhere."""
    texts = [unit.text.strip() for unit in layer.units]
    tried: list[tuple[Row, Finding | None, bool]] = []
    columns = list(layer.columns()) if layer.table else []
    heads = {column: texts[unit] for unit, column in reversed([*enumerate(columns)])}
    for row in _rows(layer):
        said = [_said(layer, part) for part in row]
        for first, last in _runs(said):
            label = said[first - 1] if first else ""
            if label and heading_kind(label) is Kind.PERSON and (name := _name(said[first:last])):
                yield Number.of(row[first : first + len(name)], Kind.PERSON, name, NAME_REASON)
            elif last - first >= LEAST and BOX.fullmatch(said[first]):
                head = heads[columns[row[first].unit]] if layer.table else ""
                tried.append((*_number(row[first:last], said[first:last], case), _tells(label) or _tells(head)))
        for part, text in zip(row, said, strict=True) if layer.table else ():
            if DRESSED.fullmatch(text) and _tells(heads[columns[part.unit]]):
                yield from _undressed(part, text, case)
    yield from _somebodys(layer, tried)


def _somebodys(layer: Layer, tried: list[tuple[Row, Finding | None, bool]]) -> Iterator[Number]:
    by_chance = len(tried) >= CHANCE and any(finding is None for _row, finding, _told in tried)
    for row, finding, told in tried:
        if finding is not None and (told or not by_chance or finding.confidence >= CHECKED):
            text = "".join(_said(layer, part) for part in row)
            yield Number.of(row, finding.kind, text, REASON.format(finding.reason))


def _rows(layer: Layer) -> Iterator[Row]:
    """The filled cells of each row."""
    row: list[Part] = []
    for index, unit in enumerate(layer.units if layer.table else ()):
        if unit.text.strip():
            row.append(Part(index, 0, len(unit.text)))
        if unit.end != "\t":
            yield tuple(row)
            row = []
    yield from (tuple(row), *layer.beside)


def _said(layer: Layer, part: Part) -> str:
    text = layer.units[part.unit].text[part.start : part.end].strip()
    return fold(text).text if len(text) <= 2 else text


def _runs(said: list[str]) -> Iterator[tuple[int, int]]:
    """Ranges of neighbours that hold a digit or two each, or one 汉字 each."""
    first = 0
    for index in range(1, len(said) + 1):
        kind = _kind(said[first])
        if index == len(said) or _kind(said[index]) != kind:
            if kind and index - first > 1:
                yield first, index
            first = index


def _kind(text: str) -> str:
    if len(text) > 2:
        return ""
    return "digits" if BOX.fullmatch(text) else "sign" if SIGN.fullmatch(text) else ""


def _name(signs: list[str]) -> str:
    """The signs when they begin with a surname and are as many as a name has."""
    name = "".join(signs)
    surnames = words("surnames") | words("compound_surnames")
    return name if len(name) in NAME and SIGN.match(name) and (name[0] in surnames or name[:2] in surnames) else ""


def _number(row: Row, said: list[str], case: Case) -> tuple[Row, Finding | None]:
    """All cells together, or without the first, which may count the rows, or without the last."""
    for first, last in ((0, len(row)), (1, len(row)), (0, len(row) - 1)):
        finding = whole("".join(said[first:last]).upper(), case)
        if finding is not None:
            return row[first:last], finding
    return row, None


def _undressed(part: Part, text: str, case: Case) -> Iterator[Number]:
    number = re.sub(r"[,，]|\.0+$", "", text)
    finding = whole(number, case)
    if finding is not None:
        yield Number.of((part,), finding.kind, text, HEADING_REASON.format(finding.reason))


def _tells(label: str) -> bool:
    return bool(label) and heading_kind(label) in KINDS
