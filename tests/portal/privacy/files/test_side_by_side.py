"""A number written over neighbouring cells is one number: found, named with both places, gone from both."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from portal.privacy.files import side_by_side
from portal.privacy.files.cleaning import clean
from portal.privacy.files.columns import Choice
from portal.privacy.files.inspection import inspect
from portal.privacy.files.layers import Layer, Unit
from portal.privacy.files.searching import People
from portal.privacy.spans import Kind
from tests.portal.privacy.files.documents import inflated, line, pdf, unpacked

CARD = "350599201708120012"  # its check digit is wrong
VALID = "110101199003074514"
CARD_OF_A_BANK = "6222020000000000000"


def table(*rows: str) -> Layer:
    """Cells parted by bars."""
    cells = [row.split("|") for row in rows]
    units = [
        Unit(f"表!{'ABCDEF'[c]}{r}", text, "\n" if c == len(row) - 1 else "\t")
        for r, row in enumerate(cells, start=1)
        for c, text in enumerate(row)
    ]
    return Layer(tuple(units), shown=True, table=True)


def joined(*rows: str) -> list[tuple[str, str]]:
    layer = table(*rows)
    return [(one.text, layer.place(one.parts)) for one in side_by_side.numbers(layer, [])]


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("甲|1380000|1234", "13800001234"),
        ("甲|138|0000|1234", "13800001234"),
        ("甲|１３８００００|1234", "１３８００００1234"),
        ("甲|138-0000|1234 ", "13800001234"),
        ("甲|一三八零零零零|1234", "一三八零零零零1234"),
        ("甲|手机1380000|1234（家长）", "13800001234"),
        ("甲|350599|201708120012", CARD),
        ("甲|350599|20170812|001X", "35059920170812001X"),
        (f"甲|{CARD_OF_A_BANK[:8]}|{CARD_OF_A_BANK[8:]}", CARD_OF_A_BANK),
    ],
)
def test_numbers_of_every_kind_are_joined(row, number):
    assert [text for text, _place in joined("谁|一|二|三", row)] == [number]


@pytest.mark.parametrize(
    "row",
    [
        "1380000|女|1234",
        "1380000|12345",
        "13800.00|001234",
        "1380000|1234.5",
        "0591|87654321",
        "2017|2018",
        "13800001234|56",
    ],
)
def test_cells_that_make_no_number_of_a_person_are_left_alone(row):
    assert joined("一|二|三", row) == []


def test_statistics_whose_cells_join_to_eleven_digits_by_chance_are_left_alone():
    rows = ["学校|拨款|人数", "甲|1523456|1234", "乙|983000|845", "丙|76500|92", "丁|2045000|1310"]
    assert joined(*rows) == []


@pytest.mark.parametrize(
    ("heading", "row", "expected"),
    [
        ("学校|拨款|人数", "戊|1523456|0234", "15234560234"),
        ("学校|联系电话|", "戊|1523456|1234", "15234561234"),
        ("学校|拨款|人数", f"戊|{VALID[:9]}|{VALID[9:]}", VALID),
    ],
)
def test_among_statistics_a_leading_zero_a_heading_or_a_check_digit_tells(heading, row, expected):
    rows = [heading, "甲|9523|1234", "乙|983000|845", "丙|76500|92", "丁|2045000|1310", row]
    assert [text for text, _place in joined(*rows)] == [expected]


def test_a_whole_column_of_split_numbers_is_no_statistics():
    assert len(joined("谁|前|后", *(f"甲|13{n}1234|567{n}" for n in range(3, 9)), "乙|139|1", "丙|无|2")) == 6


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (["一|二|三", "1380000||1234"], "13800001234"),
        (["一|二|三", "1380000||||1234"], None),
        (["一|二|三|四", "138|00|001|234"], "13800001234"),
        (["一|二|三|四", "138|50|21|1234"], None),
        (["学校|联系电话", "甲|13,800,001,234"], "13,800,001,234"),
        (["学校|拨款", "甲|13,800,001,234"], None),
        (["学校|联系电话", "甲|13800001234.0"], "13800001234.0"),
    ],
)
def test_cells_far_apart_short_ones_and_dressed_ones(rows, number):
    assert [text for text, _place in joined(*rows)] == ([number] if number else [])


def boxes(*rows: str) -> Layer:
    """Rows of a label and one sign a cell."""
    units = []
    for r, row in enumerate(rows, start=1):
        label, signs = row.split("|")
        cells = [label, *signs]
        units += [Unit(f"表!{c}{r}", text, "\n" if c == len(cells) else "\t") for c, text in enumerate(cells, start=1)]
    return Layer(tuple(units), shown=True, table=True)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["联系电话|13800001234"], ["13800001234"]),
        ([f"身份证号|{VALID}"], [VALID]),
        (["1|13800001234"], ["13800001234"]),
        (["姓名|许文静"], ["许文静"]),
        (["姓名|欧阳文静"], ["欧阳文静"]),
        (["姓名|是与否"], []),
        (["科目|语数英"], []),
        (["甲|13521341252", "乙|23521341252", "丙|53521341252", "丁|43521341252"], []),
        (["甲|23521341252", "乙|53521341252", "手机|13521341252", "丁|43521341252"], ["13521341252"]),
    ],
)
def test_a_sign_a_cell_as_in_the_boxes_of_a_form(rows, found):
    said = {one.text for one in side_by_side.numbers(boxes(*rows), [])}
    assert sorted(said) == found


def test_a_form_with_boxes_is_masked_in_all_of_them(tmp_path):
    source = book(tmp_path / "a.xlsx", ["身份证号", *VALID], ["姓名", *"许文静"])
    assert {VALID, "许文静"} <= {one.text for one in inspect(source).found}
    clean(source, tmp_path / "b.xlsx")
    card, name = (row[1:] for row in cells(tmp_path / "b.xlsx"))
    assert [cell for cell in card if cell] == ["11*************514"]
    assert [cell for cell in name if cell] == ["许**"]


def test_an_official_number_stays():
    layer = table("谁|前|后", "甲|1380000|1234")
    assert list(side_by_side.numbers(layer, ["138 0000 1234"])) == []


def book(path: Path, *rows: list[str]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def cells(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))


def test_a_sheet_names_both_cells_and_the_copy_holds_neither(tmp_path):
    source = book(tmp_path / "a.xlsx", ["谁", "一", "二"], ["甲", "1380000", "1234"], ["乙", "350599", "201708120012"])
    assert [(one.place, one.text, one.kind) for one in inspect(source).found] == [
        ("Sheet!B2与Sheet!C2", "13800001234", Kind.PHONE), ("Sheet!B3与Sheet!C3", CARD, Kind.ID_CARD),
    ]  # fmt: skip
    clean(source, tmp_path / "b.xlsx")
    assert cells(tmp_path / "b.xlsx")[1:] == [("甲", "138****1234", None), ("乙", "35*************012", None)]
    assert b"1380000" not in unpacked(tmp_path / "b.xlsx")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice.MASK, [("甲", "****00", None), ("乙", "139****5678", "分机2")]),
        (Choice.EMPTY, [("甲", None, None), ("乙", None, "分机2")]),
    ],
)
def test_masking_the_column_of_the_beginnings_takes_the_ends_along(tmp_path, choice, expected):
    """Only the first of the two columns is one of phones, by its heading."""
    source = book(
        tmp_path / "a.xlsx", ["谁", "电话", "备注"], ["甲", "1380000", "1234"], ["乙", "13912345678", "分机2"]
    )
    clean(source, tmp_path / "b.xlsx", columns=choice)
    assert cells(tmp_path / "b.xlsx")[1:] == expected


def test_a_person_may_let_it_stand(tmp_path):
    source = book(tmp_path / "a.xlsx", ["谁", "一", "二"], ["甲", "1380000", "1234"])
    clean(source, tmp_path / "b.xlsx", people=People(keep=frozenset({"13800001234"})))
    assert cells(tmp_path / "b.xlsx")[1] == ("甲", "1380000", "1234")


def test_a_table_of_a_docx(tmp_path):
    made = docx.Document()
    made.add_table(2, 3)
    for index, text in enumerate(["谁", "一", "二", "甲", "1380000", "1234"]):
        made.tables[0].rows[index // 3].cells[index % 3].text = text
    made.save(str(tmp_path / "a.docx"))
    (found,) = inspect(tmp_path / "a.docx").found
    assert (found.place, found.text) == ("正文表1第2行第2列与正文表1第2行第3列", "13800001234")
    clean(tmp_path / "a.docx", tmp_path / "b.docx")
    (copy,) = docx.Document(str(tmp_path / "b.docx")).tables
    assert [cell.text for cell in copy.rows[1].cells] == ["甲", "138****1234", ""]


@pytest.mark.parametrize("by_column", [False, True], ids=["row by row", "column by column"])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_table_of_a_pdf_in_whatever_order_it_is_written(tmp_path, by_column, rotate):
    places = [(x, y) for y in (700, 660) for x in (72, 200, 330)]
    texts = ["one", "1380000", "1234", "two", "350599", "201708120012"]
    written = list(zip(texts, places, strict=True))
    if by_column:
        written.sort(key=lambda each: each[1][0])
    source = pdf(tmp_path / "a.pdf", [b"".join(line(t, x=x, y=y) for t, (x, y) in written)], rotate=rotate)
    found = {("".join(one.text.split()), one.place) for one in inspect(source).found}
    assert found == {("13800001234", "第1页"), (CARD, "第1页")}
    clean(source, tmp_path / "b.pdf")
    data = inflated(tmp_path / "b.pdf")
    assert not any(piece in data for piece in (b"1380000", b"1234", b"350599", b"201708120012"))


def test_a_letter_of_a_name_over_several_cells_is_no_find_of_its_own(tmp_path):
    source = book(tmp_path / "a.xlsx", ["姓名", *"许文静"])
    assert [one.text for one in inspect(source).found] == ["许文静"]
