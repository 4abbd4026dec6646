"""``import_calendar FILE...`` and ``export_calendar``: sentences, exit codes, and the shipped bytes."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

import portal.calendar
from portal.calendar.changes import _listeners, on_calendar_change
from portal.calendar.models import CalendarDay, CalendarEdition

pytestmark = pytest.mark.django_db
SHIPPED = Path(portal.calendar.__file__).parent / "data"
NEW_YEAR = {"date": "2027-01-01", "isOffDay": True, "name": "元旦"}


def year_file(folder: Path, year: int, *days: dict[str, object]) -> Path:
    path = folder / f"{year}-{len(days)}.json"
    path.write_text(json.dumps({"year": year, "papers": ["notice"], "days": days}), encoding="utf-8")
    return path


def told(command: str, *arguments: object) -> str:
    out = StringIO()
    call_command(command, *(str(argument) for argument in arguments), stdout=out)
    return out.getvalue()


def test_each_year_gets_its_sentence(tmp_path):
    files = [year_file(tmp_path, 2027, NEW_YEAR), year_file(tmp_path, 2026), year_file(tmp_path, 2028)]
    assert told("import_calendar", *files).splitlines() == [
        "2027年：已导入，1个特别的日子。",
        "2026年：文件里没有日期，原有的正式版不动。",
        "2028年：放假安排还没有公布，保持暂定。",
    ]
    assert told("import_calendar", files[0]) == "2027年：和现有的一样，没有变化。\n"


def test_a_dry_run_says_what_would_change_and_saves_nothing(tmp_path):
    result = json.loads(told("import_calendar", year_file(tmp_path, 2027, NEW_YEAR), "--dry-run", "--json"))
    assert [(each["year"], each["added"], len(each["removed"]), each["changed"]) for each in result] == [
        (2027, ["2027-01-01"], 7, False)
    ]
    assert not CalendarEdition.objects.get(year=2027).is_official


def test_one_wrong_file_among_right_ones_keeps_all_of_them_out(tmp_path):
    wrong = year_file(tmp_path, 2028, NEW_YEAR)
    before = list(CalendarDay.objects.values_list("on", "is_working"))
    with pytest.raises(CommandError, match="2027-01-01 不在2028年") as failure:
        told("import_calendar", year_file(tmp_path, 2027, NEW_YEAR), wrong)
    assert failure.value.returncode == 2
    assert list(CalendarDay.objects.values_list("on", "is_working")) == before


def test_two_files_of_one_year_are_refused(tmp_path):
    files = [year_file(tmp_path, 2027, NEW_YEAR), year_file(tmp_path, 2027)]
    with pytest.raises(CommandError, match="2027年有两个文件") as failure:
        told("import_calendar", *files)
    assert failure.value.returncode == 2


def test_a_database_that_fails_is_exit_code_1_and_changes_nothing(tmp_path):
    def fail(year: int) -> None:
        raise DatabaseError("disk is full")

    on_calendar_change(fail)
    try:
        with pytest.raises(CommandError, match="什么都没有改：disk is full") as failure:
            told("import_calendar", year_file(tmp_path, 2027, NEW_YEAR))
    finally:
        _listeners.remove(fail)
    assert failure.value.returncode == 1
    assert not CalendarEdition.objects.get(year=2027).is_official


def test_the_table_exports_to_the_very_files_that_ship(tmp_path):
    told("export_calendar", "--out", tmp_path)
    for name in ("holidays.csv", "notices.csv"):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes()
    assert told("export_calendar") == (SHIPPED / "holidays.csv").read_text(encoding="utf-8")


def test_an_exported_year_imports_without_a_difference(tmp_path):
    path = tmp_path / "2008.csv"
    path.write_text(told("export_calendar", "--year", 2008), encoding="utf-8")
    assert told("import_calendar", path) == "2008年：和现有的一样，没有变化。\n"


def test_a_dry_export_writes_no_file(tmp_path):
    assert "会写" in told("export_calendar", "--out", tmp_path, "--dry-run")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"), [(("--year", 2027), "2027年没有正式的日历"), (("--out", "/nowhere/at/all"), "写不了")]
)
def test_an_export_that_cannot_be_is_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as failure:
        told("export_calendar", *arguments)
    assert failure.value.returncode == 2
