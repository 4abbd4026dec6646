"""What stands in one cell of a sheet: the text that its program shows, taken out so that anything else is left over."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from portal.privacy.files.directions import as_read
from portal.privacy.files.markup import SAID, local, take, telling_attributes

MAX_WHOLE = 1e15  # from here on a float no longer knows its last digit
NOISE = 0.005  # what arithmetic leaves behind a whole number
WHOLE_FROM = 1e9  # smaller numbers are nobody's, and keep their places


def said(element: etree._Element) -> str:
    """What is read in the cell: its runs, without the readings printed above them where that is switched on."""
    runs = [leaf for leaf in element.iterfind(".//{*}t") if local(leaf.getparent()) != "rPh"]
    return "".join(take(leaf) for leaf in runs)


def shown(element: etree._Element, strings: list[str]) -> tuple[str, int | None]:
    """Text of the cell, and the number of the shared string that it is. As stored: a date is its serial number, which
    ``sheets_copy`` leaves to the number format."""
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return as_read("".join(said(one) for one in element.iterfind("{*}is"))), None
    found = element.find("{*}v")
    value = "" if found is None else take(found)
    if kind == "s" and value.isdigit() and int(value) < len(strings):
        return strings[int(value)], int(value)
    return plain(value) if kind == "n" else as_read(value), None


def plain(number: str) -> str:
    """1.3912340001E10 and 13912340001.0 as 13912340001: programs store long numbers so, and show them whole."""
    has_exponent = "E" in number.upper()
    if not has_exponent and "." not in number:
        return number
    value = float(number)
    if not -MAX_WHOLE < value < MAX_WHOLE:
        return number
    whole = round(value)
    is_long = abs(value) >= WHOLE_FROM and abs(value - whole) < NOISE
    return str(whole) if is_long or (has_exponent and value == whole) else number


def beside(row: etree._Element) -> Iterator[str]:
    """What a row whose cells were read still says: other elements, stray texts, attributes."""
    rest = [str(text).strip() for text in row.itertext()]
    yield from dict.fromkeys(rest)
    if len(rest) > 1:
        yield from (text for text in ("".join(rest),) if SAID.search(text))
    yield from telling_attributes(row)
