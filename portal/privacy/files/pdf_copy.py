"""A PDF made anew: pages of text and lines keep their text, every other page and every covered one becomes a picture.

A page is copied as text only when a reader can see all of it; its marks for machines, links, layers and fonts' own
data stay behind. Bookmarks, forms, annotations, attachments and properties are never taken along.
"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portal.privacy.files import pdf_drawings, pictures
from portal.privacy.files.edits import Edits
from portal.privacy.files.page_lines import Box
from portal.privacy.files.pages import Page, drawn
from portal.privacy.files.pdf_commands import kept
from portal.privacy.files.pdf_fonts import lying_pages
from portal.privacy.files.pdf_objects import counted, opened
from portal.privacy.files.pdf_scrubbed import scrub
from portal.privacy.files.pdf_strings import FAULTS
from portal.privacy.files.refusals import FileRefused, Reason

RESOURCES = ("/Font", "/ExtGState", "/ColorSpace")
QUALITY = 80
NAMES = "批注、表单、书签、附件、链接和文档属性没有放进清理后的文件。"
DRAWN = "以下页面变成了图片，上面的文字不能再选取：{pages}。"


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """Writes the copy; returns sentences on what is not in it. Raises FileRefused for a box outside the pages."""
    counted(source.read_bytes())
    as_pictures: list[int] = []
    with opened(source) as original, drawn(source) as document, pikepdf.new() as copy:
        _check(edits, len(document))
        layered = "/OCProperties" in original.Root
        odd = lying_pages(original, document) | set(pdf_drawings.of_pages(original).odd)
        for number in range(len(document)):
            page = Page(document, number)
            boxes = _boxes(page, edits, number)
            if boxes or layered or number in odd or not _is_text(page):
                _add_picture(copy, page, boxes)
                as_pictures.append(number + 1)
            else:
                _add_text(copy, original, number, page, as_pictures)
            page.close()
        copy.remove_unreferenced_resources()
        copy.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return [NAMES, *([DRAWN.format(pages="、".join(map(str, as_pictures)))] if as_pictures else [])]


def _is_text(page: Page) -> bool:
    """All of it can be seen, read and copied."""
    return page.is_plain() and not page.has_outlines and not page.unseen() and not page.is_unreadable()


def _check(edits: Edits, pages: int) -> None:
    if any(number not in range(pages) for number in edits.boxes):
        raise FileRefused(Reason.BAD_BOX)


def _boxes(page: Page, edits: Edits, number: int) -> list[Box]:
    found = [box for start, end in edits.spans.get(number, []) for box in page.boxes(start, end)]
    return [*found, *edits.boxes.get(number, [])]


def _add_picture(copy: pikepdf.Pdf, page: Page, boxes: list[Box]) -> None:
    image = page.picture()
    pictures.blacken(image, boxes)
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=QUALITY)
    width, height = page.size
    shown = Stream(copy, packed.getvalue())
    shown.Type, shown.Subtype, shown.Filter = Name.XObject, Name.Image, Name.DCTDecode
    shown.Width, shown.Height, shown.ColorSpace, shown.BitsPerComponent = image.width, image.height, Name.DeviceRGB, 8
    _add(copy, (0, 0, width, height), Dictionary(XObject=Dictionary(Im0=shown)), _placed(width, height), rotate=0)


def _placed(width: float, height: float) -> bytes:
    return b"q %.3f 0 0 %.3f 0 0 cm /Im0 Do Q" % (width, height)


def _add(copy: pikepdf.Pdf, box: tuple[float, ...], resources: pikepdf.Object, content: bytes, *, rotate: int) -> None:
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([round(float(side), 3) for side in box]),
        Resources=resources,
        Contents=Stream(copy, content),
    )
    if rotate:
        page.Rotate = rotate
    copy.pages.append(pikepdf.Page(copy.make_indirect(page)))


def _add_text(copy: pikepdf.Pdf, source: pikepdf.Pdf, number: int, page: Page, as_pictures: list[int]) -> None:
    """The page's own drawing commands without the marks for machines, over nothing but its fonts and colours."""
    original = source.pages[number]
    try:
        content = kept(pikepdf.parse_content_stream(original))
        resources = None if content is None else _resources(copy, source, original)
    except FAULTS:  # drawn well enough by pdfium, but not to be taken apart
        content = resources = None
    if content is None or resources is None:
        _add_picture(copy, page, [])
        as_pictures.append(number + 1)
        return
    box = tuple(float(side) for side in original.cropbox)
    _add(copy, box, resources, content, rotate=_turned(original.obj))


def _resources(copy: pikepdf.Pdf, original: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object | None:
    """The fonts, colours and line styles of the page, in the copy, scrubbed of whatever draws nothing; None when
    something in them could be more than that."""
    taken = Dictionary()
    resources = page.resources
    for name in RESOURCES:
        if name in resources:
            group = resources[name]
            taken[name] = copy.copy_foreign(group if group.is_indirect else original.make_indirect(group))
    return taken if scrub(taken) else None


def _turned(page: pikepdf.Object) -> int:
    """Degrees clockwise; the page itself or a node above it says so."""
    for _level in range(50):
        if "/Rotate" in page or "/Parent" not in page:
            break
        page = page.Parent
    return int(page.get("/Rotate", 0)) % 360
