"""Working days as a value, without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.days import WorkingCalendar

CALENDAR = WorkingCalendar(
    {
        2026: {
            date(2026, 9, 25): (False, "中秋节"),
            date(2026, 9, 20): (True, "国庆节"),
            date(2026, 5, 1): (True, "试验"),
        }
    },
    {2027: {date(2027, 4, 5): (False, "清明")}},
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_an_official_year_holds_only_what_its_notice_says():
    assert CALENDAR.is_working(date(2026, 5, 1))  # the statutory default must not overrule a notice
    assert not CALENDAR.is_working(date(2026, 9, 25))
    assert not CALENDAR.is_provisional(date(2026, 12, 31))


def test_a_year_without_a_notice_has_the_fixed_statutory_days_and_those_it_is_given():
    off = [day for day in (date(2027, 1, 1) + timedelta(days=n) for n in range(365)) if day.weekday() < 5]
    off = [(day.month, day.day) for day in off if not CALENDAR.is_working(day)]
    assert off == [(1, 1), (4, 5), (10, 1)]  # 1 and 2 May, 2 and 3 October 2027 are a weekend
    assert CALENDAR.name(date(2027, 5, 1)) == "劳动节"
    assert CALENDAR.is_provisional(date(2027, 1, 1))


def test_names_are_short_and_a_plain_day_has_none():
    assert [CALENDAR.name(date(2026, 9, day)) for day in (20, 25, 26)] == ["国庆", "中秋", ""]


def test_a_worked_sunday_is_a_make_up_day_and_a_plain_monday_is_not():
    assert CALENDAR.is_makeup(date(2026, 9, 20))
    assert not CALENDAR.is_makeup(date(2026, 9, 21))


def test_the_next_working_day_of_a_worked_day_is_itself():
    assert CALENDAR.next_working(date(2026, 9, 24)) == date(2026, 9, 24)
    assert CALENDAR.next_working(date(2026, 9, 25)) == date(2026, 9, 28)


def test_the_table_says_where_it_begins():
    assert CALENDAR.first_day() == date(2026, 1, 1)
    assert WorkingCalendar({}).first_day() is None


@given(days, days)
def test_the_count_between_two_days_changes_its_sign_with_their_order(one, other):
    assert CALENDAR.working_days_between(one, other) == -CALENDAR.working_days_between(other, one)


@given(days, days, days)
def test_counts_of_two_stretches_add_up(one, two, three):
    first, middle, last = sorted([one, two, three])
    count = CALENDAR.working_days_between
    assert count(first, middle) + count(middle, last) == count(first, last)
