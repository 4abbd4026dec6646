"""Fonts, colours and line styles for a copy: what draws stays, under keys that are known; everything else goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portal.privacy.files.packages import NUMBER
from portal.privacy.files.pdf_objects import SEPARATORS, numbers_in

DEVICES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
FONT = """Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode FontBBox FontMatrix
    CharProcs Resources DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap BaseEncoding Differences Registry Ordering
    Supplement CMapName WMode UseCMap FontName Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH
    AvgWidth MaxWidth MissingWidth FontWeight FontStretch FontFile FontFile2 FontFile3 CharSet CIDSet"""
STATE = "LW LC LJ ML D RI OP op OPM Font SA BM SMask CA ca AIS TK"
COLOUR = """N Alternate WhitePoint BlackPoint Gamma Matrix Range Domain FunctionType C0 C1 Functions Bounds Encode
    Decode Size BitsPerSample Order Colorants Process Components MixingHints Solidities"""
STREAM = "Length Length1 Length2 Length3 Filter DecodeParms Predictor Columns Colors BitsPerComponent EarlyChange"
KEPT = frozenset("/" + key for key in " ".join((FONT, STATE, COLOUR, STREAM)).split())
GROUPS = {"/Font", "/ExtGState", "/ColorSpace", "/CharProcs", "/Colorants", "/Solidities"}  # their keys are names
OF_FONTS = {"/BaseFont", "/FontName"}  # 宋体 is nobody
HANZI = re.compile(r"[\u3400-\u9fff]")
COMMENT = re.compile(rb"%[^\r\n]*")
Found = tuple[str, bool, pikepdf.Object]  # the key that led there, whether its keys are names, the object


def scrub(resources: pikepdf.Object) -> bool:
    """Takes out what draws nothing. False when a name, a string or a font's program may hold somebody's data."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Found] = [(key, True, resources[key]) for key in resources.keys()]  # noqa: SIM118 - no mapping
    while waiting:
        key, are_names, one = waiting.pop()
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if not _is_harmless(key, one):
            return False
        if isinstance(one, Array):
            _without_profile(one)
            waiting += [(key, False, value) for value in one if isinstance(value, pikepdf.Object)]
        elif isinstance(one, Dictionary | Stream):
            if are_names and not all(map(_is_harmless_name, one.keys())):
                return False
            waiting += _cut(key, are_names, one)
    return True


def _cut(key: str, are_names: bool, one: Dictionary | Stream) -> Iterator[Found]:
    """Takes away the keys that nobody knows, and comments; what is left within."""
    for name in list(one.keys()):
        if not are_names and name not in KEPT:
            del one[name]
            continue
        value = one.get(name)
        if isinstance(value, pikepdf.Object):
            yield key if are_names else name, not are_names and name in GROUPS, value
    if isinstance(one, Stream) and key == "/ToUnicode":
        one.write(COMMENT.sub(b"", one.read_bytes()))
    elif isinstance(one, Stream) and key == "/CharProcs":
        one.write(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(one)))


def _without_profile(colours: Array) -> None:
    """A colour profile is a file of its own; the plain colours of as many inks take its place."""
    if len(colours) == 2 and colours[0] == Name.ICCBased:
        colours[0] = DEVICES.get(int(colours[1].get("/N", 3)), Name.DeviceRGB)
        del colours[1]


def _is_harmless(key: str, one: pikepdf.Object) -> bool:
    if isinstance(one, pikepdf.String):
        return not NUMBER.search(SEPARATORS.sub("", str(one))) and bytes(one).isascii()
    if isinstance(one, pikepdf.Name):
        return not NUMBER.search(SEPARATORS.sub("", str(one))) if key in OF_FONTS else _is_harmless_name(str(one))
    return not isinstance(one, Stream) or not numbers_in(one.read_bytes())


def _is_harmless_name(name: str) -> bool:
    return not NUMBER.search(SEPARATORS.sub("", name)) and not HANZI.search(name)
