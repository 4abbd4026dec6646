"""The shipped table, and the copy kept in the process."""

from datetime import date
from pathlib import Path

import pytest

from portal.calendar.due import Limit, Unit, due
from portal.calendar.files import read_file
from portal.calendar.importing import compare
from portal.calendar.models import CalendarDay, CalendarEdition
from portal.calendar.store import load_calendar

pytestmark = pytest.mark.django_db
GIVEN = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendar"


def test_twenty_years_are_official_and_2027_is_provisional():
    calendar = load_calendar()
    assert sorted(calendar.official) == list(range(2007, 2027))
    assert calendar.is_provisional(date(2027, 1, 1))


def test_make_up_days_of_2026():
    calendar = load_calendar()
    made_up = [day for day in sorted(calendar.official[2026]) if calendar.is_makeup(day)]
    assert [(day.month, day.day) for day in made_up] == [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


def test_a_notice_reaches_into_the_year_before():
    assert not load_calendar().is_working(date(2007, 12, 31))
    assert load_calendar().is_working(date(2007, 12, 29))


@pytest.mark.parametrize(("year", "eve"), [(2027, (2, 5)), (2028, (1, 25)), (2029, (2, 12)), (2030, (2, 2))])
def test_provisional_years_have_thirteen_statutory_days_and_new_years_eve_is_the_first_of_spring_festival(year, eve):
    calendar = load_calendar()
    days = [date.fromordinal(date(year, 1, 1).toordinal() + n) for n in range(365)]
    named = [day for day in days if calendar.name(day)]
    # 放假办法 (2025): 元旦 1, 春节 4, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3; in 2028 中秋 falls on 3 October.
    assert len(named) == (12 if year == 2028 else 13)
    assert min(day for day in named if calendar.name(day) == "春节") == date(year, *eve)
    assert not any(calendar.is_working(day) for day in named)


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
    sources = [read_file(path) for path in sorted(GIVEN.glob("*.json"))]
    assert [found.year for found in sources if compare(found).is_change] == []
    assert [found.year for found in sources if not found.days] == [2027]


def test_an_unchanged_calendar_costs_one_query(django_assert_num_queries):
    kept = load_calendar()
    with django_assert_num_queries(1):
        assert load_calendar() is kept


def test_a_change_by_another_process_is_seen_at_the_next_look():
    load_calendar()
    edition = CalendarEdition.objects.get(year=2026)
    CalendarDay.objects.create(edition=edition, on=date(2026, 12, 1), is_working=False, name="试验")
    edition.save()
    assert not load_calendar().is_working(date(2026, 12, 1))


def test_every_official_edition_names_its_notice_and_its_source():
    for edition in CalendarEdition.objects.filter(is_official=True):
        assert edition.notice == f"国务院办公厅关于{edition.year}年部分节假日安排的通知"
        assert edition.reference.startswith("content_")
        assert edition.source == "holiday-cn（MIT）"
