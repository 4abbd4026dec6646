"""A docx as a reader sees it, and all that the reader does not see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from portal.privacy.files import clock
from portal.privacy.files.layers import Layer, Unit
from portal.privacy.files.packages import Package, local
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.word_looks import Looks, switched_on, value

MAIN = "word/document.xml"
MAX_PARAGRAPHS = 30_000  # of one part
DELETED = {"del", "moveFrom", "delText"}
CODES = {"instrText", "delInstrText"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
UNSHOWN_GRAPHICS = {
    "chart": "图表",
    "relIds": "组织结构图",
    "oMath": "公式",
    "OLEObject": "嵌入对象",
    "altChunk": "插入的外部文件",
}


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
    """One part of the document (body, a header, the footnotes): ``blocks`` are shown, ``hidden`` is place → texts."""

    place: str
    blocks: list[Block] = field(default_factory=list)
    hidden: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    left_out: set[str] = field(default_factory=set)

    def layers(self) -> list[Layer]:
        """One layer of all paragraphs, then one of each table: the order that ``word_copy`` counts on."""
        words = [block for block in self.blocks if isinstance(block, Paragraph)]
        units = tuple(Unit(f"{self.place}第{n}段", block.text) for n, block in enumerate(words, start=1))
        tables = [block for block in self.blocks if isinstance(block, Table)]
        return [Layer(units, shown=True), *(self._table(n, table) for n, table in enumerate(tables, start=1))]

    def _table(self, number: int, table: Table) -> Layer:
        units = [
            Unit(f"{self.place}表{number}第{r}行第{c}列", text, "\n" if c == len(row) else "\t")
            for r, row in enumerate(table.rows, start=1)
            for c, text in enumerate(row, start=1)
        ]
        return Layer(tuple(units), shown=True, table=True)


def stories(package: Package) -> list[Story]:
    """Body, headers, footers and notes of the document, in that order."""
    looks = Looks.of(package)
    found = [Teller(package, MAIN, "正文", looks).tell()]
    for part, place in (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注")):
        names = [name for name in sorted(package.names) if name.startswith(f"word/{part}") and name.endswith(".xml")]
        found += [Teller(package, name, place, looks).tell() for name in names]
    return found


class Teller:
    """Walks one part once and puts every text where it belongs."""

    def __init__(self, package: Package, name: str, place: str, looks: Looks) -> None:
        self._root = package.tree(name)
        if sum(1 for _ in self._root.iter("{*}p")) > MAX_PARAGRAPHS:
            raise FileRefused(Reason.TEXT)
        self._relations = package.relations(name)
        self._looks = looks
        self._story = Story(place)
        self._boxes: list[etree._Element] = []
        self._pictures: list[Picture] = []

    def tell(self) -> Story:
        self._blocks(self._root)
        return self._story

    def _blocks(self, element: etree._Element) -> None:
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in DELETED:
                self._hide("修订（已删除）", child)
            else:
                self._note(child, name)
                self._blocks(child)

    def _paragraph(self, element: etree._Element) -> None:
        clock.grant(clock.A_THOUSAND_PARAGRAPHS / 1000)
        text = "".join(self._texts(element))
        properties = element.find("{*}pPr")
        style = "" if properties is None else value(properties.find("{*}pStyle"))
        align = "" if properties is None else value(properties.find("{*}jc"))
        pictures, self._pictures = tuple(self._pictures), []
        self._story.blocks.append(Paragraph(text, style, align, _all_bold(element), pictures))
        boxes, self._boxes = self._boxes, []
        for box in boxes:  # shown where they are anchored
            self._table(box) if local(box) == "tbl" else self._paragraph(box)

    def _table(self, element: etree._Element) -> None:
        rows = []
        for row in element.iterfind("{*}tr"):
            cells = [cell for cell in row.iterfind(".//{*}tc") if _owner(cell, "tbl") is element]
            rows.append(tuple(self._cell(cell) for cell in cells))
        self._story.blocks.append(Table(tuple(row for row in rows if row)))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._paragraph(box)

    def _cell(self, cell: etree._Element) -> str:
        """All its paragraphs, those of tables inside it too."""
        clock.grant(clock.A_THOUSAND_PARAGRAPHS / 1000)
        inside = [p for p in cell.iterfind(".//{*}p") if not _within(p, {"txbxContent", "Fallback"}, cell)]
        return "\n".join("".join(self._texts(p)) for p in inside)

    def _texts(self, element: etree._Element) -> Iterator[str]:
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "t":
                yield child.text or ""
            elif name in SIGNS:
                yield SIGNS[name]
            elif name in DELETED:
                self._hide("修订（已删除）", child)
            elif name in CODES:
                self._hide("域代码", child)
            elif name == "Fallback":
                self._hide("兼容内容", child)
            elif name in {"p", "tbl"}:
                self._boxes.append(child)
            elif name == "r" and (why := self._looks.hides(child)):
                self._hide(why, child)
            elif name not in {"rPr", "pPr"}:
                self._note(child, name)
                yield from self._texts(child)

    def _note(self, element: etree._Element, name: str) -> None:
        """Pictures go along into the copy; drawings that cannot are named."""
        if name in UNSHOWN_GRAPHICS:
            self._story.left_out.add(UNSHOWN_GRAPHICS[name])
        part = self._relations.get(value(element, "embed" if name == "blip" else "id"), "")
        if name in {"blip", "imagedata"} and part:
            rect = element.getparent().find("{*}srcRect") if name == "blip" else None
            left, top, right, bottom = (_fraction(rect, side) for side in "ltrb")
            self._pictures.append(Picture(part, (left, top, right, bottom)))

    def _hide(self, place: str, element: etree._Element) -> None:
        leaves = (leaf.text or "" for leaf in element.iter(etree.Element) if len(leaf) == 0)
        self._story.hidden[place].append("".join(leaves))


def _owner(element: etree._Element, name: str) -> etree._Element | None:
    return next((above for above in element.iterancestors() if local(above) == name), None)


def _within(element: etree._Element, names: set[str], limit: etree._Element) -> bool:
    for above in element.iterancestors():
        if above is limit:
            return False
        if local(above) in names:
            return True
    return False


def _fraction(rect: etree._Element | None, side: str) -> float:
    """``srcRect`` counts in thousandths of a percent; negative values add a margin and hide nothing."""
    text = value(rect, side)
    return min(max(int(text) / 100_000, 0.0), 1.0) if text.lstrip("-").isdigit() else 0.0


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iterfind("{*}r") if run.find("{*}t") is not None]
    return bool(runs) and all(switched_on(run.find("{*}rPr"), "b") for run in runs)
