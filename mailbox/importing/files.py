"""Reading xlsx, csv (UTF-8, UTF-16 or GBK) and jsonl row by row, without holding the file in memory.

Every file can be read twice: the first look finds what is wrong with the whole before anything is saved.
"""

from __future__ import annotations

import codecs
import csv
import json
import warnings
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mailbox.importing.columns import KNOWN, UnreadableFile, folded, places

CHUNK = 1 << 16
LONGEST_FIELD = 1 << 21  # characters of one csv field; longer is no letter
# What openpyxl and the libraries below it raise on files that are no workbook, or a damaged one.
BROKEN_WORKBOOK = (
    BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, EOFError, OSError, zlib.error, TypeError,
    AttributeError, IndexError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in the file. ``problem`` is set when not even its columns could be told apart."""

    line: int
    values: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""


def read(path: Path, required: Collection[str]) -> Iterator[SourceRow]:
    """Rows of ``path`` after its header. Raises UnreadableFile (also while iterating)."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            _("只能导入xlsx、csv和jsonl文件，这个文件是“%(suffix)s”。") % {"suffix": path.suffix or path.name}
        )
    if not path.is_file():
        raise UnreadableFile(_("没有这个文件：%(name)s") % {"name": path.name})
    if path.stat().st_size == 0:
        raise UnreadableFile(_("文件是空的，里面什么都没有。"))
    return reader(path, required)


def _xlsx(path: Path, required: Collection[str]) -> Iterator[SourceRow]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which do not matter here
            with closing(load_workbook(path, read_only=True, data_only=True)) as book:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()  # some programs write a wrong size into the file
                rows = sheet.iter_rows(values_only=True)
                columns = places(next(rows, ()), required)
                for line, cells in enumerate(rows, start=2):
                    if any(cell is not None for cell in cells):
                        yield SourceRow(line, {name: _at(cells, place) for name, place in columns.items()})
    except BROKEN_WORKBOOK as error:
        raise UnreadableFile(
            _("这个xlsx文件打不开，可能已损坏或不是真正的xlsx。请用表格软件另存为xlsx再导入。")
        ) from error


def _at(cells: tuple[object, ...] | list[str], place: int) -> object:
    return cells[place] if place < len(cells) else None


def _csv(path: Path, required: Collection[str]) -> Iterator[SourceRow]:
    encoding = _encoding(path)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",\t;", key=first.count))
            columns = places(next(reader, []), required)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield SourceRow(reader.line_num, {name: _at(cells, place) for name, place in columns.items()})
    except csv.Error as error:
        raise UnreadableFile(
            _("这个csv文件读不下去：引号不成对，或者有一格太长。请用表格软件另存后再导入。")
        ) from error


def _encoding(path: Path) -> str:
    """The first encoding that reads the whole file. GBK means GB18030, its superset."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFile(_("看不出文件的编码。请用表格软件另存为“CSV UTF-8”再导入。"))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _jsonl(path: Path, required: Collection[str]) -> Iterator[SourceRow]:
    checked = False
    with path.open(encoding=_encoding(path)) as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            record = _object(text)
            if not checked:
                if record is None:
                    raise UnreadableFile(_("这不是jsonl文件：每一行要是一个JSON对象。"))
                places(list(record), required)
                checked = True
            if record is None:
                yield SourceRow(line, problem=_("这一行不是JSON对象"))
            else:
                yield SourceRow(
                    line, {KNOWN[folded(name)]: value for name, value in record.items() if folded(name) in KNOWN}
                )


def _object(text: str) -> dict[str, object] | None:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


READERS = {".xlsx": _xlsx, ".csv": _csv, ".jsonl": _jsonl}
