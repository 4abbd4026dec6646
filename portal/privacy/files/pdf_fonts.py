"""Fonts whose table of characters says something else than their glyphs show.

What a machine reads in a PDF is ToUnicode; what a person sees are glyphs. Where the font itself tells which characters
they are (by its encoding, the names of its glyphs, a cmap, a collection of Adobe's), both are compared;
where it does not, the drawn page is looked at for digits (``shapes``).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum, auto

import pikepdf
import pypdfium2 as pdfium

from portal.privacy.files import clock, shapes
from portal.privacy.files.font_glyphs import drawn_characters
from portal.privacy.files.font_tables import said_characters
from portal.privacy.files.pages import Page

TOLD = 0.7  # of the codes; of a font that tells less the page is looked at
MAX_DEPTH = 5  # of drawings within drawings
OTHERS = 2  # signs other than digits that may differ by a slip of the program that wrote the file, and one less
SAME = str.maketrans(
    {**dict.fromkeys("\u00ad‐‑‒–—―−﹣－_", "-"), **dict.fromkeys("·•∙⋅・‧●", "."), **dict.fromkeys("‘’ʼ`´′", "'"),
     **dict.fromkeys("“”″〃", '"'), "µ": "μ", "Ω": "Ω", "∆": "Δ", "丶": "、"}
)  # fmt: skip


class Verdict(Enum):
    HONEST = auto()
    SILENT = auto()  # nothing but the drawn page can tell
    TWOFOLD = auto()  # the same, and several of its codes are called alike: each page tells for itself
    LIES = auto()


def lying_pages(document: pikepdf.Pdf, drawn: pdfium.PdfDocument) -> set[int]:
    """Numbers (from 0) of the pages on which a font of this kind may be used; -1 for one that is on no page. ``drawn``
    is the same document, for pages whose fonts tell nothing."""
    verdicts: dict[tuple[int, int], Verdict] = {}
    looked_at: dict[frozenset[tuple[int, int]], set[str]] = defaultdict(set)
    pages = set()
    for number, page in enumerate(document.pages):
        fonts = _fonts(page.obj.get("/Resources", page.resources), set())
        found = [(font.objgen, _judged(font, verdicts)) for font in fonts]
        silent = frozenset(key for key, verdict in found if verdict in {Verdict.SILENT, Verdict.TWOFOLD})
        known = set() if any(verdict is Verdict.TWOFOLD for _key, verdict in found) else looked_at[silent]
        lies = any(verdict is Verdict.LIES for _key, verdict in found)
        if lies or (silent and _looks_otherwise(drawn, number, known)):
            pages.add(number)
    loose = any(_judged(font, verdicts) is Verdict.LIES for font in _loose(document))
    return pages or ({-1} if loose else set())


def _looks_otherwise(drawn: pdfium.PdfDocument, number: int, looked_at: set[str]) -> bool:
    """Looks at the characters that no earlier page with the same fonts has shown, and adds them to ``looked_at``."""
    page = Page(drawn, number)
    try:
        fresh = {char for char in page.text if not char.isspace()} - looked_at
        if len(fresh) < shapes.SEVERAL:
            return False
        looked_at |= fresh
        clock.grant(clock.A_DRAWN_PAGE)
        return shapes.tells_otherwise(page.signs(fresh))
    finally:
        page.close()


def _judged(font: pikepdf.Object, verdicts: dict[tuple[int, int], Verdict]) -> Verdict:
    if font.objgen == (0, 0):
        return judged(font)
    if font.objgen not in verdicts:
        verdicts[font.objgen] = judged(font)
    return verdicts[font.objgen]


def _loose(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.Font and "/ToUnicode" in one:
            yield one


def _fonts(resources: object, seen: set[tuple[int, int]], depth: int = 0) -> Iterator[pikepdf.Object]:
    """The fonts of a page or drawing and of the drawings it is made of."""
    if not isinstance(resources, pikepdf.Dictionary) or depth > MAX_DEPTH:
        return
    yield from (font for font in _values(resources, "/Font") if isinstance(font, pikepdf.Dictionary))
    for state in _values(resources, "/ExtGState"):
        font = state.get("/Font") if isinstance(state, pikepdf.Dictionary) else None
        if isinstance(font, pikepdf.Array) and len(font) and isinstance(font[0], pikepdf.Dictionary):
            yield font[0]
    for kind in ("/XObject", "/Pattern"):
        for drawing in _values(resources, kind):
            if isinstance(drawing, pikepdf.Stream) and drawing.objgen not in seen:
                seen.add(drawing.objgen)
                yield from _fonts(drawing.get("/Resources"), seen, depth + 1)


def _values(resources: pikepdf.Object, kind: str) -> list[object]:
    group = resources.get(kind)
    return list(group.values()) if isinstance(group, pikepdf.Dictionary) else []


def judged(font: pikepdf.Object) -> Verdict:
    """LIES when the table calls a digit of the font something else, or several other signs."""
    if "/ToUnicode" not in font:
        return Verdict.HONEST  # what a machine reads then comes from the font itself
    clock.grant(clock.A_FONT)
    said = said_characters(font)
    shown = drawn_characters(font, said)
    others = 0
    for code, characters in shown.items():
        if _differ(said[code], characters):
            if any(_plain(one).isdecimal() for one in characters):
                return Verdict.LIES
            others += 1
    if others >= OTHERS:
        return Verdict.LIES
    if len(shown) >= TOLD * len(said):
        return Verdict.HONEST
    return Verdict.TWOFOLD if len(said) - len(set(said.values())) >= shapes.SEVERAL else Verdict.SILENT


def _differ(said: str, drawn: frozenset[str]) -> bool:
    if not all(map(_is_telling, drawn)) or (said and 0x2E80 <= ord(said[0]) < 0x2FE0):  # radicals in place of 汉字
        return False
    return _plain(said) not in {_plain(one) for one in drawn}


def _is_telling(text: str) -> bool:
    """Something that a reader sees and that has a meaning of its own."""
    return bool(text) and all(unicodedata.category(char)[0] in "LNPS" for char in text)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(SAME))
    return "".join(folded.translate(SAME).casefold().split())
