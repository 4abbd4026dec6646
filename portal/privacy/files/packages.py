"""A docx or xlsx as the zip of XML parts that it is: bounds before anything is unpacked, and every part read."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from lxml import etree

from portal.privacy.files import strays
from portal.privacy.files.refusals import FileRefused, Reason

MAX_ENTRIES = 3000
MAX_UNPACKED = 80_000_000  # bytes of all parts together
MAX_PART = 30_000_000  # bytes of one XML part: its tree takes about five times as much
MAX_RATIO = 150  # unpacked to packed, of a part larger than a megabyte; Word's own XML stays below 40
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TELLING = re.compile(r"[\u3400-\u9fff]|@|\d{7,}")  # an attribute that may hold somebody's data
TECHNICAL = re.compile(r"^(?:rsid|paraId|textId|uid|guid|durableId|val2|edit)|^(?:id|cx|cy|x|y|r|spid|o:spid)$")
FONTS = {"typeface", "ascii", "eastAsia", "hAnsi", "cs", "panose1", "panose"}  # 宋体 is nobody
NUMBER = re.compile(r"@|\d{11,}")
PROGRAM = {"Template", "Application", "AppVersion", "DocSecurity", "TitlesOfParts", "HeadingPairs"}
WORDS = {"t", "delText", "instrText", "delInstrText"}
PARAGRAPHS = {"p", "si", "comment"}
CODE = re.compile(r"[0-9A-Fa-f]{1,10}|[0-9A-F]{20}")  # colours, revision numbers, shapes of letters
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?"
)  # of saving: 18Z and the next date read like a number
XML = (".xml", ".rels", ".vml")
UNREADABLE = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
Emptying = tuple[str, Callable[[etree._Element, etree._Element], None]]
LOOSE = re.compile(rb"(?<![0-9A-Za-z.])\d{11,18}[Xx]?(?![0-9A-Za-z])|[\w.+-]{2,40}@[\w-]{2,40}\.[\w.]{2,20}")
MAX_LOOSE = 300
RUNS = re.compile(r"[\x20-\x7e\u3400-\u9fff\uff00-\uffef]{4,}")


class Package:
    """An opened zip within bounds. Raises FileRefused when it is beyond them, encrypted or damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except UNREADABLE as error:
            raise FileRefused(Reason.BROKEN) from error
        self._within_bounds()

    def _within_bounds(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise FileRefused(Reason.LOCKED)
        unpacked = sum(entry.file_size for entry in entries)
        steep = any(e.file_size > 1_000_000 and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or steep:
            raise FileRefused(Reason.BOMB)

    def besides(self) -> Iterator[tuple[str, bytes]]:
        """Place and bytes of what belongs to no part that a program would open."""
        yield "压缩包里的多余数据", strays.outside(self._path, self._zip.infolist())
        for entry in strays.doubled(self._zip.infolist()):
            yield f"重复的部件 {entry.filename}", self.read(entry)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.filename for entry in self._zip.infolist() if not entry.is_dir()))

    def read(self, name: str | zipfile.ZipInfo) -> bytes:
        """The part's bytes; the declared size is held to, whatever the stream would go on to give."""
        try:
            entry = self._zip.getinfo(name) if isinstance(name, str) else name
            with self._zip.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except UNREADABLE as error:
            raise FileRefused(Reason.BROKEN, str(getattr(name, "filename", name))) from error
        if len(data) > entry.file_size:
            raise FileRefused(Reason.BOMB)
        return data

    def tree(self, name: str, *, emptying: Emptying | None = None) -> etree._Element:
        """The root of an XML part. No entity is expanded: Office writes none, so a DOCTYPE is an attack.

        ``emptying``: elements of this tag are handed to this function as they come and then emptied.
        """
        data = self.read(name)
        if len(data) > MAX_PART:
            raise FileRefused(Reason.BOMB)
        if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            raise FileRefused(Reason.BROKEN, name)
        return _parsed(data, name, emptying)

    def relations(self, name: str) -> dict[str, str]:
        """Relation id → name of the part it leads to; targets outside the package are left out."""
        folder, base = posixpath.split(name)
        rels = f"{folder}/_rels/{base}.rels"
        if rels not in self.names:
            return {}
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join(folder or "/", one.get("Target", ""))).lstrip("/")
            for one in self.tree(rels)
            if one.get("TargetMode") != "External"
        }


def _parsed(data: bytes, name: str, emptying: Emptying | None) -> etree._Element:
    tag, take = emptying or ("{*}*none", None)
    walk = etree.iterparse(io.BytesIO(data), tag=tag, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for _event, element in walk:
            if take is not None:
                take(element.getroottree().getroot(), element)
                element.clear(keep_tail=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise FileRefused(Reason.BROKEN, name) from error
    return walk.root


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def all_texts(root: etree._Element) -> Iterator[str]:
    """Every text of the tree, comments included: a paragraph as one, however many runs it is cut into.

    What names only the program that wrote the part is left out.
    """
    inside = 0  # levels below the outermost paragraph
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = local(element)
        if event == "start":
            if name in PARAGRAPHS and not inside:
                yield "".join(str(text) for text in element.itertext())
            inside += bool(inside or name in PARAGRAPHS)
            said = "" if inside or name in PROGRAM else element.text
        else:
            inside -= bool(inside and event == "end")
            said = "" if inside else f"{element.text} {element.tail or ''}" if event != "end" else element.tail
        if said and said.strip() and not MOMENT.fullmatch(said.strip()):
            yield said.strip()


def stray_texts(root: etree._Element) -> Iterator[str]:
    """Telling texts of comments, instructions and elements that are no run of words: what a walk over runs misses."""
    for element in root.iter():
        if local(element) not in WORDS and element.text and TELLING.search(element.text):
            yield element.text.strip()


def telling_attributes(root: etree._Element) -> Iterator[str]:
    """Values of attributes that may hold somebody's data: author names, alternative texts, tags, link targets."""
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            name = etree.QName(key).localname
            technical = (name in FONTS or TECHNICAL.search(name)) and not NUMBER.search(value)
            if TELLING.search(value) and not technical and not CODE.fullmatch(value):
                yield value


def readable_runs(data: bytes) -> list[str]:
    """What might be somebody's data in a foreign binary object: runs of UTF-8 and UTF-16 text that tell something."""
    wide = (data[start:].decode("utf-16-le", "ignore") for start in (0, 1))
    # Random bytes read as UTF-16 are mostly rare 汉字: there only plain letters and digits count as text.
    found = [run for text in wide for run in re.findall(r"[\x20-\x7e]{6,}", text)]
    found += RUNS.findall(data.decode("utf-8", "ignore"))
    return [run for run in found if TELLING.search(run)]


def loose_numbers(data: bytes) -> list[str]:
    """Long numbers and addresses anywhere in the bytes of a file, whatever lies around them."""
    found = {match.group() for match, _n in zip(LOOSE.finditer(data), range(MAX_LOOSE), strict=False)}
    return [one.decode("utf-8", "replace") for one in sorted(found)]
