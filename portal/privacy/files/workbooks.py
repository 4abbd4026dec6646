"""The cells of an xlsx: which of them a reader sees, and what lies hidden beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from portal.privacy.files import cell_values, clock, formulas
from portal.privacy.files.cell_ranges import Ranges
from portal.privacy.files.directions import as_read
from portal.privacy.files.layers import Layer, Unit
from portal.privacy.files.markup import all_texts, local, take, telling_attributes
from portal.privacy.files.packages import RELATION, Package
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.sheet_looks import Look, looks

WORKBOOK = "xl/workbook.xml"
FOLDER = "xl/worksheets/"
STRINGS = "sharedstrings.xml"  # some programs write it with a capital S, some in another folder
MAX_CELLS = 200_000
INVISIBLE = 0.5  # characters of width, points of height
OFF = {"0", "false", ""}
SOMEBODYS = 10  # digits that a number format and its number show together: 区号 and a number, a mobile phone
COMPOSED = "单元格的数字格式里写着数字，显示出来的号码不是存着的号码，请人看过。"


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
    is what rows and cells carry besides their values; ``composed``: some number format adds digits to a number."""

    name: str
    visible: bool
    shown: list[Cell] = field(default_factory=list)
    hidden: list[Cell] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    widths: dict[str, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    composed: bool = False

    def layer(self) -> Layer:
        """The shown cells row by row: the order that ``sheets_copy`` counts on."""
        return Layer(tuple(units(self.name, self.shown)), shown=True, table=True)


def units(sheet: str, cells: list[Cell]) -> Iterator[Unit]:
    for cell, following in zip(cells, [*cells[1:], None], strict=False):
        same_row = following is not None and following.row == cell.row
        yield Unit(f"{sheet}!{get_column_letter(cell.column)}{cell.row}", cell.text, "\t" if same_row else "\n")


@dataclass(slots=True)
class Workbook:
    """``unlisted``: sheets that lie in the package and that the workbook does not name. ``parts``: names of the parts
    that were read here; ``around``: their trees without the rows."""

    sheets: list[Sheet]
    unlisted: list[Sheet]
    unused: list[str]
    names: list[str]
    parts: set[str]
    around: list[etree._Element]


def workbook(package: Package) -> Workbook:
    """Raises FileRefused when a part is damaged or there are more than ``MAX_CELLS`` cells."""
    root, relations = package.tree(WORKBOOK), package.relations(WORKBOOK)
    part = _part_of_strings(package, relations)
    strings, readings = _strings(package, part) if part else ([], [])
    filler = _Sheets(package, strings, looks(package))
    sheets: list[Sheet] = []
    for entry in root.iterfind("{*}sheets/{*}sheet"):
        visible = entry.get("state", "visible") == "visible"
        name = relations.get(entry.get(f"{RELATION}id", ""), "")
        if name not in package.names:
            raise FileRefused(Reason.BROKEN, entry.get("name", ""))
        sheets.append(filler.sheet(Sheet(entry.get("name", ""), visible), name))
    others = [name for name in package.names if name.startswith(FOLDER) and name.endswith(".xml")]
    unlisted = [
        filler.sheet(Sheet(name.removeprefix(FOLDER), visible=False), name)
        for name in others
        if name not in filler.parts and name.count("/") == FOLDER.count("/")
    ]
    names = [f"{one.get('name')}={take(one)}" for one in root.iterfind("{*}definedNames/{*}definedName")]
    unused = [text for number, text in enumerate(strings) if number not in filler.used]
    parts = {WORKBOOK, *filler.parts, *filter(None, [part])}
    return Workbook(sheets, unlisted, [*unused, *readings], names, parts, filler.around)


def _part_of_strings(package: Package, relations: dict[str, str]) -> str | None:
    names = [name for name in package.names if name.lower().endswith(STRINGS)]
    return next((name for name in relations.values() if name in names), next(iter(names), None))


def _strings(package: Package, name: str) -> tuple[list[str], list[str]]:
    """The texts that cells refer to by number, and what else the part holds: readings (注音), attributes."""
    root = package.tree(name)
    strings = [as_read(cell_values.said(one)) for one in root.iterfind("{*}si")]
    return strings, [*all_texts(root), *telling_attributes(root)]


class _Sheets:
    """Reads sheet after sheet of one package."""

    def __init__(self, package: Package, strings: list[str], shapes: list[Look]) -> None:
        self._package = package
        self._strings = strings
        self._shapes = shapes
        self.used: set[int] = set()
        self.parts: list[str] = []
        self.around: list[etree._Element] = []

    def sheet(self, sheet: Sheet, part: str) -> Sheet:
        self.parts.append(part)
        self.around.append(_Filler(sheet, self._strings, self.used, self._shapes).fill(self._package, part))
        return sheet


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
        for cells in (self._sheet.shown, self._sheet.hidden):
            cells.sort(key=attrgetter("row", "column"))

    def _next(self, root: etree._Element, row: etree._Element) -> None:
        if not self._rows:  # widths stand before the rows
            for column in root.iterfind("{*}cols/{*}col"):
                self._column(column)
        above = row.getparent()
        if local(above) != "sheetData" or above.getparent() is not root:
            self._sheet.beside += [*all_texts(row), *telling_attributes(row)]
            return
        self._rows += 1
        clock.grant(clock.A_THOUSAND_CELLS * len(row) / 1000)
        self._row(row, int(row.get("r", self._rows)))
        self._sheet.beside += cell_values.beside(row)
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
            for formula in element.iterfind("{*}f"):
                self._sheet.formulas += formulas.told(take(formula))
            text, string = cell_values.shown(element, self._strings)
            if string is not None:
                self._used.add(string)
            if text:
                unseen = hidden_row or column in self._hidden_columns
                self._put(Cell(number, column, text, element.get("t", "n") == "n"), self._look(element), unseen)

    def _put(self, cell: Cell, look: Look, unseen: bool) -> None:
        cell = replace(cell, form=look.form, pale=look.unseen)
        (self._sheet.hidden if unseen or look.blank else self._sheet.shown).append(cell)
        if cell.number and look.digits and look.digits + sum(map(str.isdecimal, cell.text)) >= SOMEBODYS:
            self._sheet.composed = True

    def _look(self, element: etree._Element) -> Look:
        style = element.get("s", "")
        return self._shapes[int(style)] if style.isdigit() and int(style) < len(self._shapes) else Look()


def _tables(package: Package, part: str) -> list[str]:
    """Ranges that a table style colours."""
    parts = (name for name in package.relations(part).values() if name.startswith("xl/tables/"))
    return [package.tree(name).get("ref", "") for name in parts if name in package.names]
