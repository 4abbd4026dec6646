"""An xlsx as a reader sees it, and all that the reader does not see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from portal.privacy.files.layers import SHEET_NAMES, Contents, Layer, Unit
from portal.privacy.files.packages import RELATION, Package, all_texts, local, telling_attributes
from portal.privacy.files.parts import other_parts
from portal.privacy.files.refusals import FileRefused, Reason

WORKBOOK = "xl/workbook.xml"
STRINGS = "sharedstrings.xml"  # some programs write it with a capital S, some in another folder
MAX_CELLS = 200_000
INVISIBLE = 0.5  # characters of width, points of height
OFF = {"0", "false", ""}
SAID = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
PLACES = (
    ("xl/comments", "批注"),
    ("xl/threadedComments/", "批注"),
    ("xl/persons/", "批注作者"),
    ("xl/pivotCache/", "数据透视表缓存"),
    ("xl/pivotTables/", "数据透视表"),
    ("xl/externalLinks/", "外部链接缓存"),
    ("xl/drawings/", "文本框和图形"),
    ("xl/charts/", "图表"),
    ("xl/tables/", "表格定义"),
    ("xl/queryTables/", "查询"),
    ("xl/connections", "数据连接"),
    ("xl/revisions/", "修订记录"),
    ("docProps/", "文档属性"),
    ("customXml/", "自定义数据"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """``number``: the stored value is one, so the copy may keep it as it is when its text is not masked."""

    row: int
    column: int
    text: str
    number: bool = False


@dataclass(slots=True)
class Sheet:
    """``shown`` cells are in no hidden row or column; a hidden sheet has none."""

    name: str
    visible: bool
    shown: list[Cell] = field(default_factory=list)
    hidden: list[Cell] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    widths: dict[str, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    def layer(self) -> Layer:
        """The shown cells row by row: the order that ``sheets_copy`` counts on."""
        return Layer(tuple(_units(self.name, self.shown)), shown=True, table=True)


def _units(sheet: str, cells: list[Cell]) -> Iterator[Unit]:
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
    strings = _strings(package)
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
        around[sheet.name] = _Filler(sheet, strings, used).fill(package, part)
        sheets.append(sheet)
    names = [f"{one.get('name')}={one.text or ''}" for one in root.iterfind("{*}definedNames/{*}definedName")]
    unused = [text for number, text in enumerate(strings) if number not in used]
    return Workbook(sheets, unused, names, tuple(parts), around)


def _strings(package: Package) -> list[str]:
    """The texts that cells refer to by number."""
    name = next((name for name in package.names if name.lower().endswith(STRINGS)), None)
    if name is None:
        return []
    return ["".join(leaf.text or "" for leaf in one.iterfind(".//{*}t")) for one in package.tree(name)]


class _Filler:
    """Puts the cells of one sheet where a reader sees them, or does not."""

    def __init__(self, sheet: Sheet, strings: list[str], used: set[int]) -> None:
        self._sheet = sheet
        self._strings = strings
        self._used = used
        self._hidden_columns: set[int] = set()
        self._rows = 0

    def fill(self, package: Package, part: str) -> etree._Element:
        """Returns the sheet without its rows. Raises FileRefused when there are too many cells."""
        root = package.tree(part, emptying=("{*}row", self._next))
        self._sheet.merged = [one.get("ref", "") for one in root.iterfind("{*}mergeCells/{*}mergeCell")]
        return root

    def _next(self, root: etree._Element, row: etree._Element) -> None:
        if not self._rows:  # widths stand before the rows
            for column in root.iterfind("{*}cols/{*}col"):
                self._column(column)
        self._rows += 1
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
            if text := self._text(element):
                number_cell = element.get("t", "n") == "n"
                unseen = hidden_row or column in self._hidden_columns
                cell = Cell(number, column, text, number_cell)
                (self._sheet.hidden if unseen else self._sheet.shown).append(cell)

    def _text(self, element: etree._Element) -> str:
        """As stored: a date is its serial number, which ``sheets_copy`` leaves to the number format."""
        kind, value = element.get("t", "n"), element.findtext("{*}v") or ""
        if kind == "s" and value.isdigit() and int(value) < len(self._strings):
            self._used.add(int(value))
            return self._strings[int(value)]
        if kind == "inlineStr":
            return "".join(leaf.text or "" for leaf in element.iterfind(".//{*}is//{*}t"))
        return value


def read(path: Path) -> Contents:
    """Raises FileRefused when the workbook cannot be read whole."""
    package = Package(path)
    contents = Contents()
    try:
        book = workbook(package)
    except ValueError as error:  # a number or a coordinate that is none
        raise FileRefused(Reason.BROKEN) from error
    contents.layers = [sheet.layer() for sheet in book.sheets]
    contents.hidden(SHEET_NAMES, [sheet.name for sheet in book.sheets])
    for sheet in book.sheets:
        place = "隐藏的行或列" if sheet.visible else "隐藏的工作表"
        if sheet.hidden:
            units = tuple(
                Unit(f"{place} {unit.place}", unit.text, unit.end) for unit in _units(sheet.name, sheet.hidden)
            )
            contents.layers.append(Layer(units, table=True))
        contents.hidden(f"公式（{sheet.name}）", sheet.formulas)
    contents.hidden("没有用到的文字", book.unused)
    contents.hidden("定义的名称", book.names)
    for root in book.around.values():
        _around_cells(root, contents)
    contents.hidden("工作簿设置", telling_attributes(package.tree(WORKBOOK), besides=("name",)))
    told = tuple(name for name in package.names if name.lower().endswith(STRINGS))
    other_parts(package, contents, besides=(WORKBOOK, *book.parts, *told), places=PLACES)
    return contents


def _around_cells(root: etree._Element, contents: Contents) -> None:
    """Headers and footers, validation lists, conditions, phonetic readings: whatever a sheet says outside its cells."""
    for child in root.iterchildren(etree.Element):
        if local(child) != "sheetData":
            place = "表格的页眉页脚" if local(child) == "headerFooter" else "表格的附加设置"
            contents.hidden(place, [*all_texts(child), *telling_attributes(child)])
