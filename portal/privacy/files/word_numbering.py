"""Numbers of lists: a program puts them before the paragraphs, so no text of the document holds them."""

from __future__ import annotations

import re

from lxml import etree

from portal.privacy.files.packages import Package
from portal.privacy.files.word_looks import value

NUMBERING = "word/numbering.xml"
COMPOSED = "列表的编号由文字和起始数拼成，机器不读拼出来的号码，请人看过。"
LONG = 7  # digits: shorter ones are the year of a document, a chapter and its section
PLACE = re.compile(r"%(\d)")


def compose_numbers(package: Package) -> bool:
    """Whether the numbers of some list may be somebody's: its text and the first numbers have many digits together."""
    if NUMBERING not in package.names:
        return False
    root = package.tree(NUMBERING)
    starts = [value(one) for one in root.iter("{*}startOverride")]
    longest = max((len(start) for start in starts if len(start) > 1), default=0)
    return any(_digits(levels, longest) >= LONG for levels in root.iter("{*}abstractNum", "{*}num"))


def _digits(levels: etree._Element, longest: int) -> int:
    """Of the level with most: digits in its text, and in the first number of each level that its text names when that
    is no single one."""
    first = {value(one, "ilvl"): len(value(one.find("{*}start"))) for one in levels.iter("{*}lvl")}
    most = 0
    for level in levels.iter("{*}lvl"):
        text = value(level.find("{*}lvlText"))
        named = [max(first.get(str(int(place) - 1), 1), longest) for place in PLACE.findall(text)]
        own = sum(map(str.isdecimal, PLACE.sub("", text)))
        most = max(most, own + sum(length for length in named if length > 1))
    return most
