"""Signs of a docx that are no plain text: tabs and breaks, signs of symbol fonts, writing that runs the other way."""

from __future__ import annotations

import re

from lxml import etree

from portal.privacy.files.directions import turned
from portal.privacy.files.markup import local
from portal.privacy.files.word_looks import value

SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
DINGBATS = re.compile("wingdings|webdings|marlett|dingbats", re.IGNORECASE)
BOXES = {0x6F: "□", 0xA8: "□", 0x52: "☑", 0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗"}
CIRCLED = dict(zip(range(0x80, 0x8B), "⓪①②③④⑤⑥⑦⑧⑨⑩", strict=True)) | dict(
    zip(range(0x8B, 0x95), "⓿❶❷❸❹❺❻❼❽❾", strict=True)
)
OWN = 0xF000  # from here on symbol fonts keep their own copies of the ASCII signs
OWN_DIGITS = {OWN + code: chr(code) for code in range(ord("0"), ord("9") + 1)}


def plain(text: str) -> str:
    """With digits of symbol fonts as digits."""
    return text.translate(OWN_DIGITS)


def symbol(element: etree._Element) -> str:
    """What a ``w:sym`` shows; "" for a sign that no other font has."""
    try:
        code = int(value(element, "char"), 16)
    except ValueError:
        return ""
    if DINGBATS.search(value(element, "font")):
        return (BOXES | CIRCLED).get(code & 0xFF, "")
    code = code - OWN if OWN + 32 <= code < OWN + 256 else code
    return chr(code) if 32 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""


def overridden(element: etree._Element, text: str) -> str:
    """The text inside a ``w:bdo``, which says which way it runs, in the order in which it is read."""
    return turned(text) if local(element) == "bdo" and value(element) == "rtl" else text
