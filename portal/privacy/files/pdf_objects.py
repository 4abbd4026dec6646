"""Every string, name and stream of every object of a PDF, whatever the object is there for."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pikepdf

from portal.privacy.files.foreign_text import of_xml, runs, texts
from portal.privacy.files.kinds import OLE, OPENABLE
from portal.privacy.files.layers import Contents
from portal.privacy.files.packages import TELLING, loose_numbers, readable_runs
from portal.privacy.files.pdf_strings import FAULTS, dictionaries, is_certificate, is_in, joined, of_certificates, said
from portal.privacy.files.refusals import FileRefused, Reason

MAX_OBJECTS = 40_000
MAX_STREAM = 20_000_000  # bytes of one stream, unpacked
MAX_STREAMS = 80_000_000  # of all that are looked through
OBJECT = re.compile(rb"\d\s+obj\b")
PACKED = re.compile(rb"/Type\s*/ObjStm\b[^>]{0,200}?/N\s+(\d+)|/N\s+(\d+)[^>]{0,200}?/Type\s*/ObjStm\b")
COMMENT = re.compile(rb"%([^\r\n]{2,500})")
ADDRESS_OR_NUMBER = re.compile(r"[\w.+-]{2,}@[\w-]{2,}\.\w{2,}|\d{11,}")
SEPARATORS = re.compile(r"[\s_.+\-]")
XML = re.compile(rb"(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\s\0]*<\0?[?!A-Za-z]")
OTHER_FILES = (OLE, b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*", b"Rar!", b"7z\xbc\xaf", b"\0\0\0\x0cjP", b"{\\rtf")
PACKED_ONCE_MORE = (b"\x1f\x8b", b"\x78")
SIGNED = "文件有电子签名，签名的证书里写着签名人的姓名等信息，请人看过；清理后的文件里没有签名。"
SAMPLE = 1_000_000  # bytes of a picture that are looked through for numbers
LONG_NUMBER = 10**10
WITHIN = "文档内部数据"
PLACES = {
    "/Annots": "批注",
    "/AcroForm": "表单域",
    "/Title": "书签",
    "/Alt": "替代文字",
    "/ActualText": "替代文字",
    "/JS": "脚本",
    "/URI": "链接地址",
}
RANDOM = {"/ID", "/CheckSum"}  # bytes that only programs compare
KEYS = ("/O", "/U", "/OE", "/UE", "/Perms")  # of an encrypted document (ISO 32000-2, table 21): as good as noise
DRAWINGS = {"/Type1C", "/CIDFontType0C", "/OpenType", "/Image"}


def counted(data: bytes) -> None:
    """Raises FileRefused when the file declares more objects than a document for people has."""
    packed = sum(int(one or other) for one, other in PACKED.findall(data))
    if sum(1 for _ in OBJECT.finditer(data)) + packed > MAX_OBJECTS:
        raise FileRefused(Reason.OBJECTS)


def opened(path: Path) -> pikepdf.Pdf:
    """Raises FileRefused when the document is locked or damaged."""
    try:
        document = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise FileRefused(Reason.LOCKED) from error
    except FAULTS as error:
        raise FileRefused(Reason.BROKEN) from error
    if len(document.objects) > MAX_OBJECTS:
        raise FileRefused(Reason.OBJECTS)
    return document


def read(document: pikepdf.Pdf, contents: Contents, shown: str) -> set[str]:
    """Adds every string outside the pages' text; returns them as well. What a page's drawing says and ``shown`` (the
    text of all pages, without blanks) has too is not said twice."""
    objects = list(document.objects)
    reader = _Reader(contents, shown, set(_attached(objects)))
    reader.take(pikepdf.Dictionary({key: value for key, value in document.trailer.items() if key != "/Encrypt"}))
    lock = document.trailer.get("/Encrypt")
    locked_by = None
    if isinstance(lock, pikepdf.Dictionary):
        reader.lock(lock)
        locked_by = lock.objgen if lock.is_indirect else None
    for number, one in enumerate(objects):
        if one.objgen != locked_by:
            reader.take(one)
        if isinstance(one, pikepdf.Stream):
            reader.stream(one, number)
    reader.close()
    for place, found in reader.found.items():
        contents.hidden(place, found)
    return {text for found in reader.found.values() for text in found}


def _attached(objects: list[pikepdf.Object]) -> Iterator[tuple[int, int]]:
    """The streams of files, by where they are referred to."""
    for one in dictionaries(objects):
        holder = one.get("/EF")
        for stream in holder.values() if isinstance(holder, pikepdf.Dictionary) else ():
            if isinstance(stream, pikepdf.Stream):
                yield stream.objgen


class _Reader:
    """``attached``: which streams are files."""

    def __init__(self, contents: Contents, shown: str, attached: set[tuple[int, int]]) -> None:
        self.found: dict[str, list[str]] = defaultdict(list)
        self._contents = contents
        self._shown = shown
        self._attached = attached
        self._left = MAX_STREAMS
        self._tables: list[bytes] = []  # of objects and of places in the file

    def take(self, one: pikepdf.Object) -> None:
        """Strings in ``one`` and the direct objects within; indirect ones come in their own turn."""
        waiting: list[tuple[str, object]] = [(WITHIN, one)]
        while waiting:
            place, current = waiting.pop()
            if isinstance(current, pikepdf.String):
                self._string(bytes(current), place)
            elif isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
                inside = _place(current, place)
                for key, value in _items(current):
                    self._name(key)
                    waiting.append((PLACES.get(key, inside), value))
            elif isinstance(current, pikepdf.Array):
                waiting += [(place, value) for value in current if not _is_indirect(value)]
                self.found[place] += [number] if (number := joined(current)) else []
            elif isinstance(current, pikepdf.Name):
                self._name(str(current))
            elif isinstance(current, int):
                self._number(current)
            elif isinstance(current, Decimal):
                self._number(int(current))

    def lock(self, lock: pikepdf.Dictionary) -> None:
        """The dictionary of an encrypted document."""
        for key in KEYS:
            if isinstance(value := lock.get(key), pikepdf.String):
                self.found[WITHIN] += numbers_in(bytes(value))
        self.take(pikepdf.Dictionary({key: value for key, value in lock.items() if key not in KEYS}))

    def _number(self, number: int) -> None:
        if abs(number) >= LONG_NUMBER:
            self.found[WITHIN].append(str(abs(number)))

    def _string(self, raw: bytes, place: str) -> None:
        if is_certificate(raw):
            self._contents.unread.append(SIGNED)
            self.found["电子签名"] += of_certificates(raw)
        else:
            self.found[place] += texts(raw)

    def _name(self, name: str) -> None:
        if TELLING.search(SEPARATORS.sub("", name)):
            self.found[WITHIN].append(name.lstrip("/"))

    def stream(self, one: pikepdf.Stream, number: int) -> None:
        subtype = str(one.get("/Subtype", ""))
        if subtype == "/Image":
            self._picture(one, number)
            return
        try:
            data = one.read_bytes()
        except FAULTS:
            self._contents.unread.append(f"对象{number}的内容读不出，请人看过。")
            return
        self._left -= len(data)
        if len(data) > MAX_STREAM or self._left < 0:
            raise FileRefused(Reason.BOMB)
        self._data(one, data, number)

    def _data(self, one: pikepdf.Stream, data: bytes, number: int) -> None:
        kind, subtype = str(one.get("/Type", "")), str(one.get("/Subtype", ""))
        is_drawing = subtype == "/Form" or "/BBox" in one
        if kind == "/EmbeddedFile" or one.objgen in self._attached or data.startswith((*OPENABLE, *OTHER_FILES)):
            self._contents.attached.append((f"附件{number}", data))
        elif kind in {"/ObjStm", "/XRef"}:
            self._tables.append(data)
        elif kind == "/Metadata" or (XML.match(data) and not is_drawing):
            self.found["XMP 属性"] += of_xml(data)
        elif subtype in DRAWINGS or "/Length1" in one or ("/N" in one and not is_drawing):
            self.found[f"对象{number}"] += numbers_in(data)
        else:
            self._said(data)

    def close(self) -> None:
        """Reads tables of objects at last: what they hold was mostly read as objects."""
        known = self._shown + "\n".join("".join(text.split()) for each in self.found.values() for text in each)
        for data in self._tables:
            for run in dict.fromkeys(said(data)):
                if not is_in(known, run):
                    self.found["文件里的多余数据"].append(run)

    def _picture(self, one: pikepdf.Stream, number: int) -> None:
        named = filters(one)
        try:
            raw = one.read_raw_bytes()
        except FAULTS:
            return
        if named and named[0] == "/FlateDecode":
            raw = unpacked(raw, MAX_STREAM if "/DCTDecode" in named else SAMPLE)
        if "/DCTDecode" in named:
            self._contents.attached.append((f"图片{number}", raw))
        else:
            self.found[f"图片{number}"] += loose_numbers(raw[:SAMPLE])

    def _said(self, data: bytes) -> None:
        """Of a drawing or a script: its strings, its comments, whatever can be read in it."""
        if data.startswith(PACKED_ONCE_MORE):
            data += unpacked(data)
        remarks = (text for comment in COMMENT.findall(data) if not comment.isascii() for text in runs(comment))
        new = [run for run in dict.fromkeys((*said(data), *remarks)) if not is_in(self._shown, run)]
        self.found["页面内的标注文字"] += new


def numbers_in(data: bytes) -> list[str]:
    """Runs of text in foreign binary data that hold a long number or an address: anything less is noise."""
    return [run for run in readable_runs(data) if ADDRESS_OR_NUMBER.search(run)]


def unpacked(data: bytes, bound: int = MAX_STREAM) -> bytes:
    """The data as zlib or gzip unpack it, as far as they go and the bound allows; b"" when it is neither."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, bound)
    except zlib.error:
        return b""


def _items(holder: pikepdf.Dictionary | pikepdf.Stream) -> Iterator[tuple[str, object]]:
    for key in holder.keys():  # noqa: SIM118 - iterating a stream would read its bytes
        value = holder.get(key)
        yield key, None if key in RANDOM or _is_indirect(value) else value


def _is_indirect(value: object) -> bool:
    return isinstance(value, pikepdf.Object) and value.is_indirect


def _place(holder: pikepdf.Dictionary | pikepdf.Stream, otherwise: str) -> str:
    if "/FT" in holder or "/DA" in holder:
        return "表单域"
    if "/Subtype" in holder and "/Rect" in holder:
        return "批注"
    if "/Producer" in holder or "/CreationDate" in holder or "/Author" in holder:
        return "文档属性"
    return otherwise


def filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter", pikepdf.Array())
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]
