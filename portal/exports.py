"""Tables for download as CSV, XLSX or JSON, streamed; cells that a spreadsheet would run as a formula are defused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | float | bool | Decimal | date | datetime | time | None
Row = Sequence[Cell]

FORMULA_STARTS: Final = "=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−"
MAX_CELL: Final = 32_767  # characters; Excel refuses longer cells


class UnknownFormat(ValueError):
    """The format asked for is none of ``FORMATS``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` names it in JSON, ``title`` heads it in spreadsheets."""

    key: str
    title: str


def neutralize_formula(text: str) -> str:
    """``text`` with an apostrophe before it when a spreadsheet could read it as a formula; else unchanged.

    Leading blanks and invisible characters are looked through, because spreadsheets trim them on import.
    """
    seen = text.lstrip(" \u00a0\u3000\u200b\ufeff\0")
    return f"'{text}" if seen[:1] and seen[0] in FORMULA_STARTS else text


def write_table(
    ending: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    name: str = "export",
) -> HttpResponseBase:
    """A download of ``rows`` named ``name``. Raises UnknownFormat. Rows are consumed while the answer is sent (xlsx:
    before it). ``Cache-Control`` is left to the caller: open data may be cached, work lists may not."""
    if ending not in FORMATS:
        raise UnknownFormat(ending)
    response = FORMATS[ending](columns, rows)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class _Echo:
    """A file whose ``write`` hands the line back, so that the csv module can feed a stream."""

    def write(self, line: str) -> str:
        return line


def _csv(columns: Sequence[Column], rows: Iterable[Row]) -> HttpResponseBase:
    return StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """CSV lines with a byte order mark first, without which Excel reads Chinese as mojibake."""
    writer: Any = csv.writer(_Echo(), quoting=csv.QUOTE_MINIMAL)
    yield "\ufeff" + writer.writerow([neutralize_formula(column.title) for column in columns])
    for row in rows:
        yield writer.writerow([_csv_cell(cell) for cell in row])


def _csv_cell(cell: Cell) -> str | int | float | Decimal:
    """Numbers stay numbers (a negative amount is no formula); everything else is text and is defused."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float | Decimal):
        return cell
    return neutralize_formula(_plain(cell).replace("\0", ""))


def _plain(cell: str | date | datetime | time) -> str:
    if isinstance(cell, datetime):
        return _local(cell).isoformat(sep=" ", timespec="seconds")
    return cell if isinstance(cell, str) else cell.isoformat()


def _local(moment: datetime) -> datetime:
    """Naive local time: a reader of a table expects the clock on the wall."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _json(columns: Sequence[Column], rows: Iterable[Row]) -> HttpResponseBase:
    return StreamingHttpResponse(json_chunks(columns, rows), content_type="application/json; charset=utf-8")


def json_chunks(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """A JSON array of objects, one a line. Nothing is defused: JSON is data for programs, not for spreadsheets."""
    keys = [column.key for column in columns]
    yield "["
    for number, row in enumerate(rows):
        fields = {key: _json_cell(cell) for key, cell in zip(keys, row, strict=True)}
        yield ("\n" if number == 0 else ",\n") + json.dumps(fields, ensure_ascii=False)
    yield "\n]\n"


def _json_cell(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, Decimal):
        return str(cell)  # exact amounts: a float would round them
    if isinstance(cell, datetime):
        return cell.isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else cell


def _xlsx(columns: Sequence[Column], rows: Iterable[Row]) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append([_xlsx_cell(column.title) for column in columns])
    for row in rows:
        sheet.append([_xlsx_cell(cell) for cell in row])
    file = io.BytesIO()  # compressed: a hundred thousand rows are a few megabytes
    book.save(file)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, content_type=kind)


def _xlsx_cell(cell: Cell) -> Any:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return _local(cell)
    if isinstance(cell, str):
        return neutralize_formula(ILLEGAL_CHARACTERS_RE.sub("", cell))[:MAX_CELL]
    return cell


FORMATS: Final[Mapping[str, Callable[[Sequence[Column], Iterable[Row]], HttpResponseBase]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
