"""Due dates: check values, edges, and what holds for every start, limit and pause."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.days import ONE_DAY, WorkingCalendar
from portal.calendar.due import DueError, Limit, Pause, Unit, due, due_moment, remaining

NATIONAL_DAY = {date(2026, 10, day): (False, "国庆节") for day in range(1, 8)}
MAKEUP = {date(2026, 9, 20): (True, "国庆节"), date(2026, 10, 10): (True, "国庆节")}
CALENDAR = WorkingCalendar({2026: {**NATIONAL_DAY, **MAKEUP, date(2026, 1, 1): (False, "元旦")}})

# The property tests take the last year of the table and the year after it, so both kinds of years are met.
days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
amounts = st.integers(1, 60)
units = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])


def working(amount: int) -> Limit:
    return Limit(amount, Unit.WORKING_DAY)


def test_five_working_days_across_national_day_end_on_the_make_up_saturday():
    result = due(working(5), date(2026, 9, 28), CALENDAR)
    assert result.on == date(2026, 10, 10)
    assert [day.on.day for day in result.days if day.counted] == [29, 30, 8, 9, 10]
    assert result.days[-1].reason == "调休上班"
    assert not result.provisional


def test_a_start_on_a_day_off_counts_from_the_first_working_day_after_it():
    assert due(working(1), date(2026, 10, 3), CALENDAR).on == date(2026, 10, 8)


def test_sixty_days_reach_into_a_provisional_year_and_say_so():
    result = due(Limit(60, Unit.CALENDAR_DAY, roll_forward=True), date(2026, 11, 23), CALENDAR)
    assert (result.on, result.provisional) == (date(2027, 1, 22), True)


def test_a_calendar_limit_rolls_forward_only_if_its_rule_says_so_and_keeps_the_unrolled_date():
    start = date(2026, 9, 16)  # 15 days later is 1 October
    rolled = due(Limit(15, Unit.CALENDAR_DAY, roll_forward=True), start, CALENDAR)
    plain = due(Limit(15, Unit.CALENDAR_DAY), start, CALENDAR)
    assert (rolled.unrolled, rolled.on) == (date(2026, 10, 1), date(2026, 10, 8))
    assert (plain.unrolled, plain.on) == (date(2026, 10, 1), date(2026, 10, 1))


def test_an_open_pause_leaves_no_due_date():
    result = due(working(5), date(2026, 11, 23), CALENDAR, [Pause(date(2026, 11, 25))])
    assert result.paused
    assert [day.on for day in result.days] == [date(2026, 11, 24)]


@pytest.mark.parametrize("amount", [0, -1, 1001])
def test_an_impossible_limit_is_refused_with_a_sentence(amount):
    with pytest.raises(DueError, match="时限要在1到1000天之间"):
        due(working(amount), date(2026, 1, 1), CALENDAR)


def test_a_pause_that_ends_before_it_starts_is_refused():
    with pytest.raises(DueError, match="不能早于"):
        due(working(1), date(2026, 1, 1), CALENDAR, [Pause(date(2026, 1, 3), date(2026, 1, 2))])


def test_the_end_of_time_is_a_sentence():
    for start in (date(2100, 12, 1), date.max - ONE_DAY, date.max):
        with pytest.raises(DueError, match="日期太远，只能算到2100年底"):
            due(Limit(31, Unit.CALENDAR_DAY), start, CALENDAR)
    assert due(Limit(30, Unit.CALENDAR_DAY), date(2100, 12, 1), CALENDAR).on == date(2100, 12, 31)


def test_days_before_the_table_are_refused_and_the_last_day_before_it_may_still_start():
    with pytest.raises(DueError, match="工作日历从2026年开始"):
        due(working(5), date(2025, 12, 30), CALENDAR)
    assert due(working(1), date(2025, 12, 31), CALENDAR).on == date(2026, 1, 2)


def test_a_year_after_the_table_is_monday_to_friday_minus_the_fixed_statutory_days_and_provisional():
    result = due(working(3), date(2034, 9, 29), CALENDAR)  # a Friday; no notice and no lunar dates for that year
    assert [(day.on.day, day.reason) for day in result.days if not day.counted] == [
        (30, "周六"),
        (1, "国庆"),
        (2, "国庆"),
        (3, "国庆"),
    ]
    assert (result.on, result.provisional) == (date(2034, 10, 6), True)


def test_lunar_days_of_a_provisional_year_are_off_and_no_weekend_is_worked():
    calendar = WorkingCalendar(CALENDAR.official, {2027: {date(2027, 2, 5): (False, "春节")}})
    result = due(working(1), date(2027, 2, 4), calendar)
    assert (result.on, result.days[0].reason, result.provisional) == (date(2027, 2, 8), "春节", True)


def test_a_limit_that_ends_on_new_years_eve_touches_no_provisional_day():
    assert not due(working(1), date(2026, 12, 30), CALENDAR).provisional
    assert due(working(2), date(2026, 12, 30), CALENDAR).provisional


def test_rolling_into_a_provisional_year_makes_the_date_provisional():
    start = date(2026, 12, 19)
    calendar = WorkingCalendar({2026: {date(2026, 12, 31): (False, "元旦")}})
    result = due(Limit(12, Unit.CALENDAR_DAY, roll_forward=True), start, calendar)
    assert (result.unrolled, result.on, result.provisional) == (date(2026, 12, 31), date(2027, 1, 4), True)
    assert [day.reason for day in result.days[-4:]] == ["顺延，元旦", "顺延，周六", "顺延，周日", "顺延到上班的第一天"]


def test_the_day_of_asking_does_not_count_and_the_day_of_the_answer_does():
    result = due(working(3), date(2026, 11, 23), CALENDAR, [Pause(date(2026, 11, 24), date(2026, 11, 26))])
    assert [(day.on.day, day.reason) for day in result.days if not day.counted] == [
        (24, "停表"),
        (25, "停表"),
        (28, "周六"),
        (29, "周日"),
    ]
    assert [day.on.day for day in result.days if day.counted] == [26, 27, 30]


def test_a_pause_after_the_end_changes_nothing_even_when_it_is_open():
    plain = due(working(5), date(2026, 11, 23), CALENDAR)
    assert due(working(5), date(2026, 11, 23), CALENDAR, [Pause(date(2026, 12, 1))]) == plain


def test_an_hour_runs_through_the_night_and_is_not_counted_in_days():
    limit = Limit(1, Unit.HOUR)
    assert due_moment(limit, datetime(2026, 10, 1, 23, 30, tzinfo=UTC)) == datetime(2026, 10, 2, 0, 30, tzinfo=UTC)
    with pytest.raises(DueError, match="按小时计"):
        due(limit, date(2026, 10, 1), CALENDAR)
    with pytest.raises(DueError, match="按天计"):
        due_moment(working(1), datetime(2026, 10, 1, tzinfo=UTC))


def test_a_saturday_after_a_friday_is_overdue_and_a_sunday_before_a_monday_is_not():
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert remaining(friday, friday + ONE_DAY, CALENDAR) == -1
    assert remaining(friday, monday + ONE_DAY, CALENDAR) == -2
    assert remaining(monday, monday - ONE_DAY, CALENDAR) == 1


@given(days, amounts, units)
def test_exactly_n_days_are_counted_and_numbered_in_order(start, amount, unit):
    result = due(Limit(amount, unit), start, CALENDAR)
    assert [day.number for day in result.days if day.counted] == list(range(1, amount + 1))
    assert result.on == result.days[-1].on


@given(days, amounts)
def test_every_counted_day_is_worked_and_every_other_is_not(start, amount):
    for day in due(working(amount), start, CALENDAR).days:
        assert day.counted == CALENDAR.is_working(day.on)


@given(days, amounts, units)
def test_the_proof_is_gapless_from_the_day_after_the_start(start, amount, unit):
    proof = due(Limit(amount, unit, roll_forward=True), start, CALENDAR).days
    assert [day.on for day in proof] == [start + ONE_DAY * (offset + 1) for offset in range(len(proof))]


@given(days, amounts, units)
def test_one_day_more_is_never_earlier(start, amount, unit):
    assert due(Limit(amount + 1, unit), start, CALENDAR).on > due(Limit(amount, unit), start, CALENDAR).on


@given(days, amounts, units)
def test_a_later_start_is_never_due_earlier(start, amount, unit):
    assert due(Limit(amount, unit), start + ONE_DAY, CALENDAR).on >= due(Limit(amount, unit), start, CALENDAR).on


@given(days, amounts, units)
def test_rolling_forward_never_goes_back_and_ends_on_a_working_day(start, amount, unit):
    result = due(Limit(amount, unit, roll_forward=True), start, CALENDAR)
    assert result.on >= result.unrolled
    assert CALENDAR.is_working(result.on)


@given(days, amounts, units, st.integers(0, 20), st.integers(0, 20))
def test_no_day_of_a_pause_is_counted_and_a_pause_never_shortens(start, amount, unit, after, length):
    pause = Pause(start + ONE_DAY * after, start + ONE_DAY * (after + length))
    paused = due(Limit(amount, unit), start, CALENDAR, [pause])
    assert not any(day.counted and pause.holds(day.on) for day in paused.days)
    assert paused.on >= due(Limit(amount, unit), start, CALENDAR).on


@given(days, amounts)
def test_remaining_on_the_start_day_is_the_whole_limit(start, amount):
    result = due(working(amount), start, CALENDAR)
    assert remaining(result.on, start, CALENDAR) == amount
    assert remaining(result.on, result.on, CALENDAR) == 0
    assert remaining(result.on, result.on + timedelta(days=1), CALENDAR) < 0


@given(days, amounts, st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 15)), max_size=3))
def test_counted_pauses_and_days_off_add_up_to_the_whole_stretch(start, amount, stretches):
    pauses = [Pause(start + ONE_DAY * at, start + ONE_DAY * (at + length)) for at, length in stretches]
    proof = due(working(amount), start, CALENDAR, pauses)
    held = sum(any(pause.holds(day.on) for pause in pauses) for day in proof.days)
    off = sum(
        not CALENDAR.is_working(day.on) and not any(pause.holds(day.on) for pause in pauses) for day in proof.days
    )
    assert amount + held + off == (proof.on - start).days == len(proof.days)


@given(days, amounts)
def test_a_start_on_a_day_off_is_due_as_from_the_last_working_day_before_it(start, amount):
    earlier = start
    while not CALENDAR.is_working(earlier) and earlier > date(2026, 1, 1):
        earlier -= ONE_DAY
    assert due(working(amount), earlier, CALENDAR).on == due(working(amount), start, CALENDAR).on


@given(days, amounts, st.integers(1, 40))
def test_a_limit_may_be_counted_in_two_parts(start, first, second):
    middle = due(working(first), start, CALENDAR).on
    assert due(working(second), middle, CALENDAR).on == due(working(first + second), start, CALENDAR).on


@given(st.dates(date(2026, 1, 1), date(2026, 6, 30)), amounts, st.integers(1, 30))
def test_a_pause_of_calendar_days_shifts_the_end_by_its_length(start, amount, length):
    pause = Pause(start + ONE_DAY, start + ONE_DAY * (1 + length))
    plain = due(Limit(amount, Unit.CALENDAR_DAY), start, CALENDAR).on
    assert due(Limit(amount, Unit.CALENDAR_DAY), start, CALENDAR, [pause]).on == plain + ONE_DAY * length


@given(days, amounts, units, st.integers(0, 90))
def test_an_open_pause_keeps_what_was_counted_before_it_and_gives_no_date(start, amount, unit, after):
    plain = due(Limit(amount, unit), start, CALENDAR)
    held = due(Limit(amount, unit), start, CALENDAR, [Pause(start + ONE_DAY * after)])
    assert held.days == tuple(day for day in plain.days if day.on < start + ONE_DAY * max(after, 1))
    assert held.paused == (start + ONE_DAY * after <= plain.on)
    assert held.on == (None if held.paused else plain.on)
