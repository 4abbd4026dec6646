"""An xlsx made anew from what its reader sees: values only, nothing hidden, no properties."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook as NewWorkbook
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as NewCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from portal.privacy.files.edits import Edits
from portal.privacy.files.packages import Package
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.sheets import Sheet, workbook

FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError, zipfile.BadZipFile, InvalidFileException)


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """Writes the copy; returns sentences on what is not in it. Raises FileRefused when the source is damaged."""
    sheets = workbook(Package(source)).sheets
    values = _values(source, sheets)
    copy = NewWorkbook()
    copy.remove(copy.worksheets[0])
    for number, sheet in enumerate(sheets):
        if sheet.visible:
            _sheet(copy.create_sheet(edits.name(sheet.name)), sheet, number, values, edits)
    if not copy.worksheets:
        raise FileRefused(Reason.NO_COPY)
    copy.properties.creator = ""
    copy.save(target)
    return ["图表、图片和图形没有放进清理后的文件；公式换成了它的值。", *_told(sheets)]


def _told(sheets: list[Sheet]) -> list[str]:
    return ["隐藏的工作表、行和列没有放进清理后的文件。"] if any(s.hidden or not s.visible for s in sheets) else []


def _values(source: Path, sheets: list[Sheet]) -> dict[tuple[str, int, int], tuple[Any, str]]:
    """Number cells with their format, by sheet, row and column: dates and amounts stay what they are."""
    wanted = {(sheet.name, cell.row, cell.column) for sheet in sheets for cell in sheet.shown if cell.number}
    if not wanted:
        return {}
    found: dict[tuple[str, int, int], tuple[Any, str]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it drops, and dropping is the purpose
            book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.value is not None and (sheet.title, cell.row, cell.column) in wanted:
                            found[sheet.title, cell.row, cell.column] = (cell.value, cell.number_format)
            book.close()
    except FAULTS as error:
        raise FileRefused(Reason.BROKEN) from error
    return found


def _sheet(
    copy: Worksheet, sheet: Sheet, number: int, values: dict[tuple[str, int, int], tuple[Any, str]], edits: Edits
) -> None:
    for index, cell in enumerate(sheet.shown):
        target = copy.cell(cell.row, cell.column)
        assert isinstance(target, NewCell)  # noqa: S101 - merged cells come later
        masked = edits.text(number, index, cell.text)
        if masked == cell.text and (stored := values.get((sheet.name, cell.row, cell.column))):
            target.value, target.number_format = stored
        else:
            target.value = ILLEGAL_CHARACTERS_RE.sub("", masked)
            target.data_type = "s"  # never a formula, whatever the text begins with
    for letter, width in sheet.widths.items():
        copy.column_dimensions[letter].width = width
    for ref in sheet.merged:
        copy.merge_cells(ref)
