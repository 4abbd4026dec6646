"""What the XML of an office part says: its texts, and whatever its attributes, names and remarks could carry."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from lxml import etree

from portal.privacy.spoken import GAP

HANZI = "[\u3400-\u9fff]"
SAID = re.compile(rf"{HANZI}|@|\d(?:{GAP}\d){{6,}}")  # a text that may be somebody's data
NUMBER = re.compile(rf"@|\d(?:{GAP}\d){{10,}}")  # one that says it even where only the program's own words are due
# Identifiers, sizes and places that programs write by the thousand.
TECHNICAL = re.compile(r"^(?:rsid|paraId|textId|uid|guid|durableId|val2|edit)|^(?:id|cx|cy|x|y|r|spid|o:spid)$")
FONTS = {"typeface", "ascii", "eastAsia", "hAnsi", "cs", "panose1", "panose"}
FONT = re.compile("[宋黑楷仿隶篆圆圓体體书書线線雅明字朝細细游]|ゴシック")  # a word of each font's name: 宋体 is nobody
MAX_FONT = 8  # 汉字 in the name of a font: 方正小标宋简体 has seven
CODE = re.compile(r"[0-9A-Fa-f]{1,10}|[0-9A-F]{20}")  # colours, revision numbers, shapes of letters
UNIQUE = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")  # with letters: nobody's number
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?")  # of saving: 18Z and the next date read like one
MEASURE = re.compile(r"-?\d{1,8}")
MEASURES = {"posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset"}
PROGRAM = {"Template", "Application", "AppVersion", "DocSecurity", "TitlesOfParts", "HeadingPairs"}
PARAGRAPHS = {"p", "si", "comment"}
PACKED = {"fldData"}  # elements whose text is base64
COMMON = re.compile("[\x20-\x7e、。：，（）]|[一-龥]")
WORDS = 4  # signs that can be written in GB2312, in a row: bytes by chance make no more


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def opened(text: str) -> Iterator[str]:
    """The text, and what it says with its percent signs resolved: links carry %E8%AE%B8."""
    yield text
    if "%" in text:
        plain = unquote(text)
        plain = unquote(text, "gb18030") if "\ufffd" in plain else plain
        if plain != text:
            yield plain


def all_texts(root: etree._Element) -> Iterator[str]:
    """Every text of the tree: a paragraph as one, however many runs it is cut into.

    What names only the program that wrote the part is left out.
    """
    inside = 0  # levels below the outermost paragraph
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if event == "start":
            if name in PARAGRAPHS and not inside:
                yield from _worth("".join(str(text) for text in element.itertext()))
            inside += bool(inside or name in PARAGRAPHS)
            if not inside and element.text:
                yield from _worth(element.text, name)
        else:
            inside -= bool(inside)
            if not inside and element.tail:
                yield from _worth(element.tail)
        if event == "start" and name in PACKED:
            yield from unpacked(element.text or "")


def _worth(text: str, name: str = "") -> Iterator[str]:
    said = text.strip()
    if said and not MOMENT.fullmatch(said) and not (name in PROGRAM and not SAID.search(said)):
        yield from opened(said)


def unpacked(text: str) -> Iterator[str]:
    """What base64 makes of the text, read as the two writings that office programs put into it."""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return
    for coding in ("utf-8", "utf-16-le"):
        signs = (char if COMMON.fullmatch(char) and _is_usual(char) else "\0" for char in data.decode(coding, "ignore"))
        yield from (run for run in "".join(signs).split("\0") if len(run) >= WORDS and SAID.search(run))


def _is_usual(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def left_over(root: etree._Element) -> Iterator[str]:
    """Telling texts of a tree whose words have been taken out of it: what a walk over them did not come by."""
    return (text for text in all_texts(root) if SAID.search(text))


def take(element: etree._Element) -> str:
    """The text of the element with all that is inside it, which it loses."""
    said = "".join(str(text) for text in element.itertext())
    for one in element.iter():
        one.text = None
        if one is not element:
            one.tail = None
    return said


def is_measure(element: etree._Element) -> bool:
    """Where a picture stands, in the unit of its program."""
    return local(element) in MEASURES and bool(MEASURE.fullmatch((element.text or "").strip()))


def telling_attributes(root: etree._Element) -> Iterator[str]:
    """Values of attributes that may hold somebody's data: author names, alternative texts, tags, link targets; and
    the names of elements and attributes that do, since a program may write what it likes there."""
    names: dict[str, None] = {}
    for element in root.iter(etree.Element):
        names[element.tag] = None
        for key, value in element.attrib.items():
            names[key] = None
            for said in opened(value):
                if SAID.search(said) and not _is_code(etree.QName(key).localname, said):
                    yield said
    yield from telling(etree.QName(name).localname for name in names)


def telling(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if SAID.search(text))


def _is_code(name: str, value: str) -> bool:
    """Whether the value is one of those that only programs read."""
    if CODE.fullmatch(value) or MOMENT.fullmatch(value) or (UNIQUE.fullmatch(value) and re.search("[A-Fa-f]", value)):
        return True
    if NUMBER.search(value):
        return False
    if name in FONTS:
        groups = re.findall(f"{HANZI}+", value)
        return all(FONT.search(group) and len(group) <= MAX_FONT for group in groups)
    return bool(TECHNICAL.search(name)) and not re.search(HANZI, value)
