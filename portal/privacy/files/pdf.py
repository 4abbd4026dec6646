"""All layers of a PDF: its pages, every object of every revision, and what lies between the objects."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf

from portal.privacy.files import clock, pdf_apart, pdf_bytes, pdf_drawings, pdf_objects
from portal.privacy.files.layers import Contents, Layer, Part, Row, Unit
from portal.privacy.files.packages import loose_numbers, readable_runs
from portal.privacy.files.pages import MAX_CHARS, Page, drawn
from portal.privacy.files.pdf_fonts import lying_pages
from portal.privacy.files.pdf_objects import counted, opened, unpacked
from portal.privacy.files.pdf_strings import CODES, literals
from portal.privacy.files.refusals import FileRefused, Reason

MAX_REVISIONS = 8  # that are read as documents; of older ones, the text of their streams
END = re.compile(rb"%%EOF[\r\n ]*")
FIRST_HALF = re.compile(rb"startxref\s+0\s+%%EOF\s*\Z")
LYING = "第{}页的字体说的字和画出来的字不一样，机器读到的不是读者看到的，请人看过。"
LYING_FONT = "文件里有字体，它说的字和画出来的字不一样，请人看过。"
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def read(path: Path) -> Contents:
    """Raises FileRefused when the document cannot be read whole."""
    data = path.read_bytes()
    counted(data)
    contents = Contents()
    _pages(path, contents)
    known = {unit.text for layer in contents.layers for unit in layer.units}
    shown = _bare(contents)
    revisions = _revisions(data)
    with opened(path) as document:
        known |= pdf_objects.read(document, contents, shown)
        _taken_out(document, contents)
        _drawings(document, contents, shown)
        pdf_bytes.read(data, document, contents, _bare(contents), read_before=max(map(len, revisions), default=0))
        with drawn(path) as pages:
            lying = sorted(lying_pages(document, pages))
        contents.unread += [LYING.format(page + 1) if page >= 0 else LYING_FONT for page in lying]
        if any(_says_nothing(font) for font in _fonts(document)):
            contents.unread.append("文件里有字体没有文字对照，用它写的字机器读不出，请人看过。")
    for number, earlier in enumerate(revisions[-MAX_REVISIONS:], start=1):
        _earlier(earlier, f"旧版本{number}", contents, known)
    if len(revisions) > MAX_REVISIONS:
        contents.unread.append(f"文件有{len(revisions)}个旧版本，机器只逐页读了最近的{MAX_REVISIONS}个。")
        contents.hidden("更早的旧版本", _in_streams(revisions[-MAX_REVISIONS - 1]))
    said = _bare(contents)
    contents.hidden("文件里的多余数据", [text for text in loose_numbers(CODES.sub(b"<>", data)) if text not in said])
    return contents


def _drawings(document: pikepdf.Pdf, contents: Contents, shown: str) -> None:
    """What pages draw with besides letters, lines and pictures, and what is drawn on no page."""
    drawings = pdf_drawings.of_pages(document)
    for number, odd in drawings.odd.items():
        contents.unread += [f"第{number + 1}页{what}，请人看过。" for what in sorted(odd)]
    pdf_apart.read_apart(document, drawings, contents, shown)
    unused = pdf_apart.unused_pictures(document, drawings)
    if unused:
        contents.unread.append(f"文件里有{unused}张图片没有画在页面上，机器不读，请人看过；清理后的文件里没有它们。")


def _bare(contents: Contents) -> str:
    return "".join("".join(unit.text.split()) + "\n" for layer in contents.layers for unit in layer.units)


def _pages(path: Path, contents: Contents) -> None:
    units: list[Unit] = []
    beside: list[Row] = []
    length = 0
    with drawn(path) as document:
        for number in range(len(document)):
            place, page = f"第{number + 1}页", Page(document, number)
            units.append(Unit(place, page.text))
            beside += [tuple(Part(number, start, end) for start, end in row) for row in page.beside()]
            contents.hidden(f"{place}上看不见的文字", [page.unseen()])
            if page.has_pictures():
                contents.unread.append(f"{place}有图片，图片里画着的文字和人像机器不读，请人看过。")
            if page.is_unreadable():
                contents.unread.append(f"{place}的字体没有文字对照，机器读不出，请人看过。")
            if page.is_drawn_only():
                contents.unread.append(f"{place}只有线条，线条画成的文字机器不读，请人看过。")
            elif page.has_outlines:
                contents.unread.append(f"{place}有线条画成的字，机器不读，请人看过。")
            page.close()
            clock.grant(clock.A_PAGE)
            length += len(page.text)
            if length > MAX_CHARS:
                raise FileRefused(Reason.TEXT)
    contents.layers.insert(0, Layer(tuple(units), shown=True, beside=tuple(beside)))


def _fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every font, as an object of its own or written out where it is used."""
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            resources: object = one.get("/Resources")
            for fonts in (
                one.get("/Font"),
                resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None,
            ):
                if isinstance(fonts, pikepdf.Dictionary):
                    yield from (font for font in fonts.values() if isinstance(font, pikepdf.Dictionary))


def _says_nothing(font: pikepdf.Object) -> bool:
    """Its codes are numbers of glyphs, or its glyphs are drawings: nothing says which letters they show, and pdfium
    takes the numbers for letters."""
    if "/ToUnicode" in font:
        return False
    if font.get("/Subtype") == pikepdf.Name.Type3:
        return True
    if font.get("/Encoding") not in (pikepdf.Name("/Identity-H"), pikepdf.Name("/Identity-V")):
        return False
    inner = font.get("/DescendantFonts")
    return any(_is_of_no_collection(one) for one in inner) if isinstance(inner, pikepdf.Array) else True


def _is_of_no_collection(inner: pikepdf.Object) -> bool:
    """Not one of Adobe's collections (GB1, CNS1, …), whose numbers say which characters they are."""
    about = inner.get("/CIDSystemInfo") if isinstance(inner, pikepdf.Dictionary) else None
    return not isinstance(about, pikepdf.Dictionary) or str(about.get("/Ordering", "Identity")) == "Identity"


def _taken_out(document: pikepdf.Pdf, contents: Contents) -> None:
    """Pages that are in the file and in no place of it."""
    listed = {page.obj.objgen for page in document.pages}
    orphans = [one for one in document.objects if _is_page(one) and one.objgen not in listed]
    if not orphans:
        return
    with pikepdf.new() as gathered, tempfile.NamedTemporaryFile(suffix=".pdf") as spool:
        for one in orphans:
            gathered.pages.append(pikepdf.Page(gathered.copy_foreign(one)))
        gathered.save(spool.name)
        inner = Contents()
        _pages(Path(spool.name), inner)
    contents.include(inner, within="不在页码里的页面")


def _is_page(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.Page and "/Contents" in one


def _revisions(data: bytes) -> list[bytes]:
    """The file as it was before each later save: everything up to each end mark but the last."""
    ends = [match.end() for match in END.finditer(data)]
    # A linearised file has an end mark near its beginning that closes nothing: no cross-reference leads there.
    return [
        data[:end] for end, following in pairwise(ends) if following - end > 30 and not FIRST_HALF.search(data[:end])
    ]


def _earlier(data: bytes, place: str, contents: Contents, known: set[str]) -> None:
    inner = Contents()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as spool:
        spool.write(data)
        spool.flush()
        path = Path(spool.name)
        try:
            _pages(path, inner)
            with opened(path) as document:
                pdf_objects.read(document, inner, _bare(inner))
        except FileRefused:
            contents.hidden(place, [*readable_runs(data), *_in_streams(data)])
            contents.unread.append(f"{place}读不完整，请人看过。")
            return
    for layer in inner.layers:
        units = tuple(unit for unit in layer.units if unit.text not in known)
        contents.include(Contents([Layer(units)] if units else []), within=place)
    contents.attached += [(f"{place} › {name}", blob) for name, blob in inner.attached]


def _in_streams(data: bytes) -> list[str]:
    """What can be read in streams that nothing leads to any more."""
    left, found = pdf_objects.MAX_STREAMS, []
    for match in STREAM.finditer(data):
        raw = unpacked(match.group(1)) or match.group(1)
        left -= len(raw)
        if left < 0:
            raise FileRefused(Reason.BOMB)
        found += readable_runs(b"\n".join(literals(raw)))
    return found
