"""Every layer of a file of any kind, the files inside it included. Runs in the child process."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from importlib import import_module
from pathlib import Path

from portal.privacy.files.kinds import FileKind, sniffed
from portal.privacy.files.layers import UNREAD_PICTURE, Contents
from portal.privacy.files.packages import Package, readable_runs
from portal.privacy.files.refusals import FileRefused, Reason

MAX_TEXT = 400_000  # characters in all layers: 15 s of looking for names in them
MAX_DEPTH = 2  # a file in a file in a file; deeper ones are searched for text as plain bytes
MAX_INFLATED = 5_000_000  # bytes
# Pages say themselves that there is a picture on them, and the file that there is one on none.
DRAWN_ON_A_PAGE = re.compile(rf"(?:旧版本\d+ › )?图片\d+ › {UNREAD_PICTURE}")
READERS = {
    FileKind.DOCX: "word_reading",
    FileKind.XLSX: "sheets",
    FileKind.CSV: "separated",
    FileKind.PDF: "pdf",
    FileKind.JPEG: "pictures",
    FileKind.PNG: "pictures",
}


def _reader(kind: FileKind, path: Path) -> Contents:
    """Each reader brings libraries that take time to load: only the one that is needed is."""
    found: Contents = import_module(f"portal.privacy.files.{READERS[kind]}").read(path)
    return found


def read(path: Path, kind: FileKind, *, depth: int = 0) -> Contents:
    """Raises FileRefused when the file cannot be read whole; a file inside it that cannot is named in ``unread``."""
    contents = _reader(kind, path)
    for place, data in contents.attached:
        _embedded(contents, place, data, depth=depth + 1)
    told = (said for said in contents.unread if not (kind is FileKind.PDF and DRAWN_ON_A_PAGE.fullmatch(said)))
    contents.unread = list(dict.fromkeys(told))
    if sum(len(unit.text) for layer in contents.layers for unit in layer.units) > MAX_TEXT:
        raise FileRefused(Reason.TEXT)
    return contents


def _embedded(contents: Contents, place: str, data: bytes, *, depth: int) -> None:
    with tempfile.NamedTemporaryFile() as spool:
        spool.write(data)
        spool.flush()
        path = Path(spool.name)
        try:
            inner = _opened(path, data, depth) if depth <= MAX_DEPTH else None
        except FileRefused:
            inner = None
    if inner is not None:
        contents.include(inner, within=place)
        return
    contents.hidden(place, [*readable_runs(data), *readable_runs(_inflated(data))])
    if data.strip(b"\0"):
        contents.unread.append(f"{place}：机器只能读出其中一部分文字，请人打开看过。")


def _opened(path: Path, data: bytes, depth: int) -> Contents | None:
    """What an embedded file says; of any other archive, what the files in it say. None for what is neither."""
    kind = sniffed(data[:1024], path)
    if kind is not None:
        return read(path, kind, depth=depth)
    if b"PK\x03\x04" not in data or not zipfile.is_zipfile(path):
        return None
    package, contents = Package(path), Contents()
    for name in package.names:
        _embedded(contents, name, package.read(name), depth=depth + 1)
    for place, rest in package.besides():
        contents.hidden(place, readable_runs(rest))
    return contents


def _inflated(data: bytes) -> bytes:
    """What zlib or gzip make of foreign data, within a bound; b"" when it is packed in no such way."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MAX_INFLATED)
    except zlib.error:
        return b""
