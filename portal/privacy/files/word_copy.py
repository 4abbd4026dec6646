"""A docx made anew from what its reader sees: no properties, no comments, no history, pictures from their pixels."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph as NewParagraph
from PIL import Image

from portal.privacy.files import pictures
from portal.privacy.files.edits import Edits
from portal.privacy.files.packages import Package
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.word import Paragraph, Picture, Story, Table
from portal.privacy.files.word_walk import stories

ALIGNED = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
NOTES = {"脚注", "尾注"}
LEFT_OUT = "{what}没有放进清理后的文件。"
CONTROL = dict.fromkeys(code for code in range(32) if code not in {9, 10, 13})
EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the property has no zone; any fixed moment tells nothing
PROPERTIES = ("author", "comments", "title", "subject", "keywords", "category", "last_modified_by", "identifier")


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """Writes the copy; returns sentences on what is not in it. Raises FileRefused when the source is damaged."""
    package = Package(source)
    told = stories(package)
    copy = _empty()
    taken = _Source(package, _headings(package))
    layer = 0
    for story in told:
        _Writer(copy, story, edits, layer=layer, source=taken).write()
        layer += len(story.layers())
    copy.save(str(target))
    return list(_sentences(told))


def _empty() -> Document:
    copy = docx.Document()
    for name in PROPERTIES:
        setattr(copy.core_properties, name, "")
    copy.core_properties.created = copy.core_properties.modified = EPOCH
    fonts = copy.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "宋体")
    for relation in list(copy.part.package.rels.values()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            del copy.part.package.rels[relation.rId]
    return copy


def _headings(package: Package) -> dict[str, int]:
    """Style id → level of heading, 1 to 9."""
    if "word/styles.xml" not in package.names:
        return {}
    found: dict[str, int] = {}
    for style in package.tree("word/styles.xml").iterfind("{*}style"):
        name = style.find("{*}name")
        said = "" if name is None else next(iter(name.attrib.values()), "").lower()
        if said.startswith("heading ") and said[8:].isdigit() and 1 <= int(said[8:]) <= 9:
            found[next((v for k, v in style.attrib.items() if k.endswith("}styleId")), "")] = int(said[8:])
    return found


def _sentences(told: list[Story]) -> Iterator[str]:
    if any("修订" in place for story in told for place in story.hidden):
        yield "修订按“接受”处理：插入的文字保留，删除的文字去掉。"
    left_out = sorted(set().union(*(story.left_out for story in told)))
    if left_out:
        yield LEFT_OUT.format(what="、".join(left_out))


@dataclass(frozen=True, slots=True)
class _Source:
    package: Package
    headings: dict[str, int]


class _Writer:
    """Writes one story at its place in the copy: the body, a header, a footer; notes follow the body."""

    def __init__(self, copy: Document, story: Story, edits: Edits, *, layer: int, source: _Source) -> None:
        self._copy = copy
        self._story = story
        self._edits = edits
        self._layer = layer
        self._source = source
        section = copy.sections[0]
        self._place = {"页眉": section.header, "页脚": section.footer}.get(story.place, copy)
        self._width = Emu((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))

    def write(self) -> None:
        words = tables = 0
        if self._story.place in NOTES and any(isinstance(b, Paragraph) and b.text.strip() for b in self._story.blocks):
            self._copy.add_paragraph(self._story.place)
        for block in self._story.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block, self._edits.text(self._layer, words, block.text))
                words += 1
            else:
                tables += 1
                self._table(block, self._layer + tables)

    def _paragraph(self, block: Paragraph, text: str) -> None:
        paragraph = self._place.add_paragraph()
        level = self._source.headings.get(block.style)
        if level:
            paragraph.style = self._copy.styles[f"Heading {level}"]
        if block.align in ALIGNED:
            paragraph.alignment = ALIGNED[block.align]
        paragraph.add_run(text.translate(CONTROL)).bold = block.bold or None
        for picture in block.pictures:
            self._picture(paragraph, picture)

    def _picture(self, paragraph: NewParagraph, picture: Picture) -> None:
        try:
            image = _cropped(self._source.package.read(picture.part), picture)
        except FileRefused:  # an EMF or WMF drawing: nothing here can draw it
            self._story.left_out.add("无法读取的图片")
            return
        fresh = io.BytesIO()
        image.save(fresh, "PNG")
        fresh.seek(0)
        paragraph.add_run().add_picture(fresh, width=Emu(min(self._width, image.width * 9525)))

    def _table(self, block: Table, layer: int) -> None:
        columns = max((len(row) for row in block.rows), default=0)
        if not columns:
            return
        table = self._place.add_table(len(block.rows), columns, *(() if self._place is self._copy else (self._width,)))
        if self._place is self._copy:
            table.style = self._copy.styles["Table Grid"]
        unit = 0
        for number, row in enumerate(block.rows):
            cells = table.rows[number].cells
            for column, text in enumerate(row):
                cells[column].text = self._edits.text(layer, unit, text).translate(CONTROL)
                unit += 1


def _cropped(data: bytes, picture: Picture) -> Image.Image:
    """What the document shows of the picture: the cropped-off rest is not in the copy."""
    image = pictures.pixels(pictures.opened(data))
    left, top, right, bottom = picture.crop
    first = int(left * image.width), int(top * image.height)
    last = int((1 - right) * image.width), int((1 - bottom) * image.height)
    return image.crop((*first, max(last[0], first[0] + 1), max(last[1], first[1] + 1)))
