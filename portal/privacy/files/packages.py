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

from portal.privacy.files import markup, strays
from portal.privacy.files.refusals import FileRefused, Reason

MAX_ENTRIES = 3000
MAX_UNPACKED = 80_000_000  # bytes of all parts together
MAX_PART = 30_000_000  # bytes of one XML part: its tree takes about five times as much
MAX_RATIO = 150  # unpacked to packed, of a part larger than a megabyte; Word's own XML stays below 40
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TELLING = re.compile(r"[\u3400-\u9fff]|@|\d{7,}")  # a text that may hold somebody's data
NUMBER = re.compile(r"@|\d{11,}")
XML = (".xml", ".rels", ".vml")
PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # office programs open no other
STRAYS = "压缩包里的多余数据"
UNREADABLE = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
EVENTS = ("end", "comment", "pi", "start-ns")
NO_WORDS = (etree.Comment, etree.PI)  # a reader's text goes on across them
Emptying = tuple[str, Callable[[etree._Element, etree._Element], None]]
LOOSE = re.compile(rb"(?<![0-9A-Za-z.])\d{11,18}[Xx]?(?![0-9A-Za-z])|[\w.+-]{2,40}@[\w-]{2,40}\.[\w.]{2,20}")
MAX_LOOSE = 300
RUNS = re.compile(r"[\x20-\x7e\u3400-\u9fff\uff00-\uffef]{4,}")


class Package:
    """An opened zip within bounds. Raises FileRefused when it is beyond them, encrypted or damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._remarks: dict[str, dict[str, None]] = {}
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
        if any(entry.compress_type not in PACKED_AS for entry in entries):
            raise FileRefused(Reason.BROKEN)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or steep:
            raise FileRefused(Reason.BOMB)

    def besides(self) -> Iterator[tuple[str, bytes]]:
        """Place and bytes of what belongs to no part that a program would open."""
        entries = self._zip.infolist()
        yield STRAYS, strays.outside(self._path, entries, self._zip.start_dir)
        for entry in strays.doubled(entries):
            yield f"重复的部件 {entry.filename}", self.read(entry)
        for entry in entries:
            if entry.is_dir() and entry.file_size:
                yield f"{STRAYS} {entry.filename}", self.read(entry)

    def foreign(self) -> bytes:
        """What lies in the file and is no piece of a zip at all: a picture behind it, say."""
        return strays.foreign(self._path, self._zip.infolist(), self._zip.start_dir)

    def remarks(self, name: str) -> list[str]:
        """What the part said in comments, instructions and names of namespaces when its tree was last read: the tree
        holds none of them. Only what may be somebody's data; the comments besides as one text."""
        return list(self._remarks.get(name, ()))

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
        """The root of an XML part, without comments and instructions. No entity is expanded: Office writes none, so a
        DOCTYPE is an attack.

        ``emptying``: elements of this tag are handed to this function as they come and then emptied.
        """
        data = self.read(name)
        if len(data) > MAX_PART:
            raise FileRefused(Reason.BOMB)
        if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            raise FileRefused(Reason.BROKEN, name)
        root, remarks = _parsed(data, name, emptying)
        self._remarks[name] = dict.fromkeys(remarks)
        return root

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


def _parsed(data: bytes, name: str, emptying: Emptying | None) -> tuple[etree._Element, list[str]]:
    tag, take = emptying or ("{*}*none", None)
    walk = etree.iterparse(
        io.BytesIO(data), events=EVENTS, tag=tag, resolve_entities=False, no_network=True, load_dtd=False
    )
    remarks, spaces = [], set()
    try:
        for event, found in walk:
            if event == "start-ns":
                spaces.add(" ".join(found))
            elif event != "end":
                remarks.append(" ".join(filter(None, (getattr(found, "target", ""), found.text))))
            elif take is not None:
                etree.strip_tags(found, *NO_WORDS)
                take(found.getroottree().getroot(), found)
                found.clear(keep_tail=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise FileRefused(Reason.BROKEN, name) from error
    if walk.root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused(Reason.BROKEN, name)
    etree.strip_tags(walk.root, *NO_WORDS)
    return walk.root, [*markup.telling([*remarks, " ".join(remarks), *sorted(spaces)])]


def readable_runs(data: bytes, *, tells: re.Pattern[str] = TELLING) -> list[str]:
    """What might be somebody's data in a foreign binary object: runs of UTF-8 and UTF-16 text that tell something."""
    wide = (data[start:].decode("utf-16-le", "ignore") for start in (0, 1))
    # Random bytes read as UTF-16 are mostly rare 汉字: there only plain letters and digits count as text.
    found = [run for text in wide for run in re.findall(r"[\x20-\x7e]{6,}", text)]
    found += RUNS.findall(data.decode("utf-8", "ignore"))
    return [run for run in found if tells.search(run)]


def loose_numbers(data: bytes) -> list[str]:
    """Long numbers and addresses anywhere in the bytes of a file, whatever lies around them."""
    found = {match.group() for match, _n in zip(LOOSE.finditer(data), range(MAX_LOOSE), strict=False)}
    return [one.decode("utf-8", "replace") for one in sorted(found)]
