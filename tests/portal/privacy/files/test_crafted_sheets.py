"""What somebody with a zip program and a text editor puts into an xlsx so that no reader of it comes by, and numbers
that its reader sees though no cell holds them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from portal.privacy.files import cell_values, formulas, reading
from portal.privacy.files.cleaning import clean
from portal.privacy.files.findings import report
from portal.privacy.files.inspection import inspect
from portal.privacy.files.kinds import FileKind
from portal.privacy.files.sheet_looks import digits_in
from tests.portal.privacy.files.documents import repack, unpacked

PHONE = "13800004712"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def plain(path: Path, *more: list[object]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "收费"
    for row in (["学校", "金额"], ["云岭小学", 120], *more):
        book.active.append(row)
    book.properties.creator = ""
    book.save(path)
    return path


def crafted(
    folder: Path,
    rows: str = "",
    *,
    parts: dict[str, str | bytes] | None = None,
    edits: dict[str, tuple[str, str]] | None = None,
) -> Path:
    changes = {**(edits or {}), **({SHEET: ("</sheetData>", f"{rows}</sheetData>")} if rows else {})}
    return repack(plain(folder / "plain.xlsx"), folder / "a.xlsx", parts=parts or {}, edits=changes)


def texts(path: Path, *, shown: bool | None = None) -> list[str]:
    layers = reading.read(path, FileKind.XLSX).layers
    return [unit.text for layer in layers if shown in {None, layer.shown} for unit in layer.units]


def bare(said: list[str]) -> str:
    return "\n".join("".join(char for char in text if char not in " -") for text in said)


def row(cells: str, about: str = "") -> str:
    return f'<row r="9"{about}>{cells}</row>'


HIDDEN = {
    "element of a row": row(f"<ext>{PHONE}</ext>"),
    "extension of a cell": row(f'<c r="A9"><extLst><ext uri="x">{PHONE}</ext></extLst></c>'),
    "text beside a number": row(f'<c r="A9"><v>1</v><is><t>{PHONE}</t></is></c>'),
    "number beside a text": row(f'<c r="A9" t="inlineStr"><is><t>x</t></is><v>{PHONE}</v></c>'),
    "text of a cell": row(f'<c r="A9"><v>1</v>{PHONE}</c>'),
    "text between rows": f"<x>{PHONE}</x>",
    "attribute in single quotes": f"<row r='9' spans='{PHONE}'><c r='A9'><v>1</v></c></row>",
    "name of an element": row(f'<c r="A9"><q{PHONE}/></c>'),
    "comment": row(f'<c r="A9"><v>1</v></c><!-- {PHONE} -->'),
    "formula that joins": row(f'<c r="A9"><f>"{PHONE[:4]}"&amp;"{PHONE[4:]}"</f></c>'),
    "formula of signs": row('<c r="A9"><f>' + "&amp;".join(f"CHAR({ord(c)})" for c in PHONE) + "</f></c>"),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_what_no_reader_sees_of_a_row_is_read(tmp_path, place):
    source = crafted(tmp_path, HIDDEN[place])
    assert PHONE in bare(texts(source, shown=False))
    assert PHONE not in bare(texts(source, shown=True))


def behind(part: str, root: str, xml: str) -> dict[str, tuple[str, str]]:
    return {part: (f"</{root}>", f"{xml}</{root}>")}


PARTS = {
    "row outside the rows": ({}, behind(SHEET, "worksheet", f"<extLst><row>{PHONE}</row></extLst>")),
    "tip": ({}, behind(SHEET, "worksheet", '<hyperlinks><hyperlink ref="A1" tooltip="138 0000 4712"/></hyperlinks>')),
    "text of the workbook": ({}, behind("xl/workbook.xml", "workbook", f"<a/>{PHONE}")),
    "words of the workbook": ({}, behind("xl/workbook.xml", "workbook", f"<ext><t>{PHONE}</t></ext>")),
    "part called like the workbook": ({"xl/workbook.xml.old.xml": f"<x>{PHONE}</x>"}, {}),
    "strings that no workbook uses": ({"xl/old/sharedStrings.xml": f"<sst><si><t>{PHONE}</t></si></sst>"}, {}),
    "type": ({}, behind("[Content_Types].xml", "Types", f"<!-- {PHONE} -->")),
}


@pytest.mark.parametrize("place", PARTS)
def test_what_any_part_says_is_read(tmp_path, place):
    parts, edits = PARTS[place]
    if "strings" in place:  # the ones that are used, as the first in the archive
        used = "".join(f"<si><t>{text}</t></si>" for text in ("学校", "金额", "云岭小学"))
        parts = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{used}</sst>', **parts}
    assert PHONE in bare(texts(crafted(tmp_path, parts=parts, edits=edits), shown=False))


def test_both_of_two_sheets_of_one_name_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title, book.active["A1"] = "甲", 1
    book.active.oddHeader.center.text = PHONE
    book.create_sheet("乙")["A1"] = 2
    book.save(tmp_path / "plain.xlsx")
    source = repack(
        tmp_path / "plain.xlsx", tmp_path / "a.xlsx", parts={}, edits={"xl/workbook.xml": ('name="乙"', 'name="甲"')}
    )
    assert PHONE in bare(texts(source, shown=False))


def test_a_sheet_that_the_workbook_does_not_name_is_read_as_a_sheet(tmp_path):
    cells = "".join(f"<c><v>{piece}</v></c>" for piece in ("1380000", "4712"))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    inspection = inspect(crafted(tmp_path, parts={"xl/worksheets/sheet9.xml": sheet}))
    assert PHONE in {one.text for one in inspection.found}
    assert any("隐藏的工作表" in place for place in inspection.concealed)


SHOWN = {
    "comment inside a value": row(f'<c r="A9"><v>{PHONE[:5]}<!-- -->{PHONE[5:]}</v></c>'),
    "comment inside a text": row(f'<c r="A9" t="inlineStr"><is><t>{PHONE[:5]}<!-- -->{PHONE[5:]}</t></is></c>'),
    "float": row(f'<c r="A9"><v>{PHONE}.0</v></c>'),
    "float with noise": row(f'<c r="A9"><v>{PHONE}.000002</v></c>'),
    "written backwards": row(f'<c r="A9" t="str"><v>\u202e{PHONE[::-1]}</v></c>'),
}


@pytest.mark.parametrize("place", SHOWN)
def test_what_the_reader_sees_is_read_as_the_reader_sees_it_and_masked(tmp_path, place):
    source = crafted(tmp_path, SHOWN[place])
    assert PHONE in texts(source, shown=True)
    clean(source, tmp_path / "b.xlsx")
    assert PHONE.encode() not in unpacked(tmp_path / "b.xlsx")


def test_cells_and_rows_are_read_in_their_order_on_the_sheet(tmp_path):
    source = crafted(
        tmp_path, '<row r="9"><c r="B9"><v>4712</v></c></row><row r="9"><c r="A9"><v>1380000</v></c></row>'
    )
    assert [one.text for one in inspect(source).found] == [PHONE]


@pytest.mark.parametrize(
    ("number", "said"),
    [("120.0", "120.0"), ("3.14", "3.14"), ("1.2E2", "120"), ("1.25E-3", "1.25E-3"), ("13800004712.0", PHONE)],
)
def test_short_numbers_keep_their_places(number, said):
    assert cell_values.plain(number) == said


@pytest.mark.parametrize(
    ("form", "digits"),
    [
        ('"1380000"0', 7), (r"\1\3\8\0\0\0\00", 7), ("1380000#", 3), ('0.00"元"', 0), ("#,##0.00", 0),
        ("# ?/100", 0), ("[>=1000]0;[$-804]0", 0), ("yyyy-mm-dd", 0),
    ],
)  # fmt: skip
def test_digits_that_a_number_format_writes_are_counted(form, digits):
    assert digits_in(form) == digits


@pytest.mark.parametrize(("form", "asked"), [('"1380000"0', True), ('"2026"0', False), ('0"元"', False)])
def test_a_number_that_format_and_value_show_together_waits_for_a_person(tmp_path, form, asked):
    book = openpyxl.Workbook()
    book.active["A1"] = 4712
    book.active["A1"].number_format = form
    book.save(tmp_path / "a.xlsx")
    assert bool(reading.read(tmp_path / "a.xlsx", FileKind.XLSX).unread) is asked


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ('"138"&"0000"&4712', PHONE),
        ('CONCATENATE("138","00004712")', f"CONCATENATE({PHONE})"),
        ("CHAR(49)&_xlfn.UNICHAR(51)", "13"),
        ("SUM(A1:A9)", None),
    ],
)
def test_pieces_of_text_that_a_formula_joins_are_told_together(formula, said):
    assert list(formulas.told(formula)) == [formula, *([said] if said else [])]


def test_an_ordinary_workbook_needs_nobody(tmp_path):
    source = plain(tmp_path / "a.xlsx", ["云岭中学", 3.5], ["合计", "=SUM(B2:B3)"], ["年度", 2026])
    inspection = inspect(source)
    assert not report(inspection, source).needs_a_person, (inspection.found, inspection.unread)
