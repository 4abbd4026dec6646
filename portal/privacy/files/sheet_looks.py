"""How a cell looks: whether a reader sees it, and the number format that its copy may keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from portal.privacy.files.packages import Package

STYLES = "xl/styles.xml"
WHITE = "FFFFFF"
THEMES = {"0": WHITE, "1": "000000"}
INDEXED = {"0": "000000", "1": WHITE, "8": "000000", "9": WHITE, "64": "000000", "65": WHITE}
NOTHING = re.compile(r"[;\s]+")
QUOTED = re.compile(r'"([^"]*)"')
UNIT = re.compile(r"[^\x00-\x7f]{0,4}|[%¥$€/:\- ]{0,2}")  # 元, 万人, 年
PLAIN = re.compile(r"(?:\[[^\]]{0,20}\]|[#0?.,%Ee+\-/:;ymdhsaApPMDHSGn_()* @¥$€]|\\[^0-9A-Za-z])*")


@dataclass(frozen=True, slots=True)
class Look:
    """``unseen``: letters of the colour of the cell, or a format that shows nothing. ``form`` is the number format that
    a copy may keep; ``digits``: how many the true one writes beside the number, whatever that is."""

    unseen: bool = False
    blank: bool = False
    form: str = "General"
    digits: int = 0


def looks(package: Package) -> list[Look]:
    """The look for each style number of a cell. Raises FileRefused when the part is damaged."""
    if STYLES not in package.names:
        return []
    root = package.tree(STYLES)
    formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    inks = [_colour(font.find("{*}color"), "000000") for font in root.iterfind("{*}fonts/{*}font")]
    grounds = [_ground(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    return [_look(xf, formats, inks, grounds) for xf in root.iterfind("{*}cellXfs/{*}xf")]


def _look(xf: etree._Element, formats: dict[str, str], inks: list[str], grounds: list[str]) -> Look:
    number = xf.get("numFmtId", "0")
    form = formats.get(number) or (BUILTIN_FORMATS.get(int(number), "General") if number.isdigit() else "General")
    ink, ground = _at(inks, xf.get("fontId", "0"), "000000"), _at(grounds, xf.get("fillId", "0"), WHITE)
    return Look(unseen=ink == ground, blank=bool(NOTHING.fullmatch(form)), form=harmless(form), digits=digits_in(form))


def _at(values: list[str], number: str, otherwise: str) -> str:
    return values[int(number)] if number.isdigit() and int(number) < len(values) else otherwise


def _colour(element: etree._Element | None, otherwise: str) -> str:
    """As RRGGBB; a shade of a theme, which is nearly its colour, is none that is known here."""
    if element is None:
        return otherwise
    if rgb := element.get("rgb"):
        return str(rgb)[-6:].upper()
    if element.get("tint"):
        return "tinted"
    theme, indexed = element.get("theme"), element.get("indexed")
    return THEMES.get(theme, f"theme {theme}") if theme else INDEXED.get(indexed or "", otherwise)


def _ground(fill: etree._Element) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return "gradient"
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return WHITE
    return _colour(pattern.find("{*}fgColor"), "000000") if kind == "solid" else "pattern"


def harmless(form: str) -> str:
    """The format when it says nothing but figures and units; a format can carry a whole sentence, or a number."""
    said = QUOTED.findall(form)
    bare = QUOTED.sub("", form)
    fits = all(UNIT.fullmatch(word) for word in said) and sum(map(len, said)) <= 12
    units = re.sub("[年月日时分秒元万千百上下午周星期]", "", bare)
    return form if fits and PLAIN.fullmatch(units) else "General"


def digits_in(form: str) -> int:
    """Digits that the format itself writes: in quotes, behind a backslash, or bare ones that are no placeholders and
    no denominator."""
    bare = re.sub(r"\[[^\]]*\]", "", form)
    said = "".join(chain(QUOTED.findall(bare), re.findall(r"\\(.)", QUOTED.sub("", bare))))
    rest = re.sub(r"\\.|/ *\d+", "", QUOTED.sub("", bare))
    return sum(map(str.isdecimal, said)) + len(re.findall("[1-9]", rest))
