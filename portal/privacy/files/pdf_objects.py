"""Every string, name and stream of every object of a PDF, whatever the object is there for."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from portal.privacy.files.kinds import OPENABLE
from portal.privacy.files.layers import Contents
from portal.privacy.files.packages import NUMBER, TELLING, readable_runs
from portal.privacy.files.refusals import FileRefused, Reason

MAX_OBJECTS = 40_000
MAX_STREAM = 20_000_000  # bytes of one stream, unpacked
MAX_STREAMS = 80_000_000  # of all that are looked through
OBJECT = re.compile(rb"\d\s+obj\b")
PACKED = re.compile(rb"/Type\s*/ObjStm\b[^>]{0,200}?/N\s+(\d+)|/N\s+(\d+)[^>]{0,200}?/Type\s*/ObjStm\b")
LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{4,})>", re.DOTALL)
CODES = re.compile(rb"<[0-9A-Fa-f\s]*>")  # of glyphs; as digits they mean nothing
HANZI = re.compile(r"[\u3400-\u9fff]")
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
DRAWINGS = {"/Type1C", "/CIDFontType0C", "/OpenType", "/Image"}
FAULTS = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError)


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
    reader = _Reader(contents, shown)
    reader.take(document.trailer)
    for number, one in enumerate(document.objects):
        reader.take(one)
        if isinstance(one, pikepdf.Stream):
            reader.stream(one, number)
    for place, texts in reader.found.items():
        contents.hidden(place, texts)
    return {text for texts in reader.found.values() for text in texts}


class _Reader:
    def __init__(self, contents: Contents, shown: str) -> None:
        self.found: dict[str, list[str]] = defaultdict(list)
        self._contents = contents
        self._shown = shown
        self._left = MAX_STREAMS

    def take(self, one: pikepdf.Object) -> None:
        """Strings in ``one`` and the direct objects within; indirect ones come in their own turn."""
        waiting: list[tuple[str, object]] = [(WITHIN, one)]
        while waiting:
            place, current = waiting.pop()
            if isinstance(current, pikepdf.String):
                self.found[place].append(str(current))
            elif isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
                inside = _place(current, place)
                for key, value in _items(current):
                    self._name(key)
                    waiting.append((PLACES.get(key, inside), value))
            elif isinstance(current, pikepdf.Array):
                waiting += [(place, value) for value in current if not _is_indirect(value)]
            elif isinstance(current, pikepdf.Name):
                self._name(str(current))
            elif isinstance(current, int) and current >= LONG_NUMBER:
                self.found[WITHIN].append(str(current))

    def _name(self, name: str) -> None:
        if TELLING.search(name):
            self.found[WITHIN].append(name.lstrip("/"))

    def stream(self, one: pikepdf.Stream, number: int) -> None:
        kind, subtype = str(one.get("/Type", "")), str(one.get("/Subtype", ""))
        if kind in {"/ObjStm", "/XRef"}:
            return
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
        if kind == "/EmbeddedFile" or data.startswith(OPENABLE):
            self._contents.attached.append((f"附件{number}", data))
        elif kind == "/Metadata" or data.lstrip().startswith(b"<"):
            self.found["XMP 属性"].append(data.decode("utf-8", "replace"))
        elif subtype in DRAWINGS or "/Length1" in one or "/N" in one or data[:2] == b"\x1f\x8b":
            self.found[f"对象{number}"] += numbers_in(data)
        else:
            self._said(data)

    def _picture(self, one: pikepdf.Stream, number: int) -> None:
        named = filters(one)
        if "/DCTDecode" in named or "/JPXDecode" in named:
            raw = one.read_raw_bytes()
            if named[0] == "/FlateDecode":
                raw = zlib.decompressobj().decompress(raw, MAX_STREAM)
            if "/DCTDecode" in named:
                self._contents.attached.append((f"图片{number}", raw))
            else:
                self.found[f"图片{number}"] += numbers_in(raw)

    def _said(self, data: bytes) -> None:
        """Of a drawing or a script: its strings, its comments, whatever can be read in it."""
        if data[:1] == b"\x78":
            data += unpacked(data)
        plain = (run for run in readable_runs(CODES.sub(b"<>", data)) if NUMBER.search(run) or HANZI.search(run))
        runs = [*readable_runs(b"\n".join(literals(data))), *plain]
        said = [run for run in dict.fromkeys(runs) if not self._is_shown(run)]
        self.found["页面内的标注文字"] += said

    def _is_shown(self, run: str) -> bool:
        telling = re.findall(r"\d{7,}|[\u3400-\u9fff]+|\S*@\S*", run)
        return all(part in self._shown for part in telling)


def numbers_in(data: bytes) -> list[str]:
    """Runs of text in foreign binary data that hold a long number or an address: anything less is noise."""
    return [run for run in readable_runs(data) if NUMBER.search(run)]


def unpacked(data: bytes) -> bytes:
    """The data as zlib or gzip unpack it, as far as they go and the bound allows; b"" when it is neither."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MAX_STREAM)
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


def literals(data: bytes) -> Iterator[bytes]:
    """Strings of a content stream as bytes: ``(…)`` and ``<hex>``, UTF-16 ones turned into UTF-8."""
    for match in LITERAL.finditer(data):
        if match.group(1) is not None:
            raw = re.sub(rb"\\([()\\])", rb"\1", match.group(1))
        else:
            digits = re.sub(rb"\s", b"", match.group(2))
            raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        yield raw[2:].decode("utf-16-be", "replace").encode() if raw.startswith(b"\xfe\xff") else raw
