"""An xlsx made anew from what its reader sees: values only, nothing hidden, no properties."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as NewCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from portal.privacy.files.edits import Edits
from portal.privacy.files.packages import Package
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.workbooks import Sheet, workbook

MAX_MERGED = 5000  # cells under one: the library keeps an object for each


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """Writes the copy; returns sentences on what is not in it. Raises FileRefused when the source is damaged."""
    sheets = workbook(Package(source)).sheets
    copy = NewWorkbook()
    copy.remove(copy.worksheets[0])
    for number, sheet in enumerate(sheets):
        if sheet.visible:
            _sheet(copy.create_sheet(edits.name(sheet.name)), sheet, number, edits)
    if not copy.worksheets:
        raise FileRefused(Reason.NO_COPY)
    copy.properties.creator = ""
    copy.save(target)
    return ["图表、图片和图形没有放进清理后的文件；公式换成了它的值。", *_told(sheets)]


def _told(sheets: list[Sheet]) -> list[str]:
    return ["隐藏的工作表、行和列没有放进清理后的文件。"] if any(s.hidden or not s.visible for s in sheets) else []


def _sheet(copy: Worksheet, sheet: Sheet, number: int, edits: Edits) -> None:
    for index, cell in enumerate(sheet.shown):
        target = copy.cell(cell.row, cell.column)
        assert isinstance(target, NewCell)  # noqa: S101 - merged cells come later
        masked = edits.text(number, index, cell.text)
        if masked == cell.text and cell.number and (value := _number(masked)) is not None:
            target.value, target.number_format = value, cell.form
        else:
            target.value = ILLEGAL_CHARACTERS_RE.sub("", masked)
            target.data_type = "s"  # never a formula, whatever the text begins with
    for letter, width in sheet.widths.items():
        copy.column_dimensions[letter].width = width
    for ref in sheet.merged:
        left, top, right, bottom = (side or 0 for side in range_boundaries(ref))
        if top and (right - left + 1) * (bottom - top + 1) <= MAX_MERGED:
            copy.merge_cells(ref)


def _number(text: str) -> int | float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return int(text) if text.lstrip("-").isdigit() else value
