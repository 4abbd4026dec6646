"""An xlsx or csv: every layer is read, and the copy holds values that its reader sees and nothing else."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from portal.privacy.files.cleaning import clean
from portal.privacy.files.columns import Choice
from portal.privacy.files.inspection import inspect
from portal.privacy.files.sheet_looks import harmless
from tests.portal.privacy.files.documents import phone, repack, unpacked

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(path: Path, change=None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收费"
    for row in (["项目", "金额", "日期"], ["伙食费", 12.5, dt.date(2026, 9, 1)], ["校车", 30, dt.date(2026, 9, 2)]):
        sheet.append(row)
    if change:
        change(book, sheet)
    book.save(path)
    return path


def hide_row(book, sheet):
    sheet["A4"] = phone(1)
    sheet.row_dimensions[4].hidden = True


def flatten_row(book, sheet):
    sheet["A4"] = phone(1)
    sheet.row_dimensions[4].height = 0.1


def hide_column(book, sheet):
    sheet["F2"] = phone(1)
    sheet.column_dimensions["F"].hidden = True


def hide_sheet(book, sheet):
    book.create_sheet("底稿")["A1"] = phone(1)
    book["底稿"].sheet_state = "veryHidden"


def comment(book, sheet):
    sheet["A2"].comment = Comment(phone(1), "x")


def comment_author(book, sheet):
    sheet["A2"].comment = Comment("好", "电话" + phone(1))


def name(book, sheet):
    book.defined_names["tel"] = DefinedName("tel", attr_text=f'"{phone(1)}"')


def formula(book, sheet):
    sheet["D2"] = f'=IF(1,"","{phone(1)}")'


def creator(book, sheet):
    book.properties.creator = phone(1)


def page_header(book, sheet):
    sheet.oddHeader.center.text = phone(1)


def validation(book, sheet):
    rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1=f'"甲,{phone(1)}"')
    sheet.add_data_validation(rule)
    rule.add("D4")


def link(book, sheet):
    sheet["A2"].hyperlink = f"mailto:w{phone(1)}@example.com"


HIDING = [
    hide_row, flatten_row, hide_column, hide_sheet, comment, comment_author, name, formula, creator, page_header,
    validation, link,
]  # fmt: skip


@pytest.mark.parametrize("hide", HIDING, ids=lambda hide: hide.__name__)
def test_what_the_workbook_hides_is_found_and_gone(tmp_path, hide):
    source = workbook(tmp_path / "a.xlsx", hide)
    found = inspect(source).found
    assert {phone(1) in one.text for one in found} == {True}
    assert {one.shown for one in found} == {False}
    clean(source, tmp_path / "b.xlsx")
    assert phone(1).encode() not in unpacked(tmp_path / "b.xlsx")


PARTS = {
    "xl/pivotCache/pivotCacheRecords1.xml": '<r xmlns="urn:p"><s v="{}"/></r>',
    "xl/pivotCache/pivotCacheDefinition1.xml": '<c xmlns="urn:p"><sharedItems><s v="{}"/></sharedItems></c>',
    "xl/externalLinks/externalLink1.xml": '<e xmlns="urn:e"><cell><v>{}</v></cell></e>',
    "xl/threadedComments/threadedComment1.xml": '<t xmlns="urn:t"><text>{}</text></t>',
    "xl/persons/person.xml": '<p xmlns="urn:p"><person displayName="{}"/></p>',
    "xl/drawings/drawing9.xml": '<d xmlns="urn:d"><t>{}</t></d>',
    "xl/charts/chart9.xml": '<d xmlns="urn:d"><pt><v>{}</v></pt></d>',
    "xl/connections.xml": '<c xmlns="urn:c"><connection connectionString="Server=x;User={}"/></c>',
    "xl/worksheets/sheet7.xml": '<s xmlns="urn:s"><sheetData><row><c><is><t>{}</t></is></c></row></sheetData></s>',
    "docProps/custom.xml": '<p xmlns="urn:c"><v>{}</v></p>',
    "xl/embeddings/oleObject1.bin": "\x05{}\x06",
    "xl/printerSettings/printerSettings1.bin": "{}",
}


@pytest.mark.parametrize("part", PARTS)
def test_what_another_part_holds_is_found_and_gone(tmp_path, part):
    plain = workbook(tmp_path / "plain.xlsx")
    source = repack(plain, tmp_path / "a.xlsx", parts={part: PARTS[part].format(phone(1))}, edits={})
    assert [one.text for one in inspect(source).found] == [phone(1)]
    clean(source, tmp_path / "b.xlsx")
    assert phone(1).encode() not in unpacked(tmp_path / "b.xlsx")


def test_a_string_that_no_cell_uses_any_more_is_found_and_gone(tmp_path):
    """Office keeps the texts of all cells in one list, and some programs never shorten it."""
    unused = f"<si><r><t>{phone(1)[:5]}</t></r><r><t>{phone(1)[5:]}</t></r></si>"
    strings = f'<sst xmlns="{SPREADSHEET}"><si><t>校车</t></si>{unused}</sst>'
    cell = '<c r="A3" t="inlineStr"><is><t>&#26657;&#36710;</t></is></c>', '<c r="A3" t="s"><v>0</v></c>'
    rels = (
        "</Relationships>",
        '<Relationship Id="s9" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings"/></Relationships>',
    )
    kind = (
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sharedStrings+xml"/></Types>',
    )
    source = repack(
        workbook(tmp_path / "plain.xlsx"),
        tmp_path / "a.xlsx",
        parts={"xl/sharedStrings.xml": strings},
        edits={"xl/worksheets/sheet1.xml": cell, "xl/_rels/workbook.xml.rels": rels, "[Content_Types].xml": kind},
    )
    assert [(one.place, one.text) for one in inspect(source).found] == [("没有用到的文字", phone(1))]
    clean(source, tmp_path / "b.xlsx")
    assert phone(1).encode() not in unpacked(tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["收费"]["A3"].value == "校车"


def test_the_copy_keeps_amounts_dates_widths_and_merged_cells(tmp_path):
    def dress(book, sheet):
        sheet.column_dimensions["A"].width = 30
        sheet.merge_cells("A5:C5")
        sheet["A5"] = "电话：" + phone(1)

    clean(workbook(tmp_path / "a.xlsx", dress), tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["收费"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=3)]
    assert rows == [
        ["项目", "金额", "日期"],
        ["伙食费", 12.5, dt.datetime(2026, 9, 1)],
        ["校车", 30, dt.datetime(2026, 9, 2)],
    ]
    assert sheet["A5"].value == "电话：（电话已隐去）"
    assert sheet.column_dimensions["A"].width == 30
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A5:C5"]


def test_a_long_table_is_read_to_its_end_and_copied_whole(tmp_path):
    """Longer than the parser's first bite; its hidden column is known before the first row."""

    def lengthen(book, sheet):
        for number in range(4, 3000):
            sheet.append(["伙食费", number, None, "内部"])
        sheet.append(["咨询", phone(1)])
        sheet.column_dimensions["D"].hidden = True

    source = workbook(tmp_path / "a.xlsx", lengthen)
    assert [(one.place, one.text) for one in inspect(source).found] == [("收费!B3000", phone(1))]
    clean(source, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["收费"]
    assert (sheet["B2999"].value, sheet["D2999"].value, sheet["B3000"].value) == (2999, None, "（电话已隐去）")


def test_a_sheet_named_after_somebody_is_numbered_in_the_copy(tmp_path):
    def rename(book, sheet):
        sheet.title = "电话" + phone(1)

    source = workbook(tmp_path / "a.xlsx", rename)
    assert [one.place for one in inspect(source).found] == ["工作表名称"]
    clean(source, tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames == ["工作表1"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    def write(book, sheet):
        sheet["A4"] = "=1+1"
        sheet["A4"].data_type = "s"

    clean(workbook(tmp_path / "a.xlsx", write), tmp_path / "b.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx")["收费"]["A4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def roll(path: Path) -> Path:
    book = openpyxl.Workbook()
    rows = [
        ["学校", "姓名", "联系电话", "备用", "人数"],
        ["云岭小学", "王小明", phone(1), "350102201503078817", 3],
        ["云岭小学", "欧阳晓东", phone(2), "350102201604122236", 4],
        ["云岭中学", "无", "", "350102201505198899", 5],
    ]
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_columns_of_identifiers_are_masked_with_one_choice(tmp_path):
    """By heading, or by what most of the cells hold; a name no detector knows is masked with the others."""
    done = clean(roll(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", columns=Choice.MASK)
    assert [(one.heading, str(one.kind)) for one in done.columns][:2] == [("姓名", "person"), ("联系电话", "phone")]
    rows = [list(row) for row in openpyxl.load_workbook(tmp_path / "b.xlsx").active.iter_rows(values_only=True)]
    assert [row[1] for row in rows] == ["姓名", "王**", "欧阳**", "**"]
    assert [row[2] for row in rows] == ["联系电话", "139****0001", "139****0002", None]
    assert [row[0] for row in rows] == ["学校", "云岭小学", "云岭小学", "云岭中学"]
    assert [row[4] for row in rows] == ["人数", 3, 4, 5]


def test_columns_of_identifiers_are_emptied_with_the_other_choice(tmp_path):
    clean(roll(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", columns=Choice.EMPTY)
    rows = list(openpyxl.load_workbook(tmp_path / "b.xlsx").active.iter_rows(values_only=True))
    assert [(row[1] or "", row[2] or "") for row in rows] == [("姓名", "联系电话"), ("", ""), ("", ""), ("", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_and_masked_in_the_encodings_offices_use(tmp_path, encoding):
    source = tmp_path / "a.csv"
    source.write_text(f'姓名,电话,备注\n王小明,{phone(1)},"甲,乙"\n', encoding=encoding)
    assert {one.place: one.text for one in inspect(source).found} == {"第2行第1列": "王小明", "第2行第2列": phone(1)}
    clean(source, tmp_path / "b.csv", columns=Choice.MASK)
    copy = (tmp_path / "b.csv").read_text(encoding="utf-8-sig")
    assert copy == '姓名,电话,备注\n王**,139****0001,"甲,乙"\n'


def test_a_table_whose_lines_are_longer_than_the_detectors_take_is_read_to_its_end(tmp_path):
    """One line of 52,000 characters in many cells, and one cell of 52,000; the heading is that long as well."""
    long = ",".join(["字" * 99] * 520)
    source = tmp_path / "a.csv"
    source.write_text(f"{long}\n{long},{phone(1)}\n{'字' * 52_000}{phone(2)}\n", encoding="utf-8")
    assert {one.text for one in inspect(source).found} == {phone(1), phone(2)}
    clean(source, tmp_path / "b.csv")
    copy = (tmp_path / "b.csv").read_text(encoding="utf-8-sig")
    assert phone(1) not in copy
    assert phone(2) not in copy


def test_a_csv_in_utf_16_is_read_and_masked(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text(f"姓名,电话\n王小明,{phone(1)}\n", encoding="utf-16")
    assert phone(1) in {one.text for one in inspect(source).found}
    clean(source, tmp_path / "b.csv")
    assert phone(1) not in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ('0.00"元"', True),
        ("yyyy-mm-dd", True),
        ("[Red]0.0%", True),
        ('"电话13912340001"0', False),
        ("\\1\\3\\90", False),
    ],
)
def test_a_number_format_comes_along_only_when_it_says_nothing_but_figures_and_units(form, kept):
    assert harmless(form) == (form if kept else "General")


def test_a_long_number_in_scientific_writing_is_known_for_what_it_is(tmp_path):
    def write(book, sheet):
        sheet["C1"] = 1.3912340001e10

    source = workbook(tmp_path / "plain.xlsx", write)
    with zipfile.ZipFile(source) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>13912340001" in sheet
    changed = sheet.replace("<v>13912340001.0</v>", "<v>1.3912340001E10</v>").replace(
        "<v>13912340001</v>", "<v>1.3912340001E10</v>"
    )
    repack(source, tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": changed}, edits={})
    assert "13912340001" in {one.text for one in inspect(tmp_path / "a.xlsx").found}
