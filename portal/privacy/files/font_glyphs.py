"""Which characters the glyphs of a font of a PDF are, as far as the font tells by itself."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Collection, Iterator

import pikepdf
from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.ttLib import TTFont, TTLibError

from portal.privacy.files.pdf_strings import FAULTS

MAX_PROGRAM = 20_000_000  # bytes of an embedded font
BROKEN = (*FAULTS, TTLibError, struct.error, AssertionError, LookupError, AttributeError, TypeError, EOFError, OSError)
Characters = frozenset[str]
CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
TYPE1 = re.compile(rb"dup\s+(\d{1,3})\s*/([\w.]+)\s+put")
COLLECTIONS = {"GB1", "CNS1", "Japan1", "Korea1", "KR"}
GLYPHS_OF_ASCII = range(1, 95)  # in each of those the first glyphs are the signs from the blank on
PICTURES = {"/Symbol", "/ZapfDingbats"}


def drawn_characters(font: pikepdf.Object, codes: Collection[int]) -> dict[int, Characters]:
    """Code → what its glyph may be called, for those of ``codes`` of which the font says it."""
    try:
        found = _of_composite(font, codes) if font.get("/Subtype") == pikepdf.Name.Type0 else _of_simple(font, codes)
    except BROKEN:  # pdfium may draw what cannot be taken apart here
        return {}
    return {code: characters for code, characters in found.items() if characters}


def _of_composite(font: pikepdf.Object, codes: Collection[int]) -> dict[int, Characters]:
    encoding = font.get("/Encoding")
    named = str(encoding) if isinstance(encoding, pikepdf.Name) else ""
    if named not in {"/Identity-H", "/Identity-V"}:
        return {code: frozenset(_in_charset(code, named)) for code in codes}
    (inner,) = font["/DescendantFonts"]
    glyphs = _glyphs(codes, inner.get("/CIDToGIDMap"))
    program = _Program.of(inner)
    named_by_font = {code: program.characters(glyph) for code, glyph in glyphs.items()} if program else {}
    about = inner.get("/CIDSystemInfo", pikepdf.Dictionary())
    if str(about.get("/Ordering", "")) in COLLECTIONS:
        listed = {code: frozenset({chr(code + 31)}) for code in codes if code in GLYPHS_OF_ASCII}
        return listed | {code: characters for code, characters in named_by_font.items() if characters}
    return named_by_font


def _in_charset(code: int, name: str) -> Iterator[str]:
    """Codes that are characters themselves."""
    if name.startswith("/Uni") and ("UCS2" in name or "UTF16" in name) and not 0xD800 <= code < 0xE000:
        yield chr(code)
    elif name.startswith(("/GBK", "/GB-EUC", "/GBpc")):
        data = bytes([code]) if code < 256 else code.to_bytes(2, "big")
        yield from {data.decode("gb18030", "ignore")} - {""}


def _glyphs(codes: Collection[int], table: object) -> dict[int, int]:
    if not isinstance(table, pikepdf.Stream):
        return {code: code for code in codes}
    data = table.read_bytes()
    return {code: int.from_bytes(data[2 * code : 2 * code + 2], "big") for code in codes if 2 * code + 1 < len(data)}


def _of_simple(font: pikepdf.Object, codes: Collection[int]) -> dict[int, Characters]:
    encoding, base = font.get("/Encoding"), str(font.get("/BaseFont", ""))
    if base in PICTURES:
        return {}
    true_type = font.get("/Subtype") == pikepdf.Name.TrueType
    program = _Program.of(font)
    own: dict[int, Characters] = {}
    if program is not None:
        own = {code: program.characters_of_code(code) for code in codes}
    elif font.get("/Subtype") == pikepdf.Name.Type1 and not _is_embedded(font):
        own = {code: _named(StandardEncoding[code]) for code in codes if code < 256}
    if encoding is None or (true_type and _is_symbolic(font)):
        return own
    # Codes that the encoding leaves out are mostly unused; tables made for all fonts of a writer say anything there.
    own = {code: characters for code, characters in own.items() if any(map(str.isdecimal, characters))}
    return own | _of_encoding(encoding, codes)


def _is_embedded(font: pikepdf.Object) -> bool:
    about = font.get("/FontDescriptor", pikepdf.Dictionary())
    return any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _is_symbolic(font: pikepdf.Object) -> bool:
    about = font.get("/FontDescriptor", pikepdf.Dictionary())
    return bool(int(about.get("/Flags", 0)) & 4)


def _of_encoding(encoding: pikepdf.Object, codes: Collection[int]) -> dict[int, Characters]:
    found: dict[int, Characters] = {}
    base = str(encoding.get("/BaseEncoding", "")) if isinstance(encoding, pikepdf.Dictionary) else str(encoding)
    for code in codes if base in CODECS else ():
        if code < 256:
            found[code] = frozenset({bytes([code]).decode(CODECS[base], "ignore")} - {""})
    place = 0
    for one in encoding.get("/Differences", ()) if isinstance(encoding, pikepdf.Dictionary) else ():
        if isinstance(one, pikepdf.Name):
            found[place] = _named(str(one)[1:])
            place += 1
        else:
            place = int(one)
    return found


def _named(name: str) -> Characters:
    """one → 1, uni4E00 → 一; nothing for g17, cid00123 and other names that only count."""
    text = agl.toUnicode(name)
    return frozenset({text} if text and not any("\ue000" <= char <= "\uf8ff" for char in text) else ())


class _Program:
    """An embedded font: its glyphs by number, and by code where the PDF gives no encoding."""

    def __init__(self, order: list[str], encoded: dict[int, int]) -> None:
        self._names = [set(_named(name)) for name in order]
        self._encoded = encoded

    def characters(self, glyph: int) -> Characters:
        return frozenset(self._names[glyph]) if glyph < len(self._names) else frozenset()

    def characters_of_code(self, code: int) -> Characters:
        return self.characters(self._encoded[code]) if code in self._encoded else frozenset()

    @classmethod
    def of(cls, font: pikepdf.Object) -> _Program | None:
        """The font's program, when it is embedded and of a kind that says something."""
        about = font.get("/FontDescriptor", pikepdf.Dictionary())
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            stream = about.get(key)
            if isinstance(stream, pikepdf.Stream):
                data = stream.read_bytes()
                if len(data) > MAX_PROGRAM:
                    return None
                if key == "/FontFile":
                    return cls._of_type1(data)
                return cls._of_cff(data) if data[:1] == b"\x01" else cls._of_sfnt(data)
        return None

    @classmethod
    def _of_cff(cls, data: bytes) -> _Program:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        top = fonts[0]
        order = list(top.charset)
        encoding = getattr(top, "Encoding", "StandardEncoding")
        named = StandardEncoding if isinstance(encoding, str) else encoding
        places = {name: glyph for glyph, name in enumerate(order)}
        return cls(order, {code: places[name] for code, name in enumerate(named) if name in places})

    @classmethod
    def _of_type1(cls, data: bytes) -> _Program:
        """The clear beginning of a Type 1 font names the glyph of each code."""
        head = data[: data.find(b"eexec") + 1 or None]
        if b"StandardEncoding def" in head:
            return cls(list(StandardEncoding), {code: code for code in range(256)})
        named = {int(code): name.decode("latin-1") for code, name in TYPE1.findall(head)}
        return cls(list(named.values()), {code: glyph for glyph, code in enumerate(named)})

    @classmethod
    def _of_sfnt(cls, data: bytes) -> _Program:
        font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0)
        if "CFF " in font and "cmap" not in font:
            return cls._of_cff(font.getTableData("CFF "))
        made = cls(_post_names(font), {})
        for table in font["cmap"].tables if "cmap" in font else ():
            for code, name in table.cmap.items():
                made._add(font.getGlyphID(name), code, is_unicode=table.isUnicode())
        return made

    def _add(self, glyph: int, code: int, *, is_unicode: bool) -> None:
        if is_unicode and not 0xE000 <= code <= 0xF8FF and not 0xD800 <= code < 0xE000:
            self._names.extend(set() for _n in range(glyph + 1 - len(self._names)))
            self._names[glyph].add(chr(code))
        else:
            self._encoded.setdefault(code & 0xFF, glyph)


def _post_names(font: TTFont) -> list[str]:
    """Names that the font itself gives its glyphs; none where it has none and the library would make some up."""
    post = font.get("post")
    return list(post.getGlyphOrder() or ()) if post is not None and post.formatType in {1.0, 2.0} else []
