"""What the pages of a PDF draw with, followed by the names in their commands: forms, pictures, patterns, masks, fonts
whose glyphs are drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pikepdf

from portal.privacy.files.pdf_strings import FAULTS, LITERAL

DEEPEST = 60  # drawings in drawings: pdfium goes down to 40
NAMED = rb"/([^\s/\[\]()<>{}%]+)\s+"
DRAWN, COLOURED = re.compile(NAMED + rb"Do\b"), re.compile(NAMED + rb"(?:scn|SCN)\b")
COMMENT = re.compile(rb"%[^\r\n]*")
MORE_THAN_STROKES = re.compile(rb"(?<![^\s)>\]])(?:Do|BI|Tf|Tj|TJ|gs|sh|scn|SCN)(?![^\s(<\[/])")
WRITTEN_AS = re.compile(rb"#([0-9A-Fa-f]{2})")
GLYPHS = "字体的字是用图画或别的字拼成的，机器读到的不一定是读者看到的"
MASK = "用了蒙版，蒙版里画着的文字和人像机器不读"
TILES = "用了底纹，底纹里画着的文字和人像机器不读"
Key = tuple[int, int]


@dataclass(slots=True)
class Drawings:
    """``reached``: drawings and pictures that pages show; ``odd``: what cannot be read from a page's text."""

    reached: set[Key] = field(default_factory=set)
    odd: dict[int, set[str]] = field(default_factory=dict)


def of_pages(document: pikepdf.Pdf) -> Drawings:
    found = Drawings()
    glyphs: dict[Key, bool] = {}
    for number, page in enumerate(document.pages):
        walk = _Walk(found.reached, glyphs)
        walk.go(_content(page.obj.get("/Contents")), _resources(page.obj), 0)
        if walk.odd:
            found.odd[number] = walk.odd
    return found


def _resources(page: pikepdf.Object) -> object:
    for _level in range(50):
        if "/Resources" in page or "/Parent" not in page:
            break
        page = page.Parent
    return page.get("/Resources")


def _content(contents: object) -> bytes:
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(read(one) for one in streams if isinstance(one, pikepdf.Stream))


def read(stream: pikepdf.Stream) -> bytes:
    """The stream unpacked; b"" when it cannot be."""
    try:
        return stream.read_bytes()
    except FAULTS:
        return b""


class _Walk:
    """One page and all that it draws."""

    def __init__(self, reached: set[Key], glyphs: dict[Key, bool]) -> None:
        self.odd: set[str] = set()
        self._reached = reached
        self._glyphs = glyphs
        self._seen: set[Key] = set()

    def go(self, content: bytes, resources: object, depth: int) -> None:
        if not isinstance(resources, pikepdf.Dictionary) or depth > DEEPEST:
            return
        self._look(resources)
        if b"Do" not in content and b"scn" not in content.lower():
            return
        plain = COMMENT.sub(b" ", LITERAL.sub(b" ", content))
        for one in _named(resources, "/XObject", DRAWN.findall(plain)):
            self._reached.add(one.objgen)
            if one.get("/Subtype") == pikepdf.Name.Image:
                self._reached.update(part.objgen for part in _parts(one))
            elif one.objgen not in self._seen:
                self._seen.add(one.objgen)
                self.go(read(one), one.get("/Resources", resources), depth + 1)
        for one in _named(resources, "/Pattern", COLOURED.findall(plain)):
            if int(one.get("/PatternType", 1)) == 1:
                self.odd.add(TILES)

    def _look(self, resources: pikepdf.Object) -> None:
        for state in values(resources, "/ExtGState"):
            if isinstance(state, pikepdf.Dictionary) and isinstance(state.get("/SMask"), pikepdf.Dictionary):
                self.odd.add(MASK)
        for font in values(resources, "/Font"):
            if isinstance(font, pikepdf.Dictionary) and self._is_drawn(font):
                self.odd.add(GLYPHS)

    def _is_drawn(self, font: pikepdf.Object) -> bool:
        if font.objgen == (0, 0) or font.objgen not in self._glyphs:
            self._glyphs[font.objgen] = any(True for _one in drawn_glyphs(font))
        return self._glyphs[font.objgen]


def drawn_glyphs(font: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    """Of a Type 3 font: the programs that draw a text or a picture, not strokes and areas alone."""
    programs = font.get("/CharProcs") if font.get("/Subtype") == pikepdf.Name.Type3 else None
    for one in programs.values() if isinstance(programs, pikepdf.Dictionary) else ():
        if isinstance(one, pikepdf.Stream) and MORE_THAN_STROKES.search(COMMENT.sub(b" ", read(one))):
            yield one


def _parts(picture: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for key in ("/SMask", "/Mask"):
        part = picture.get(key)
        if isinstance(part, pikepdf.Stream):
            yield part


def _named(resources: pikepdf.Object, group: str, names: Iterable[bytes]) -> Iterator[pikepdf.Stream]:
    listed = resources.get(group)
    if not isinstance(listed, pikepdf.Dictionary):
        return
    for name in dict.fromkeys(names):
        plain = WRITTEN_AS.sub(lambda match: bytes([int(match.group(1), 16)]), name)
        one = listed.get("/" + plain.decode("utf-8", "replace"))
        if isinstance(one, pikepdf.Stream):
            yield one


def values(resources: object, group: str) -> list[object]:
    listed = resources.get(group) if isinstance(resources, pikepdf.Dictionary) else None
    return list(listed.values()) if isinstance(listed, pikepdf.Dictionary) else []
