"""The shipped table, the importer and the command."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.calendar.changes import _listeners, on_calendar_change
from portal.calendar.due import Limit, Unit, due
from portal.calendar.importing import CalendarFileError, read_file, save_year
from portal.calendar.models import CalendarDay, CalendarEdition
from portal.calendar.rules import UnknownRule, rule
from portal.calendar.store import load_calendar

pytestmark = pytest.mark.django_db
GIVEN = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendar"


def test_twenty_years_are_official_and_2027_is_provisional():
    calendar = load_calendar()
    assert sorted(calendar.official) == list(range(2007, 2027))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 2, 6))


def test_make_up_days_of_2026():
    calendar = load_calendar()
    made_up = [day for day in sorted(calendar.official[2026]) if calendar.is_makeup(day)]
    assert [(day.month, day.day) for day in made_up] == [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


def test_a_notice_reaches_into_the_year_before():
    assert not load_calendar().is_working(date(2007, 12, 31))
    assert load_calendar().is_working(date(2007, 12, 29))


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Limit(20, Unit.WORKING_DAY), date(2026, 12, 21)),
        (Limit(15, Unit.CALENDAR_DAY), date(2026, 12, 8)),
        (Limit(60, Unit.CALENDAR_DAY), date(2027, 1, 22)),
    ],
)
def test_check_values_from_23_november_2026(limit, expected):
    assert due(limit, date(2026, 11, 23), load_calendar()).on == expected


@pytest.mark.skipif(not GIVEN.exists(), reason="the source files of the table are not here")
def test_the_shipped_table_is_what_the_importer_reads_from_the_source_files():
    for path in sorted(GIVEN.glob("*.json")):
        found = read_file(path)
        kept = {day.on: (day.is_working, day.name) for day in CalendarDay.objects.filter(edition__year=found.year)}
        if found.days:
            assert kept == found.days
        else:
            assert not save_year(found)


def write(folder: Path, year: object, days: list[dict[str, object]]) -> Path:
    path = folder / "year.json"
    path.write_text(json.dumps({"year": year, "papers": ["notice"], "days": days}), encoding="utf-8")
    return path


def test_the_notice_makes_a_provisional_year_official_and_tells_who_listens(tmp_path):
    heard: list[int] = []
    on_calendar_change(heard.append)
    try:
        path = write(tmp_path, 2027, [{"date": "2027-01-01", "isOffDay": True, "name": "元旦"}])
        call_command("import_calendar", path, stdout=StringIO())
        call_command("import_calendar", path, stdout=StringIO())
    finally:
        _listeners.remove(heard.append)
    assert not load_calendar().is_provisional(date(2027, 1, 1))
    assert heard == [2027]


def test_an_empty_year_stays_provisional_and_never_wipes_an_official_one(tmp_path):
    out = StringIO()
    call_command("import_calendar", write(tmp_path, 2026, []), stdout=out)
    assert "原有的正式版不动" in out.getvalue()
    assert CalendarEdition.objects.get(year=2026).days.count() == 39


def test_a_dry_run_saves_nothing(tmp_path):
    path = write(tmp_path, 2027, [{"date": "2027-01-01", "isOffDay": True, "name": "元旦"}])
    call_command("import_calendar", path, "--dry-run", stdout=StringIO())
    assert not CalendarEdition.objects.get(year=2027).is_official


@pytest.mark.parametrize(
    ("year", "days", "sentence"),
    [
        (1900, [], "年份 1900 不对"),
        (2027, [{"date": "2027-13-01", "isOffDay": True, "name": "x"}], "日期“2027-13-01”不对"),
        (2027, [{"date": "2025-01-01", "isOffDay": True, "name": "x"}], "不在2027年"),
        (2027, [{"date": "2027-01-01", "isOffDay": True, "name": ""}], "没有节日名称"),
        (2027, [{"date": "2027-01-01", "isOffDay": True, "name": "x"}] * 2, "写了两次"),
        (2027, [{"day": "2027-01-01"}], "不是日历"),
        ("soon", [], "不是日历"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_nothing_is_saved(tmp_path, year, days, sentence):
    before = CalendarDay.objects.count()
    with pytest.raises(CommandError, match=sentence) as failure:
        call_command("import_calendar", write(tmp_path, year, days), stdout=StringIO())
    assert failure.value.returncode == 2
    assert CalendarDay.objects.count() == before


def test_a_gbk_csv_from_a_spreadsheet_is_read(tmp_path):
    path = tmp_path / "2027.csv"
    with path.open("w", encoding="gb18030", newline="") as handle:
        csv.writer(handle).writerows([["date", "isOffDay", "name"], ["2027-01-01", "是", "元旦"]])
    assert read_file(path).days == {date(2027, 1, 1): (False, "元旦")}


def test_bytes_that_are_no_text_are_a_sentence(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xff\x00\x81")
    with pytest.raises(CalendarFileError):
        read_file(path)


def test_the_command_prints_rule_article_and_each_day():
    out = StringIO()
    call_command("due", "M03", "2026-09-28", stdout=out)
    said = out.getvalue()
    assert "受理及办理时限一览表：一般投诉5个工作日" in said
    assert "2026-10-01 不算 国庆" in said
    assert "2026-10-10 第5天 调休上班" in said
    assert said.strip().endswith("到期：2026-10-10")


def test_the_command_speaks_json():
    out = StringIO()
    call_command("due", "M05", "2026-11-23", "--pause", "2026-12-01", "2026-12-03", "--json", stdout=out)
    facts = json.loads(out.getvalue())
    assert (facts["due"], facts["unrolled"], facts["provisional"]) == ("2027-01-25", "2027-01-24", True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("M03", "2026-02-30"), "日期“2026-02-30”不对"),
        (("M99", "2026-11-23"), "没有编号为M99"),
        (("U01", "2026-11-23"), "按小时计"),
    ],
)
def test_the_command_refuses_with_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as failure:
        call_command("due", *arguments, stdout=StringIO())
    assert failure.value.returncode == 2


def test_an_unknown_rule_names_the_known_ones():
    with pytest.raises(UnknownRule, match="M01、M02"):
        rule("nothing")
