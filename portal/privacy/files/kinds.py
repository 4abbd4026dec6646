"""What a file is, by its first bytes and its inside, never by its name alone."""

from __future__ import annotations

import codecs
import os
import struct
import zipfile
from enum import StrEnum
from pathlib import Path

from portal.privacy.files.refusals import FileRefused, Reason

MAX_BYTES = 40_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a docx or xlsx with a password is wrapped in this, and so are .doc and .xls
OPENABLE = (b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # how the kinds known here begin
OLD_FORMATS = {".doc", ".xls", ".ppt"}
MAX_ENTRIES = 3000  # of a zip; a docx with a thousand pictures has fewer
MAX_DIRECTORY = 1_000_000  # bytes of the table of contents of a zip, which is read here, outside the child
END = struct.Struct("<4s4H2LH")
LOCATOR = struct.Struct("<4sLQL")
WIDE_END = struct.Struct("<4sQ2H2L4Q")
LONGEST_COMMENT = 1 << 16


class FileKind(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


SUFFIXES = {
    FileKind.DOCX: {".docx"},
    FileKind.XLSX: {".xlsx"},
    FileKind.CSV: {".csv"},
    FileKind.PDF: {".pdf"},
    FileKind.JPEG: {".jpg", ".jpeg"},
    FileKind.PNG: {".png"},
}


def kind_of(path: Path, *, name: str = "") -> FileKind:
    """The kind of the file at ``path``; ``name`` (default: the path's own) must carry an extension that fits.

    Raises FileRefused: empty, too big, with a password, of no kind known here, or named as what it is not.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(Reason.EMPTY)
    if size > MAX_BYTES:
        raise FileRefused(Reason.TOO_BIG)
    suffix = Path(name or path.name).suffix.lower()
    with path.open("rb") as handle:
        head = handle.read(1024)
    if head.startswith(OLE):
        raise FileRefused(Reason.UNKNOWN if suffix in OLD_FORMATS else Reason.LOCKED)
    found = sniffed(head, path) or (FileKind.CSV if suffix == ".csv" and _is_text(head) else None)
    if found is None:
        known = any(suffix in suffixes for suffixes in SUFFIXES.values())
        raise FileRefused(Reason.BROKEN if known else Reason.UNKNOWN)
    if suffix not in SUFFIXES[found]:
        raise FileRefused(Reason.UNKNOWN)
    return found


def _is_text(head: bytes) -> bool:
    """Spreadsheet programs write "Unicode text" in UTF-16, with its mark and zeros between the letters."""
    return b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def sniffed(head: bytes, path: Path) -> FileKind | None:
    """The kind that the content shows, or None. Reads no more of ``path`` than the table of contents of a zip."""
    if b"%PDF-" in head:
        return FileKind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    return _office(path) if head.startswith(b"PK") else None


def within_bounds(path: Path) -> None:
    """Raises FileRefused (BOMB) when the end of the zip declares a table of contents no office program writes."""
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(size - END.size - LONGEST_COMMENT - LOCATOR.size - WIDE_END.size, 0))
        tail = handle.read()
    # The library takes a record without a comment first, then the last one there is: each that it may take counts.
    for place in {len(tail) - END.size, tail.rfind(b"PK\5\6")}:
        if place < 0 or tail[place : place + 4] != b"PK\5\6" or place + END.size > len(tail):
            continue
        *_about, entries, length, _offset, _comment = END.unpack_from(tail, place)
        if tail[place - LOCATOR.size : place].startswith(b"PK\6\7"):
            entries, length = _declared_wide(tail, place - LOCATOR.size)
        if entries > MAX_ENTRIES or length > MAX_DIRECTORY:
            raise FileRefused(Reason.BOMB)


def _declared_wide(tail: bytes, locator: int) -> tuple[int, int]:
    """Entries and bytes of the table in the record for large archives, which stands before its locator."""
    place = locator - WIDE_END.size
    if place < 0 or not tail.startswith(b"PK\6\6", place):
        return MAX_ENTRIES + 1, MAX_DIRECTORY + 1  # lies elsewhere: no program writes it so
    *_about, entries, length, _offset = WIDE_END.unpack_from(tail, place)
    return entries, length


def _office(path: Path) -> FileKind | None:
    within_bounds(path)
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(Reason.BROKEN) from error
    if "word/document.xml" in names:
        return FileKind.DOCX
    return FileKind.XLSX if "xl/workbook.xml" in names else None
