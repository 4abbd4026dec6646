"""All layers of a PDF: its pages, and every string in every object of every revision."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf

from portal.privacy.files.layers import Contents, Layer, Unit
from portal.privacy.files.packages import readable_runs
from portal.privacy.files.pages import MAX_CHARS, Page, drawn
from portal.privacy.files.refusals import FileRefused, Reason

MAX_OBJECTS = 40_000
MAX_REVISIONS = 8
OBJECT = re.compile(rb"\d\s+obj\b")
PACKED = re.compile(rb"/Type\s*/ObjStm\b[^>]{0,200}?/N\s+(\d+)|/N\s+(\d+)[^>]{0,200}?/Type\s*/ObjStm\b")
END = re.compile(rb"%%EOF[\r\n ]*")
FIRST_HALF = re.compile(rb"startxref\s+0\s+%%EOF\s*\Z")
SAID_IN_PAGE = re.compile(rb"/(?:ActualText|Alt|E|Contents|T)\b")
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
FAULTS = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError)
MAX_STREAM = 20_000_000


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


def read(path: Path) -> Contents:
    """Raises FileRefused when the document cannot be read whole."""
    data = path.read_bytes()
    counted(data)
    contents = Contents()
    _pages(path, contents)
    shown = {unit.text for layer in contents.layers for unit in layer.units}
    known = set(_objects(path, contents, said="文档内部数据"))
    revisions = _revisions(data)
    if len(revisions) > MAX_REVISIONS:
        contents.unread.append(f"文件有{len(revisions)}个旧版本，机器只读了最近的{MAX_REVISIONS}个。")
    for number, earlier in enumerate(revisions[-MAX_REVISIONS:], start=1):
        _earlier(earlier, f"旧版本{number}", contents, shown | known)
    return contents


def _pages(path: Path, contents: Contents) -> None:
    units: list[Unit] = []
    with drawn(path) as document:
        for number in range(len(document)):
            place, page = f"第{number + 1}页", Page(document, number)
            units.append(Unit(place, page.text))
            contents.hidden(f"{place}上看不见的文字", [page.unseen()])
            if page.has_pictures():
                contents.unread.append(f"{place}有图片，图片里画着的文字和人像机器不读，请人看过。")
            if page.is_unreadable():
                contents.unread.append(f"{place}的字体没有文字对照，机器读不出，请人看过。")
            page.close()
            if sum(len(unit.text) for unit in units) > MAX_CHARS:
                raise FileRefused(Reason.TEXT)
    contents.layers.insert(0, Layer(tuple(units), shown=True))


def _objects(path: Path, contents: Contents, *, said: str) -> Iterator[str]:
    """Adds every string outside the pages' text; hands them back as well, once the iteration runs."""
    found: dict[str, list[str]] = {}
    with opened(path) as document:
        for number, one in enumerate(_all(document)):
            for place, text in _strings(one, said):
                found.setdefault(place, []).append(text)
            if isinstance(one, pikepdf.Stream):
                _stream(one, number, contents, found)
    for place, texts in found.items():
        contents.hidden(place, texts)
        yield from texts


def _all(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    yield document.trailer
    yield from document.objects


def _strings(one: pikepdf.Object, said: str) -> Iterator[tuple[str, str]]:
    """Every string in ``one`` and the direct objects within; indirect ones come in their own turn."""
    waiting: list[tuple[str, pikepdf.Object]] = [(said, one)]
    while waiting:
        place, current = waiting.pop()
        if isinstance(current, pikepdf.String):
            yield place, str(current)
        elif isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
            inside = _place(current, place)
            waiting += [(PLACES.get(key, inside), value) for key, value in _items(current)]
        elif isinstance(current, pikepdf.Array):
            waiting += [(place, value) for value in current if not _is_indirect(value)]


def _items(holder: pikepdf.Dictionary | pikepdf.Stream) -> Iterator[tuple[str, pikepdf.Object]]:
    for key in holder.keys():  # noqa: SIM118 - iterating a stream would read its bytes
        value = holder.get(key)
        if isinstance(value, pikepdf.Object) and not _is_indirect(value) and key not in RANDOM:
            yield key, value


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


def _stream(one: pikepdf.Stream, number: int, contents: Contents, found: dict[str, list[str]]) -> None:
    kind, subtype = str(one.get("/Type", "")), str(one.get("/Subtype", ""))
    if subtype == "/Image":
        if "/DCTDecode" in _filters(one):
            contents.attached.append((f"图片{number}", one.read_raw_bytes()))
        return
    if kind in {"/ObjStm", "/XRef"} or subtype in {"/Type1C", "/CIDFontType0C", "/OpenType"} or "/Length1" in one:
        return
    try:
        data = one.read_bytes()[:MAX_STREAM]
    except FAULTS:
        contents.unread.append(f"对象{number}的内容读不出，请人看过。")
        return
    if kind == "/EmbeddedFile":
        contents.attached.append((f"附件{number}", data))
    elif kind == "/Metadata" or data.lstrip().startswith(b"<"):
        found.setdefault("XMP 属性", []).append(data.decode("utf-8", "replace"))
    elif subtype == "/Form" or SAID_IN_PAGE.search(data):
        found.setdefault("页面内的标注文字", []).extend(readable_runs(b"\n".join(_literals(data))))


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter", pikepdf.Array())
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _literals(data: bytes) -> Iterator[bytes]:
    """Strings of a content stream as bytes: ``(…)`` and ``<hex>``, UTF-16 ones turned into UTF-8."""
    for match in re.finditer(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{4,})>", data, re.DOTALL):
        if match.group(1) is not None:
            raw = re.sub(rb"\\([()\\])", rb"\1", match.group(1))
        else:
            digits = re.sub(rb"\s", b"", match.group(2))
            raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        yield raw[2:].decode("utf-16-be", "replace").encode() if raw.startswith(b"\xfe\xff") else raw


def _revisions(data: bytes) -> list[bytes]:
    """The file as it was before each later save: everything up to each end mark but the last."""
    ends = [match.end() for match in END.finditer(data)]
    # A linearised file has an end mark near its beginning that closes nothing: no cross-reference leads there.
    return [
        data[:end] for end, following in pairwise(ends) if following - end > 30 and not FIRST_HALF.search(data[:end])
    ]


def _earlier(data: bytes, place: str, contents: Contents, known: set[str]) -> None:
    inner = Contents()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as spool:
        spool.write(data)
        spool.flush()
        path = Path(spool.name)
        try:
            _pages(path, inner)
            list(_objects(path, inner, said="文档内部数据"))
        except FileRefused:
            contents.hidden(place, readable_runs(data))
            contents.unread.append(f"{place}读不完整，请人看过。")
            return
    for layer in inner.layers:
        units = tuple(unit for unit in layer.units if unit.text not in known)
        contents.include(Contents([Layer(units)] if units else []), within=place)
    contents.attached += [(f"{place} › {name}", blob) for name, blob in inner.attached]
