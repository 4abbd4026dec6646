"""The cells of an xlsx: which of them a reader sees, and what lies hidden beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from portal.privacy.files import clock
from portal.privacy.files.cell_ranges import Ranges
from portal.privacy.files.layers import Layer, Unit
from portal.privacy.files.packages import RELATION, TELLING, Package, all_texts, local
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.sheet_looks import Look, looks

WORKBOOK = "xl/workbook.xml"
STRINGS = "sharedstrings.xml"  # some programs write it with a capital S, some in another folder
MAX_CELLS = 200_000
INVISIBLE = 0.5  # characters of width, points of height
OFF = {"0", "false", ""}
MAX_WHOLE = 1e15  # from here on a float no longer knows its last digit
PARTS_OF_CELL = {"v", "f", "is"}
BESIDE = re.compile(
    rb"=\"([^\"]*(?:[\xe3-\xe9][\x80-\xbf]|@|\d{11}|&#)[^\"]*)\"|<!--(.+?)-->|<\?(?!xml )(.+?)\?>", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Cell:
    """``number``: the stored value is one, so the copy may keep it, in its ``form``, when its text is not masked.

    ``pale``: written in the colour of the cell, unless something beside the cell's own style colours it.
    """

    row: int
    column: int
    text: str
    number: bool = False
    form: str = "General"
    pale: bool = False


@dataclass(slots=True)
class Sheet:
    """``shown`` cells are in no hidden row or column and not under a merged one; a hidden sheet has none. ``beside``
    is what rows and cells carry besides their values."""

    name: str
    visible: bool
    shown: list[Cell] = field(default_factory=list)
    hidden: list[Cell] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    widths: dict[str, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def layer(self) -> Layer:
        """The shown cells row by row: the order that ``sheets_copy`` counts on."""
        return Layer(tuple(units(self.name, self.shown)), shown=True, table=True)


def units(sheet: str, cells: list[Cell]) -> Iterator[Unit]:
    for cell, following in zip(cells, [*cells[1:], None], strict=False):
        same_row = following is not None and following.row == cell.row
        yield Unit(f"{sheet}!{get_column_letter(cell.column)}{cell.row}", cell.text, "\t" if same_row else "\n")


@dataclass(slots=True)
class Workbook:
    sheets: list[Sheet]
    unused: list[str]
    names: list[str]
    parts: tuple[str, ...]
    around: dict[str, etree._Element]


def workbook(package: Package) -> Workbook:
    """Raises FileRefused when a part is damaged or there are more than ``MAX_CELLS`` cells."""
    root, relations = package.tree(WORKBOOK), package.relations(WORKBOOK)
    strings, readings = _strings(package)
    shapes = looks(package)
    used: set[int] = set()
    sheets: list[Sheet] = []
    parts: list[str] = []
    around: dict[str, etree._Element] = {}
    for entry in root.iterfind("{*}sheets/{*}sheet"):
        visible = entry.get("state", "visible") == "visible"
        part = relations.get(entry.get(f"{RELATION}id", ""), "")
        if part not in package.names:
            raise FileRefused(Reason.BROKEN, entry.get("name", ""))
        parts.append(part)
        sheet = Sheet(entry.get("name", ""), visible)
        around[sheet.name] = _Filler(sheet, strings, used, shapes).fill(package, part)
        sheets.append(sheet)
    names = [f"{one.get('name')}={one.text or ''}" for one in root.iterfind("{*}definedNames/{*}definedName")]
    unused = [text for number, text in enumerate(strings) if number not in used]
    return Workbook(sheets, [*unused, *readings], names, tuple(parts), around)


def _strings(package: Package) -> tuple[list[str], list[str]]:
    """The texts that cells refer to by number, and what else the part holds: readings (注音), comments, attributes."""
    name = next((name for name in package.names if name.lower().endswith(STRINGS)), None)
    if name is None:
        return [], []
    root = package.tree(name)
    beside = [leaf.text or "" for leaf in root.iterfind(".//{*}rPh/{*}t")]
    return [_said(one) for one in root.iterchildren(etree.Element)], [*beside, *beside_text(package.read(name))]


def _said(element: etree._Element) -> str:
    """What is read in the cell: its runs, without the readings printed above them where that is switched on."""
    runs = element.iterfind(".//{*}t")
    return "".join(leaf.text or "" for leaf in runs if local(leaf.getparent()) != "rPh")


def beside_text(data: bytes) -> list[str]:
    """Attributes, comments and instructions of a part that tell something; read from the bytes, since a tree of a
    large sheet is never held as a whole."""
    if b"\0" in data[:4] or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16", "replace").encode()
    found = [next(filter(None, match.groups())) for match in BESIDE.finditer(data)]
    return [text for one in found if TELLING.search(text := unescape(one.decode("utf-8", "replace")))]


class _Filler:
    """Puts the cells of one sheet where a reader sees them, or does not."""

    def __init__(self, sheet: Sheet, strings: list[str], used: set[int], shapes: list[Look]) -> None:
        self._sheet = sheet
        self._strings = strings
        self._used = used
        self._shapes = shapes
        self._hidden_columns: set[int] = set()
        self._rows = 0

    def fill(self, package: Package, part: str) -> etree._Element:
        """Returns the sheet without its rows. Raises FileRefused when there are too many cells."""
        root = package.tree(part, emptying=("{*}row", self._next))
        self._sheet.merged = [one.get("ref", "") for one in root.iterfind("{*}mergeCells/{*}mergeCell")]
        self._sheet.beside += beside_text(package.read(part))
        coloured = Ranges([one.get("sqref", "") for one in root.iterfind("{*}conditionalFormatting")])
        coloured.add(_tables(package, part))
        self._sort_out(Ranges(self._sheet.merged), coloured)
        return root

    def _sort_out(self, merged: Ranges, coloured: Ranges) -> None:
        """Known only now that the whole part was read: what lies under a merged cell, and where rules set colours."""
        seen, self._sheet.shown = self._sheet.shown, []
        for cell in seen:
            is_pale = cell.pale and not coloured.hold(cell.row, cell.column)
            unseen = is_pale or merged.hold(cell.row, cell.column, besides_first=True)
            (self._sheet.hidden if unseen else self._sheet.shown).append(cell)

    def _next(self, root: etree._Element, row: etree._Element) -> None:
        if not self._rows:  # widths stand before the rows
            for column in root.iterfind("{*}cols/{*}col"):
                self._column(column)
        self._rows += 1
        clock.grant(clock.A_THOUSAND_CELLS * len(row) / 1000)
        self._row(row, int(row.get("r", self._rows)))
        if len(self._sheet.shown) + len(self._sheet.hidden) > MAX_CELLS:
            raise FileRefused(Reason.CELLS)

    def _column(self, column: etree._Element) -> None:
        first, last = int(column.get("min", 1)), min(int(column.get("max", 1)), 16_384)
        narrow = float(column.get("width", 9)) < INVISIBLE
        if narrow or column.get("hidden", "0") not in OFF:
            self._hidden_columns.update(range(first, last + 1))
        elif last - first < 100:
            width = float(column.get("width", 9))
            self._sheet.widths.update({get_column_letter(n): width for n in range(first, last + 1)})

    def _row(self, row: etree._Element, number: int) -> None:
        flat = row.get("ht") is not None and float(row.get("ht", 15)) < INVISIBLE
        hidden_row = flat or row.get("hidden", "0") not in OFF or not self._sheet.visible
        for place, element in enumerate(row.iterfind("{*}c"), start=1):
            ref = element.get("r")
            column = column_index_from_string(coordinate_from_string(ref)[0]) if ref else place
            formula = element.findtext("{*}f")
            if formula:
                self._sheet.formulas.append(formula)
            if len(element) > 1:
                strangers = (one for one in element.iterchildren(etree.Element) if local(one) not in PARTS_OF_CELL)
                self._sheet.beside += [text for one in strangers for text in all_texts(one)]
            if text := self._text(element):
                look = self._look(element)
                cell = Cell(number, column, text, element.get("t", "n") == "n", look.form, look.unseen)
                unseen = hidden_row or column in self._hidden_columns or look.blank
                (self._sheet.hidden if unseen else self._sheet.shown).append(cell)

    def _look(self, element: etree._Element) -> Look:
        style = element.get("s", "")
        return self._shapes[int(style)] if style.isdigit() and int(style) < len(self._shapes) else Look()

    def _text(self, element: etree._Element) -> str:
        """As stored: a date is its serial number, which ``sheets_copy`` leaves to the number format."""
        kind, value = element.get("t", "n"), element.findtext("{*}v") or ""
        if kind == "s" and value.isdigit() and int(value) < len(self._strings):
            self._used.add(int(value))
            return self._strings[int(value)]
        if kind == "inlineStr":
            self._sheet.beside += [leaf.text or "" for leaf in element.iterfind(".//{*}rPh/{*}t")]
            return "".join(_said(one) for one in element.iterfind("{*}is"))
        return _plain(value) if kind == "n" else value


def _plain(number: str) -> str:
    """1.3912340001E10 as 13912340001: some programs store long numbers so, and nobody would know them again."""
    if "E" not in number.upper():
        return number
    value = float(number)
    return str(int(value)) if value.is_integer() and abs(value) < MAX_WHOLE else number


def _tables(package: Package, part: str) -> list[str]:
    """Ranges that a table style colours."""
    parts = (name for name in package.relations(part).values() if name.startswith("xl/tables/"))
    return [package.tree(name).get("ref", "") for name in parts if name in package.names]
