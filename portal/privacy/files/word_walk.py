"""The walk over one part of a docx that takes each text out of its tree, so that what nobody came by is left in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from portal.privacy.files import clock
from portal.privacy.files.directions import as_read
from portal.privacy.files.markup import is_measure, left_over, local, opened, take, telling_attributes, unpacked
from portal.privacy.files.packages import Package
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.word import MAIN, Paragraph, Picture, Story, Table
from portal.privacy.files.word_looks import Looks, switched_on, value
from portal.privacy.files.word_signs import SIGNS, overridden, plain, symbol

MAX_PARAGRAPHS = 30_000  # of one part
UNSEEN = {
    **dict.fromkeys(("del", "moveFrom", "delText"), "修订（已删除）"),
    **dict.fromkeys(("instrText", "delInstrText"), "域代码"),
    "Fallback": "兼容内容",
}
SETTINGS = {"rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr"}
UNSHOWN_GRAPHICS = {
    "chart": "图表",
    "relIds": "组织结构图",
    "oMath": "公式",
    "OLEObject": "嵌入对象",
    "altChunk": "插入的外部文件",
}


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
        self._story = Story(name, place)
        self._boxes: list[etree._Element] = []
        self._pictures: list[Picture] = []
        self._unseen: dict[str, list[str]] = defaultdict(list)  # of the paragraph or row, by place

    def tell(self) -> Story:
        self._blocks(self._root)
        self._story.about = [*telling_attributes(self._root), *left_over(self._root)]
        return self._story

    def _blocks(self, element: etree._Element) -> None:
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in UNSEEN:
                self._hide(UNSEEN[name], child)
                self._flush()
            else:
                self._note(child, name)
                self._blocks(child)

    def _paragraph(self, element: etree._Element) -> None:
        clock.grant(clock.A_THOUSAND_PARAGRAPHS / 1000)
        text = as_read("".join(self._texts(element)))
        self._flush()
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
        for row in self._inside(element, "tr"):
            rows.append(tuple(self._cell(cell) for cell in self._inside(row, "tc")))
            self._flush()
        self._flush()
        self._story.blocks.append(Table(tuple(row for row in rows if row)))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._table(box) if local(box) == "tbl" else self._paragraph(box)

    def _inside(self, element: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Rows of a table, cells of a row: also inside content controls and other wrappings."""
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name in UNSEEN:
                self._hide(UNSEEN[name], child)
            elif name == "tr" and child.find("{*}trPr/{*}del") is not None:
                self._hide(UNSEEN["del"], child)
            elif name == wanted:
                yield child
            elif name in {"p", "tbl"}:  # where none belongs
                self._boxes.append(child)
            elif name not in SETTINGS:
                yield from self._inside(child, wanted)

    def _cell(self, cell: etree._Element) -> str:
        """All its paragraphs, those of tables inside it too."""
        clock.grant(clock.A_THOUSAND_PARAGRAPHS / 1000)
        return "\n".join(as_read("".join(self._texts(p))) for p in self._paragraphs(cell))

    def _paragraphs(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "p":
                yield child
            elif name in UNSEEN:
                self._hide(UNSEEN[name], child)
            elif name == "tr" and child.find("{*}trPr/{*}del") is not None:
                self._hide(UNSEEN["del"], child)
            elif name not in SETTINGS:
                self._note(child, name)
                yield from self._paragraphs(child)

    def _texts(self, element: etree._Element) -> Iterator[str]:
        for child in element.iterchildren(etree.Element):
            name = local(child)
            if name == "t":
                yield plain(take(child))
            elif name in SIGNS:
                yield SIGNS[name]
            elif name == "sym":
                yield symbol(child)
            elif name in UNSEEN:
                self._hide(UNSEEN[name], child)
            elif name in {"p", "tbl"}:
                self._boxes.append(child)
            elif name == "r" and (why := self._looks.hides(child)):
                self._hide(why, child)
            elif is_measure(child):
                take(child)
            elif name not in SETTINGS:
                self._note(child, name)
                yield overridden(child, "".join(self._texts(child)))

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
        for packed in element.iter("{*}fldData"):
            self._story.hidden[place] += unpacked(packed.text or "")
        signs = "".join(symbol(one) for one in element.iter("{*}sym"))
        self._unseen[place].append(plain(take(element)) + signs)

    def _flush(self) -> None:
        """What was hidden since the last time is one text, however many pieces it is cut into."""
        for place, pieces in self._unseen.items():
            self._story.hidden[place] += opened(as_read("".join(pieces)))
        self._unseen.clear()


def _fraction(rect: etree._Element | None, side: str) -> float:
    """``srcRect`` counts in thousandths of a percent; negative values add a margin and hide nothing."""
    text = value(rect, side)
    return min(max(int(text) / 100_000, 0.0), 1.0) if text.lstrip("-").isdigit() else 0.0


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iterfind("{*}r") if run.find("{*}t") is not None]
    return bool(runs) and all(switched_on(run.find("{*}rPr"), "b") for run in runs)
