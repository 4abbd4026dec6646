"""What a file is, by its first bytes and its inside, never by its name alone."""

from __future__ import annotations

import codecs
import zipfile
from enum import StrEnum
from pathlib import Path

from portal.privacy.files.refusals import FileRefused, Reason

MAX_BYTES = 40_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a docx or xlsx with a password is wrapped in this, and so are .doc and .xls
OPENABLE = (b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # how the kinds known here begin
OLD_FORMATS = {".doc", ".xls", ".ppt"}


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


def _office(path: Path) -> FileKind | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(Reason.BROKEN) from error
    if "word/document.xml" in names:
        return FileKind.DOCX
    return FileKind.XLSX if "xl/workbook.xml" in names else None
