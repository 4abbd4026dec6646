"""A copy made anew of a file of any kind. Runs in the child process."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from portal.privacy.files.edits import Edits
from portal.privacy.files.kinds import FileKind

WRITERS = {
    FileKind.DOCX: "word_copy",
    FileKind.XLSX: "sheets_copy",
    FileKind.CSV: "separated",
    FileKind.PDF: "pdf_copy",
    FileKind.JPEG: "picture_copy",
    FileKind.PNG: "picture_copy",
}


def write(source: Path, target: Path, kind: FileKind, edits: Edits) -> list[str]:
    """Writes the copy; returns sentences on what is not in it. Raises FileRefused when it cannot be made."""
    left_out: list[str] = import_module(f"portal.privacy.files.{WRITERS[kind]}").write(source, target, edits)
    return left_out
