"""为什么是这一天: what a page shows of a due date."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.due import Limit, Pause, Unit, due
from portal.calendar.proof import Explanation, explain
from tests.portal.calendar.test_due import CALENDAR, working

RECEIVED, TODAY = date(2026, 9, 28), date(2026, 10, 9)


def shown(
    limit: Limit, start: date = RECEIVED, today: date = TODAY, pauses: tuple[Pause, ...] = (), word: str = "收到"
) -> Explanation:
    result = due(limit, start, CALENDAR, pauses)
    return explain(
        result, start=start, today=today, calendar=CALENDAR, basis="办法第九条", pauses=pauses, start_word=word
    )


def said(explanation: Explanation) -> dict[str, str]:
    return {line.term: line.text for line in explanation.facts}


def test_the_grid_shows_whole_weeks_with_the_day_received_today_and_the_due_day():
    cells = [(cell.big, cell.label, cell.classes) for week in shown(working(5)).weeks for cell in week]
    assert cells == [
        ("9/28", "收到", "from"), ("29", "第1天", "on"), ("30", "第2天", "on"), ("10/1", "国庆", ""),
        ("2", "国庆", ""), ("3", "国庆", ""), ("4", "国庆", ""), ("5", "国庆", ""), ("6", "国庆", ""),
        ("7", "国庆", ""), ("8", "第3天", "on"), ("今天", "第4天", "on today"), ("10", "第5天", "due"),
        ("11", "周日", ""),
    ]  # fmt: skip


def test_the_lines_under_the_grid_say_basis_start_days_left_out_make_up_days_pauses_and_edition():
    explanation = shown(working(5), word="20:14收到")
    assert said(explanation) == {
        "依据": "办法第九条",
        "起算": "9月28日（周一）20:14收到，当天不算",
        "不算": "10月1日至7日国庆节放假，共7天",
        "调休": "10月10日（周六）要上班，算1天",
        "暂停": "没有",
        "日历": "国务院办公厅2026年放假安排，正式版",
    }
    assert (explanation.caption, explanation.total) == ("从20:14收到的第二天数起，只数上班的日子，数满5天", 5)


def test_a_count_of_calendar_days_leaves_out_no_holiday_and_names_no_make_up_day():
    explanation = shown(Limit(13, Unit.CALENDAR_DAY, roll_forward=True))
    assert (said(explanation)["不算"], said(explanation)["调休"]) == ("没有", "没有")
    assert said(explanation)["顺延"] == "10月11日（周日）是周末，顺延到10月12日（周一）"
    assert explanation.caption == "从收到的第二天数起，放假的日子也算，数满13天"
    cells = {cell.on.day: (cell.label, cell.classes) for week in explanation.weeks[2:] for cell in week}
    assert cells[12] == ("顺延", "due")
    assert cells[13] == ("周二", "")


def test_a_pause_has_its_own_line_and_its_own_word_in_the_grid():
    explanation = shown(working(5), date(2026, 11, 23), pauses=(Pause(date(2026, 11, 25), date(2026, 11, 27)),))
    assert said(explanation)["暂停"] == "11月25日（周三）至11月27日（周五）等您补充，11月27日（周五）起接着算"
    assert said(explanation)["不算"] == "周末"
    assert [cell.label for cell in explanation.weeks[0]] == ["收到", "第1天", "停表", "停表", "第2天", "周六", "周日"]


def test_an_open_pause_has_no_due_day_and_says_so():
    explanation = shown(working(5), date(2026, 11, 23), pauses=(Pause(date(2026, 11, 25)),))
    assert [cell.classes for cell in explanation.weeks[0]] == ["from", "on", "", "", "", "", ""]
    assert said(explanation)["暂停"] == "11月25日（周三）起等您补充，现在还停着"
    assert explanation.caption == "从收到的第二天数起，现在停着，已经数了1天"


def test_a_provisional_year_is_named_with_what_will_happen():
    assert said(shown(working(5), date(2026, 12, 28)))["日历"] == (
        "国务院办公厅2026年放假安排，正式版；2027年放假安排还没有公布，按法定节假日暂定，公布后重算"
    )


def test_a_long_count_is_a_list_by_week():
    explanation = shown(working(30), date(2026, 9, 1))
    assert explanation.weeks == ()
    weeks = [
        (week.monday.isoformat(), week.counted, week.last_number, week.notes) for week in explanation.lines_by_week
    ]
    assert weeks == [
        ("2026-08-31", 3, 3, ""),
        ("2026-09-07", 5, 8, ""),
        ("2026-09-14", 6, 14, ""),
        ("2026-09-21", 5, 19, ""),
        ("2026-09-28", 3, 22, "国庆"),
        ("2026-10-05", 3, 25, "国庆"),
        ("2026-10-12", 5, 30, ""),
    ]  # fmt: skip


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 60), st.sampled_from(list(Unit)[:2]))
def test_grid_or_list_shows_each_counted_day_once(start, amount, unit):
    explanation = shown(Limit(amount, unit, roll_forward=True), start, today=start)
    cells = [cell for week in explanation.weeks for cell in week]
    assert (
        sum(cell.label.startswith("第") for cell in cells) + sum(line.counted for line in explanation.lines_by_week)
        == amount
    )
    assert [cell.on - cells[0].on for cell in cells] == [timedelta(days=n) for n in range(len(cells))]
    assert len(explanation.weeks) <= 4
