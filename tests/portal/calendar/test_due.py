"""Due dates: check values, edges, and what holds for every start, limit and pause."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.days import ONE_DAY, WorkingCalendar
from portal.calendar.due import DueError, Limit, Pause, Unit, due, remaining
from portal.calendar.proof import explain

NATIONAL_DAY = {date(2026, 10, day): (False, "国庆节") for day in range(1, 8)}
MAKEUP = {date(2026, 9, 20): (True, "国庆节"), date(2026, 10, 10): (True, "国庆节")}
CALENDAR = WorkingCalendar({2026: {**NATIONAL_DAY, **MAKEUP, date(2026, 1, 1): (False, "元旦")}})

days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
amounts = st.integers(1, 60)
units = st.sampled_from(list(Unit))


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
    with pytest.raises(DueError, match="日期太远"):
        due(Limit(30, Unit.CALENDAR_DAY), date.max - ONE_DAY, CALENDAR)


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
    assert remaining(result.on, result.on + timedelta(days=1), CALENDAR) <= 0


def test_the_grid_shows_whole_weeks_with_the_day_received_today_and_the_due_day():
    result = due(working(5), date(2026, 9, 28), CALENDAR)
    shown = explain(result, start=date(2026, 9, 28), today=date(2026, 10, 9), calendar=CALENDAR, basis="第九条")
    cells = [(cell.big, cell.label, cell.classes) for week in shown.weeks for cell in week]
    assert cells == [
        ("9/28", "收到", "from"), ("29", "第1天", "on"), ("30", "第2天", "on"), ("10/1", "国庆", ""),
        ("2", "国庆", ""), ("3", "国庆", ""), ("4", "国庆", ""), ("5", "国庆", ""), ("6", "国庆", ""),
        ("7", "国庆", ""), ("8", "第3天", "on"), ("今天", "第4天", "on today"), ("10", "第5天", "due"),
        ("11", "周日", ""),
    ]  # fmt: skip
    assert {line.term: line.text for line in shown.facts}["不算"] == "10月1日至7日国庆放假，共7天"
    assert {line.term: line.text for line in shown.facts}["调休"] == "10月10日（周六）要上班，算1天"


def test_a_long_count_is_a_list_by_week():
    result = due(working(30), date(2026, 9, 1), CALENDAR)
    shown = explain(result, start=date(2026, 9, 1), today=date(2026, 9, 2), calendar=CALENDAR, basis="")
    assert shown.weeks == ()
    assert sum(week.counted for week in shown.lines_by_week) == 30
