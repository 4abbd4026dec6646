"""Fonts of a PDF, small enough to read: honest ones, and the same with a table that says other characters."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
GLYPHS = [".notdef", *DIGITS, "uni738B"]  # 王
MEANING = "0123456789王"
Table = dict[int, str]
Made = tuple[pikepdf.Object, dict[str, int]]  # a font, and the code of each character it draws


def _square(pen: object, size: int) -> object:
    draw = pen
    draw.moveTo((50, 0))  # type: ignore[attr-defined]
    for corner in ((50, size), (500, size), (500, 0)):
        draw.lineTo(corner)  # type: ignore[attr-defined]
    draw.closePath()  # type: ignore[attr-defined]
    return draw


def program(*, outlines: str = "glyf", cmap: bool = True, names: bool = True) -> bytes:
    """A font of eleven squares of different heights."""
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(GLYPHS)
    builder.setupCharacterMap({ord(char): name for char, name in zip(MEANING, GLYPHS[1:], strict=True)})
    if outlines == "glyf":
        builder.setupGlyf({name: _square(TTGlyphPen(None), 100 + 50 * n).glyph() for n, name in enumerate(GLYPHS)})  # type: ignore[attr-defined]
    else:
        drawn = {n: _square(T2CharStringPen(600, None), 100 + 50 * i).getCharString() for i, n in enumerate(GLYPHS)}  # type: ignore[attr-defined]
        builder.setupCFF("Squares", {}, drawn, {})
    builder.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost(keepGlyphNames=names)
    made = io.BytesIO()
    builder.font["maxp"].recalc(builder.font) if outlines == "glyf" else None
    builder.save(made)
    font = TTFont(made)
    if outlines != "glyf":
        return bytes(font.reader["CFF "])
    if not cmap:
        del font["cmap"]
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def unicode_table(document: pikepdf.Pdf, said: Table, digits: int) -> pikepdf.Object:
    lines = "\n".join(f"<{code:0{digits}x}> <{text.encode('utf-16-be').hex()}>" for code, text in said.items())
    space = f"<{'0' * digits}> <{'f' * digits}>"
    return Stream(
        document,
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n1 begincodespacerange {space} "
        f"endcodespacerange\n{len(said)} beginbfchar\n{lines}\nendbfchar endcmap end end".encode(),
    )


def _composite(document: pikepdf.Pdf, codes: dict[str, int], **inner: object) -> Made:
    order = inner.pop("ordering", "Identity")
    encoding = inner.pop("encoding", "/Identity-H")
    below = Dictionary(
        Type=Name.Font, Subtype=inner.pop("subtype", Name.CIDFontType2), BaseFont=Name("/AAAAAA+Squares"), DW=600,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String(str(order)), Supplement=0), **inner,
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/AAAAAA+Squares"), Encoding=Name(str(encoding)),
        DescendantFonts=Array([document.make_indirect(below)]),
    )  # fmt: skip
    return font, codes


def _embedded(document: pikepdf.Pdf, data: bytes, key: str, **more: object) -> pikepdf.Object:
    about = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Squares"), Flags=4, FontBBox=Array([0, 0, 1000, 1000]),
        ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    stream = Stream(document, data)
    for name, value in more.items():
        stream[f"/{name}"] = value
    about[key] = stream
    return document.make_indirect(about)


def by_cmap(document: pikepdf.Pdf) -> Made:
    """Codes are numbers of glyphs, as Word and printer drivers write it; the font has its cmap, but no names."""
    about = _embedded(document, program(names=False), "/FontFile2")
    codes = {char: number for number, char in enumerate(MEANING, start=1)}
    return _composite(document, codes, FontDescriptor=about, CIDToGIDMap=Name.Identity)


def by_names(document: pikepdf.Pdf) -> Made:
    """The names of the glyphs are all that tells; a table leads from codes to glyphs."""
    about = _embedded(document, program(cmap=False), "/FontFile2")
    codes = {char: 40 + number for number, char in enumerate(MEANING, start=1)}
    glyphs = b"\0\0" * 41 + b"".join(number.to_bytes(2, "big") for number in range(1, 12))
    return _composite(document, codes, FontDescriptor=about, CIDToGIDMap=Stream(document, glyphs))


def by_collection(document: pikepdf.Pdf) -> Made:
    """A font of Adobe's Chinese collection that is not embedded."""
    codes = {str(digit): 17 + digit for digit in range(10)}
    return _composite(document, codes, ordering="GB1", subtype=Name.CIDFontType0)


def by_charset(document: pikepdf.Pdf) -> Made:
    """Codes are characters themselves."""
    codes = {char: ord(char) for char in MEANING}
    return _composite(document, codes, ordering="GB1", encoding="/UniGB-UCS2-H", subtype=Name.CIDFontType0)


def by_encoding(document: pikepdf.Pdf) -> Made:
    """One of the fonts every reader has."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    return font, {str(digit): 48 + digit for digit in range(10)}


def by_differences(document: pikepdf.Pdf) -> Made:
    """Codes of the writer's own making, each with the name of its glyph."""
    named = Array([65, *(Name(f"/{name}") for name in DIGITS)])
    encoding = Dictionary(Type=Name.Encoding, Differences=named)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=encoding)
    return font, {str(digit): 65 + digit for digit in range(10)}


def by_program(document: pikepdf.Pdf) -> Made:
    """A Type 1 font in the compact form that brings its encoding along."""
    about = _embedded(document, program(outlines="cff"), "/FontFile3", Subtype=Name.Type1C)
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/AAAAAA+Squares"), FontDescriptor=about,
        FirstChar=48, LastChar=57, Widths=Array([600] * 10),
    )  # fmt: skip
    return font, {str(digit): 48 + digit for digit in range(10)}


def by_shape(document: pikepdf.Pdf) -> Made:
    """Digits drawn by commands of the page, as some programs keep what they cannot embed: the font tells nothing.
    Behind the digits stand three squares, whose codes nobody names."""
    shapes = [
        *(f"{STROKES[digit]} S" for digit in "0123456789"),
        *(f"0 0 {size} {size} re f" for size in (300, 400, 500)),
    ]
    drawn = {
        f"g{code}": document.make_indirect(
            Stream(document, f"600 0 0 0 600 700 d1 {shape}{' S' * (code < 107)}".encode())
        )
        for code, shape in enumerate(shapes, start=97)
    }
    encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, *(Name(f"/{name}") for name in drawn)]))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 700, 800]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(**drawn), Encoding=encoding,
        FirstChar=97, LastChar=109, Widths=Array([600] * 13), Resources=Dictionary(),
    )  # fmt: skip
    return font, {digit: code for code, digit in enumerate("0123456789", start=97)}


_RING = "{x} {y} m {x} {t} {r} {t} {r} {y} c {r} {b} {x} {b} {x} {y} c"
STROKES = {
    digit: "80 w " + commands
    for digit, commands in {
        "0": _RING.format(x=100, r=500, y=350, t=820, b=-120),
        "1": "150 560 m 310 690 l 310 0 l",
        "2": "110 520 m 130 760 490 760 490 510 c 490 330 160 200 110 40 c 510 40 l",
        "3": "110 620 m 250 740 480 700 460 530 c 440 400 330 380 250 380 c 330 380 500 350 490 190 c "
        "470 20 230 -40 90 90 c",
        "4": "400 0 m 400 690 l 90 230 l 520 230 l",
        "5": "460 660 m 170 660 l 140 370 l 280 480 490 420 490 230 c 490 20 240 -50 100 80 c",
        "6": "450 600 m 330 740 90 660 110 300 c 110 -90 500 -80 490 210 c 480 470 180 480 115 250 c",
        "7": "100 660 m 500 660 l 330 460 260 250 240 0 c",
        "8": "300 380 m 60 430 90 690 300 690 c 510 690 540 430 300 380 c "
        "40 320 60 20 300 20 c 540 20 560 320 300 380 c",
        "9": "150 100 m 270 -40 510 40 490 400 c 490 790 100 780 110 490 c 120 230 420 220 485 450 c",
    }.items()
}


FONTS: dict[str, Callable[[pikepdf.Pdf], Made]] = {
    made.__name__: made
    for made in (by_cmap, by_names, by_collection, by_charset, by_encoding, by_differences, by_program, by_shape)
}
TWO_BYTES = {by_cmap, by_names, by_collection, by_charset}


def letter(path: Path, build: Callable[[pikepdf.Pdf], Made], text: str, said: dict[str, str]) -> Path:
    """Two pages: ``text`` in the font, whose table says ``said`` of each character; and one in plain Helvetica."""
    digits = 4 if build in TWO_BYTES else 2
    with pikepdf.new() as document:
        font, codes = build(document)
        font.ToUnicode = unicode_table(document, {codes[char]: said.get(char, char) for char in codes}, digits)
        shown = "".join(f"{codes[char]:0{digits}x}" for char in text)
        plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        fonts = Dictionary(Font=Dictionary(F1=document.make_indirect(font), F2=plain))
        for content, resources in (
            (f"BT /F1 20 Tf 72 600 Td <{shown}> Tj ET", fonts),
            ("BT /F2 14 Tf 72 700 Td (School opens) Tj ET", Dictionary(Font=Dictionary(F2=plain))),
        ):
            page = Dictionary(
                Type=Name.Page, MediaBox=Array([0, 0, 595, 842]), Resources=resources,
                Contents=Stream(document, content.encode()),
            )  # fmt: skip
            document.pages.append(pikepdf.Page(document.make_indirect(page)))
        document.save(path)
    return path
