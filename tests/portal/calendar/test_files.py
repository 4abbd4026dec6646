"""Reading the files of a year: what people really have, and what must be refused with a sentence."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.files import CalendarFileError, YearOfDays, as_csv, read_file

DAY = {"date": "2027-01-01", "isOffDay": True, "name": "元旦"}


def write_json(folder: Path, **facts: object) -> Path:
    path = folder / "year.json"
    path.write_text(json.dumps({"year": 2027, "papers": ["notice"], "days": [], **facts}), encoding="utf-8")
    return path


def write_csv(folder: Path, *rows: list[str], encoding: str = "utf-8", header: str = "date,isOffDay,name") -> Path:
    path = folder / "2027.csv"
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows([header.split(","), *rows])
    return path


def test_json_of_the_year_is_read_with_its_papers(tmp_path):
    found = read_file(write_json(tmp_path, days=[DAY, {"date": "2027-01-03", "isOffDay": False, "name": "元旦"}]))
    assert found == YearOfDays(
        2027, "notice", {date(2027, 1, 1): (False, "元旦"), date(2027, 1, 3): (True, "元旦")}, "year.json"
    )


def test_json_saved_with_a_byte_order_mark_and_another_name_is_read(tmp_path):
    path = tmp_path / "download.txt"
    path.write_text(json.dumps({"year": 2027, "papers": [], "days": [DAY]}), encoding="utf-8-sig")
    assert read_file(path).days == {date(2027, 1, 1): (False, "元旦")}


def test_a_file_without_days_is_a_year_that_is_not_known_yet(tmp_path):
    assert read_file(write_json(tmp_path)).days == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_from_a_spreadsheet_is_read_in_any_usual_encoding(tmp_path, encoding):
    path = write_csv(tmp_path, ["2027/1/1", "休", "元旦"], ["2027/10/9", "班", "国庆节"], encoding=encoding)
    assert read_file(path).days == {date(2027, 1, 1): (False, "元旦"), date(2027, 10, 9): (True, "国庆节")}


def test_a_notice_may_reach_into_the_last_days_of_the_year_before(tmp_path):
    found = read_file(write_csv(tmp_path, ["2026-12-31", "true", "元旦"], ["2027-01-01", "true", "元旦"]))
    assert (found.year, sorted(found.days)) == (2027, [date(2026, 12, 31), date(2027, 1, 1)])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"year": 1900}, "年份 1900 不对，应在2000到2100之间"),
        ({"year": 10**30}, "年份 100000000000 不对"),
        ({"year": "soon"}, "不是日历"),
        ({"year": True}, "不是日历"),
        ({"days": None}, "不是日历"),
        ({"days": ["2027-01-01"]}, "不是日历"),
        ({"days": [{"day": "2027-01-01"}]}, "不是日历"),
        ({"days": [{**DAY, "isOffDay": "false"}]}, "true 或 false"),
        ({"days": [{**DAY, "date": "2027-13-01"}]}, "日期“2027-13-01”不对"),
        ({"days": [{**DAY, "date": "20270101"}]}, "日期“20270101”不对"),
        ({"days": [{**DAY, "date": "2027-01-+1"}]}, "日期“2027-01-\\+1”不对"),
        ({"days": [{**DAY, "date": "2028-01-01"}]}, "2028-01-01 不在2027年"),
        ({"days": [{**DAY, "date": "2026-12-19"}]}, "2026-12-19 不在2027年"),
        ({"days": [{**DAY, "name": " "}]}, "没有节日名称"),
        ({"days": [{**DAY, "name": "长" * 41}]}, "名称太长"),
        ({"days": [DAY, DAY]}, "2027-01-01 写了两次"),
    ],
)
def test_wrong_json_is_a_sentence(tmp_path, facts, sentence):
    with pytest.raises(CalendarFileError, match=sentence):
        read_file(write_json(tmp_path, **facts))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "表头要有 date、isOffDay、name 三列，下面至少一行"),
        ([["2027-01-01", "maybe", "元旦"]], "第2行：isOffDay 要写 true 或 false"),
        ([["2027-01-01", "是", "元旦"], ["2027-01-02"]], "第3行：isOffDay"),
        ([["", "是", "元旦"]], "日期“”不对"),
        ([["2027-01-01", "是", "元旦"], ["2026-05-01", "是", "劳动节"]], "2026-05-01 不在2027年"),
    ],
)
def test_a_wrong_csv_is_a_sentence(tmp_path, rows, sentence):
    with pytest.raises(CalendarFileError, match=sentence):
        read_file(write_csv(tmp_path, *rows))


def test_a_csv_of_several_years_is_refused(tmp_path):
    path = write_csv(
        tmp_path,
        ["2026", "2026-01-01", "true", "元旦"],
        ["2027", "2027-01-01", "true", "元旦"],
        header="notice_year,date,isOffDay,name",
    )
    with pytest.raises(CalendarFileError, match="不止一年"):
        read_file(path)


@pytest.mark.parametrize("raw", [b"", b"\xff\xff\x00\x81", b"PK\x03\x04", b"{", b"[" * 100_000, b'"' * 200_000])
def test_bytes_that_are_no_calendar_are_a_sentence(tmp_path, raw):
    path = tmp_path / "x.csv"
    path.write_bytes(raw)
    with pytest.raises(CalendarFileError, match=r"文件 x\.csv"):
        read_file(path)


def test_a_missing_file_a_folder_and_a_huge_file_are_sentences(tmp_path):
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * (1024 * 1024 + 1))
    for path, sentence in ((tmp_path / "no.json", "读不到文件 no.json"), (tmp_path, "读不到"), (huge, "太大")):
        with pytest.raises(CalendarFileError, match=sentence):
            read_file(path)


@given(
    st.dictionaries(
        st.dates(date(2026, 12, 20), date(2027, 12, 31)),
        st.tuples(st.booleans(), st.sampled_from(["元旦", '带"引号"', "带,逗号"])),
        min_size=1,
    )
)
def test_what_is_written_is_read_back_the_same(tmp_path_factory, days):
    path = tmp_path_factory.mktemp("years") / "2027.csv"
    path.write_text(as_csv([YearOfDays(2027, "", days)]), encoding="utf-8", newline="")
    found = read_file(path)
    assert (found.year, found.days) == (2027, days)
