import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.exports import Cell, Column, UnknownFormat, csv_lines, neutralize_formula, write_table

pytestmark = pytest.mark.django_db  # closing a response looks at the connections of this thread
COLUMNS = [Column("title", "标题"), Column("amount", "金额"), Column("on", "日期")]
DANGEROUS = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u200b=1",
]


def body(response: object) -> bytes:
    content = b"".join(response.streaming_content)
    response.close()
    return content


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(text: str) -> None:
    assert neutralize_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "午餐费", "3=3", "A+B", "1-2", "a@b.cn", "'=1", "　缩进"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutralize_formula(text) == text


@given(st.text(max_size=30))
def test_no_csv_cell_read_back_starts_like_a_formula(text: str) -> None:
    lines = list(csv_lines([Column("a", "甲")], [[text]]))
    [[cell]] = list(csv.reader(io.StringIO(lines[1], newline="")))[:1] or [[""]]
    assert not cell.lstrip(" \u00a0\u3000\u200b\ufeff\0").startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(st.text(max_size=30))
def test_defusing_only_ever_adds_one_apostrophe(text: str) -> None:
    assert neutralize_formula(text) in (text, f"'{text}")
    assert neutralize_formula(neutralize_formula(text)) == neutralize_formula(text)


def test_csv_opens_in_excel_and_keeps_numbers_and_quotes() -> None:
    rows: list[list[Cell]] = [['他说"好"，\n真的', Decimal("-12.50"), date(2026, 9, 1)], ["=HYPERLINK(1)", None, None]]
    response = write_table("csv", COLUMNS, rows, name="收费")
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["标题", "金额", "日期"],
        ['他说"好"，\n真的', "-12.50", "2026-09-01"],
        ["'=HYPERLINK(1)", "", ""],
    ]
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%94%B6%E8%B4%B9.csv"


def test_csv_is_streamed_row_by_row() -> None:
    asked: list[int] = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(3):
            asked.append(number)
            yield [number]

    lines = csv_lines([Column("n", "序号")], rows())
    next(lines)
    assert asked == []
    next(lines)
    assert asked == [0]


def test_xlsx_holds_no_formula_and_no_illegal_character() -> None:
    moment = datetime(2026, 9, 1, 0, 30, tzinfo=UTC)
    rows: list[list[Cell]] = [[text, 1280, moment] for text in DANGEROUS] + [["控\x0b制", -5, None]]
    content = body(write_table("xlsx", COLUMNS, rows))
    sheet = load_workbook(io.BytesIO(content)).active
    cells = list(sheet.iter_rows(min_row=2))
    assert [row[0].data_type for row in cells] == ["s"] * len(rows)
    assert all(row[0].value.startswith("'") for row in cells[:-1])
    assert cells[0][2].value == datetime(2026, 9, 1, 8, 30)
    assert [cell.value for cell in cells[-1]] == ["控制", -5, None]


def test_json_is_one_array_with_exact_amounts() -> None:
    rows: list[list[Cell]] = [["=1", Decimal("1280.10"), date(2026, 9, 1)], ["b", 2, None]]
    assert json.loads(body(write_table("json", COLUMNS, rows))) == [
        {"title": "=1", "amount": "1280.10", "on": "2026-09-01"},
        {"title": "b", "amount": 2, "on": None},
    ]
    assert json.loads(body(write_table("json", COLUMNS, []))) == []


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match="exe"):
        write_table("exe", COLUMNS, [])
