"""A year becomes official: saved whole or not at all, logged, and told to who listens."""

import logging
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction

from portal.audit.models import AuditEntry
from portal.calendar.changes import _listeners, on_calendar_change
from portal.calendar.due import Limit, Unit, due
from portal.calendar.files import YearOfDays
from portal.calendar.importing import compare, save_year
from portal.calendar.models import CalendarDay, CalendarEdition
from portal.calendar.store import load_calendar

pytestmark = pytest.mark.django_db
NEW_YEAR = {date(2027, 1, 1): (False, "元旦"), date(2027, 1, 3): (True, "元旦")}


@contextmanager
def listening(listener):
    on_calendar_change(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def notice(days=NEW_YEAR, year=2027):
    return YearOfDays(year, "content_1.htm", days, "2027.json")


def test_the_notice_replaces_the_provisional_days_and_tells_who_listens_once():
    heard: list[int] = []
    with listening(heard.append):
        assert save_year(notice()).becomes_official
        assert not save_year(notice()).is_change
    calendar = load_calendar()
    assert not calendar.is_provisional(date(2027, 6, 1))
    assert calendar.is_working(date(2027, 2, 8))  # was a provisional 春节 day, and this notice does not name it
    assert calendar.is_makeup(date(2027, 1, 3))
    assert heard == [2027]


def test_a_running_limit_is_firm_after_the_notice():
    limit, start = Limit(60, Unit.CALENDAR_DAY), date(2026, 11, 23)
    assert due(limit, start, load_calendar()).provisional
    save_year(notice())
    assert not due(limit, start, load_calendar()).provisional


def test_an_import_leaves_a_trace_in_log_and_audit(caplog):
    with caplog.at_level(logging.INFO, logger="portal.calendar.importing"):
        save_year(notice())
    assert [(each.message, each.year, each.added, each.removed) for each in caplog.records] == [
        ("calendar year imported", 2027, 2, 7)
    ]
    entry = AuditEntry.objects.get(action="calendar.imported")
    assert (entry.target, entry.detail["became_official"]) == ("2027", 1)


def test_the_edition_says_notice_reference_and_file():
    save_year(notice())
    edition = CalendarEdition.objects.get(year=2027)
    assert (edition.notice, edition.reference, edition.source) == (
        "国务院办公厅关于2027年部分节假日安排的通知",
        "content_1.htm",
        "2027.json",
    )


def test_a_year_without_days_never_wipes_an_official_one_and_never_makes_one_official():
    assert not save_year(notice({}, 2026)).is_change
    assert not save_year(notice({}, 2027)).is_change
    assert CalendarEdition.objects.get(year=2026).days.count() == 39
    assert not CalendarEdition.objects.get(year=2027).is_official


def test_a_corrected_notice_is_compared_day_by_day():
    save_year(notice())
    corrected = notice(
        {date(2027, 1, 1): (False, "元旦"), date(2027, 1, 3): (False, "元旦"), date(2027, 1, 9): (True, "元旦")}
    )
    difference = compare(corrected)
    assert (difference.added, difference.altered, difference.removed, difference.becomes_official) == (
        (date(2027, 1, 9),),
        (date(2027, 1, 3),),
        (),
        False,
    )


def test_a_notice_takes_over_the_days_it_sets_at_the_end_of_the_year_before():
    save_year(notice({**NEW_YEAR, date(2026, 12, 31): (False, "元旦")}))
    assert not load_calendar().is_working(date(2026, 12, 31))
    assert not load_calendar().is_provisional(date(2026, 12, 31))
    assert CalendarDay.objects.get(on=date(2026, 12, 31)).edition.year == 2027


def test_a_listener_that_fails_undoes_the_import():
    def refuse(year: int) -> None:
        raise RuntimeError(year)

    with listening(refuse), pytest.raises(RuntimeError), transaction.atomic():
        save_year(notice())
    assert load_calendar().is_provisional(date(2027, 1, 1))
    assert CalendarDay.objects.filter(edition__year=2027).count() == 7
    assert not AuditEntry.objects.filter(action="calendar.imported").exists()


def test_a_calendar_seen_inside_an_import_that_failed_is_not_kept():
    seen: list[bool] = []

    def look_and_refuse(year: int) -> None:
        seen.append(load_calendar().is_provisional(date(year, 1, 1)))
        raise RuntimeError

    with listening(look_and_refuse), pytest.raises(RuntimeError), transaction.atomic():
        save_year(notice())
    assert seen == [False]
    assert load_calendar().is_provisional(date(2027, 1, 1))


def test_the_same_listener_registered_twice_hears_once():
    heard: list[int] = []
    with listening(heard.append):
        on_calendar_change(heard.append)
        save_year(notice())
    assert heard == [2027]
