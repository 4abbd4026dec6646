"""Drawings that no page's text contains: looks of annotations and form fields, patterns, masks, glyphs that draw,
forms nobody uses. Each is laid on a page of its own and read there as any page is."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portal.privacy.files import clock
from portal.privacy.files.layers import Contents
from portal.privacy.files.pages import MAX_PAGES, Page, drawn
from portal.privacy.files.pdf_drawings import Drawings, drawn_glyphs, read
from portal.privacy.files.pdf_strings import dictionaries

MOST = 600  # drawings that are laid out; of more a sentence says so
A4 = (0, 0, 595, 842)
LARGEST = 14_000
DRAWS = re.compile(rb"(?<![^\s)>\]])(?:Tj|TJ|'|\"|Do|BI|sh|S|s|f|F|B|b|f\*|B\*|b\*)(?![^\s(<\[/])")
NOTE, FIELD, TILE, GLYPH, FORM = "批注的外观", "表单域的外观", "底纹", "字体里的图画", "没有画在页面上的图形"
INK = "文件里有手写批注，写的字机器不读，请人看过；清理后的文件里没有批注。"


class _Drawing(NamedTuple):
    place: str
    content: bytes
    resources: pikepdf.Object
    box: tuple[float, ...]


def read_apart(document: pikepdf.Pdf, drawings: Drawings, contents: Contents, shown: str) -> None:
    """Adds their texts (but not what ``shown``, the text of the pages without blanks, has too) and sentences."""
    laid: dict[bytes, _Drawing] = {}
    for one in _drawings(document, drawings):
        if DRAWS.search(one.content):
            about = one.place.encode() + one.content + one.resources.unparse(resolved=False)
            laid.setdefault(hashlib.sha256(about).digest(), one)
    if any(_is_ink(one) for one in dictionaries(document.objects)):
        contents.unread.append(INK)
    if len(laid) > MOST:
        contents.unread.append(f"文件里有{len(laid)}个批注、表单域和图形，机器只读了{MOST}个，请人看过。")
    waiting = list(laid.values())[:MOST]
    for start in range(0, len(waiting), MAX_PAGES):
        _read(document, waiting[start : start + MAX_PAGES], contents, shown)


def _is_ink(one: pikepdf.Object) -> bool:
    return ("/InkList" in one or one.get("/Subtype") == Name.Ink) and "/Rect" in one


def _drawings(document: pikepdf.Pdf, drawings: Drawings) -> Iterator[_Drawing]:
    """The looks of annotations first: they are what people see."""
    known = set(drawings.reached)
    objects = list(document.objects)
    for holder in dictionaries(objects):
        place = FIELD if "/FT" in holder or holder.get("/Subtype") == Name.Widget else NOTE
        for look in _looks(holder.get("/AP")):
            known.add(look.objgen)
            yield _drawing(place, look, look.get("/Resources"))
        for glyph in drawn_glyphs(holder):
            known.add(glyph.objgen)
            yield _drawing(GLYPH, glyph, holder.get("/Resources"))
    for one in objects:
        if isinstance(one, Stream) and one.objgen not in known:
            if "/PatternType" in one:
                yield _drawing(TILE, one, one.get("/Resources"))
            elif one.get("/Subtype") == Name.Form or "/BBox" in one:
                yield _drawing(FORM, one, one.get("/Resources"))


def _looks(holder: object, depth: int = 0) -> Iterator[pikepdf.Stream]:
    """Of an annotation: as it is, under the mouse, pressed; each perhaps in several states."""
    for one in holder.values() if isinstance(holder, Dictionary) else ():
        if isinstance(one, Stream):
            yield one
        elif depth < 2:
            yield from _looks(one, depth + 1)


def _drawing(place: str, stream: pikepdf.Stream, resources: object) -> _Drawing:
    held = resources if isinstance(resources, Dictionary) else Dictionary()
    try:
        box = tuple(float(side) for side in stream.get("/BBox", A4))
    except (TypeError, ValueError):
        box = A4
    usual = len(box) == 4 and 0 < box[2] - box[0] < LARGEST and 0 < box[3] - box[1] < LARGEST
    return _Drawing(place, read(stream), held, box if usual else A4)


def _read(document: pikepdf.Pdf, laid: list[_Drawing], contents: Contents, shown: str) -> None:
    with pikepdf.new() as gathered, tempfile.NamedTemporaryFile(suffix=".pdf") as spool:
        for one in laid:
            held = one.resources if one.resources.is_indirect else document.make_indirect(one.resources)
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([round(side, 3) for side in one.box]),
                Resources=gathered.copy_foreign(held),
                Contents=Stream(gathered, one.content),
            )
            gathered.pages.append(pikepdf.Page(gathered.make_indirect(page)))
        gathered.save(spool.name)
        with drawn(Path(spool.name)) as pages:
            for number, one in enumerate(laid):
                _say(Page(pages, number), one.place, contents, shown)
                clock.grant(clock.A_PAGE)


def _say(page: Page, place: str, contents: Contents, shown: str) -> None:
    try:
        if "".join(page.text.split()) not in shown:
            contents.hidden(place, [page.text])
        if page.has_pictures():
            contents.unread.append(f"{place}里有图片，图片里画着的文字和人像机器不读，请人看过。")
        if page.is_unreadable():
            contents.unread.append(f"{place}的字体没有文字对照，机器读不出，请人看过。")
        if page.has_outlines:
            contents.unread.append(f"{place}里有线条画成的字，机器不读，请人看过。")
    finally:
        page.close()


def unused_pictures(document: pikepdf.Pdf, drawings: Drawings) -> int:
    """How many pictures no page shows, those of the drawings above among them: who looks at the pages sees none."""
    streams = [one for one in document.objects if isinstance(one, Stream)]
    pictures = {one.objgen for one in streams if one.get("/Subtype") == Name.Image}
    masks = {
        mask.objgen for one in streams for mask in (one.get("/SMask"), one.get("/Mask")) if isinstance(mask, Stream)
    }
    return len(pictures - drawings.reached - masks)
