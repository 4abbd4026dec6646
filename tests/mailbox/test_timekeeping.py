"""M01–M05 on real days: start, pause, stop, verdict; and what happens when a year's notice arrives."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mailbox import assignment, chain, correspondence, recomputing, replying, timekeeping
from mailbox.clocks import Nearness, Urgency, nearness
from mailbox.enums import EventKind, LetterClass
from portal.accounts.roles import Role
from portal.calendar import changes
from portal.calendar.models import CalendarDay, CalendarEdition
from portal.calendar.store import load_calendar
from tests import factories as f
from tests.mailbox.states import NOTE

pytestmark = pytest.mark.django_db


def day(year: int, month: int, date_: int) -> datetime:
    """Nine in the morning, local time."""
    return datetime(year, month, date_, 1, tzinfo=UTC)


def dates(letter, **wanted):
    return {clock.rule: clock.due_on for clock in letter.clocks.filter(**wanted)}


@pytest.mark.parametrize(
    ("letter_class", "is_complex", "rule", "due"),
    [
        (LetterClass.ENQUIRY, False, "M02", date(2026, 11, 26)),
        (LetterClass.COMPLAINT, False, "M03", date(2026, 11, 30)),
        (LetterClass.ENQUIRY, True, "M04", date(2026, 12, 7)),
    ],
)
def test_registration_reply_and_red_line_start_with_the_receipt(letter_class, is_complex, rule, due):
    letter = f.registered(letter_class=letter_class, classified={"is_complex": is_complex})
    assert dates(letter, stopped_on=None) == {"M01": date(2026, 11, 24), rule: due, "M05": date(2027, 1, 22)}


def test_national_holiday_days_are_left_out_and_make_up_days_counted():
    letter = f.letter(now=day(2026, 9, 28), letter_class=LetterClass.COMPLAINT)
    assert dates(letter)["M03"] == date(2026, 10, 10)  # 29, 30, 8, 9 October and the Saturday that is worked


@pytest.mark.parametrize(("assigned_on", "met"), [(24, True), (25, False)])
def test_the_registration_clock_stops_with_the_assignment(assigned_on, met):
    letter = f.registered()
    assignment.assign(letter.pk, f.unit(), by=f.actor(Role.REGISTRAR), now=day(2026, 11, assigned_on))
    clock = letter.clocks.get(rule="M01")
    assert (clock.stopped_on, clock.met) == (date(2026, 11, assigned_on), met)


@pytest.mark.parametrize(("signed_on", "met"), [(26, True), (27, False)])
def test_the_reply_clock_is_judged_by_the_day_of_the_signature(signed_on, met):
    letter = f.approved()
    replying.sign(letter.pk, by=f.actor(Role.SIGNER), now=day(2026, 11, signed_on))
    assert letter.clocks.get(rule="M02").met is met
    assert letter.clocks.get(rule="M05").met is True


def test_the_day_of_an_act_is_the_local_day():
    late_evening = datetime(2026, 11, 26, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    letter = f.approved()
    replying.sign(letter.pk, by=f.actor(Role.SIGNER), now=late_evening)
    assert letter.clocks.get(rule="M02").stopped_on == date(2026, 11, 26)


def test_while_the_writer_is_asked_the_reply_stands_still_and_the_red_line_runs_on():
    letter = f.accepted()
    handler = f.actor(Role.HANDLER, f.unit())
    replying.ask_citizen(letter.pk, by=handler, now=day(2026, 11, 24), question=NOTE)
    assert dates(letter, stopped_on=None) == {"M02": None, "M05": date(2027, 1, 22)}
    correspondence.supplement(letter.pk, "补来了", now=day(2026, 11, 27))
    # 24, 25 and 26 November stood still: 27, 30 November and 1 December are days 1, 2 and 3
    assert dates(letter, stopped_on=None)["M02"] == date(2026, 12, 1)


def test_two_pauses_are_both_taken_out():
    letter = f.accepted(letter_class=LetterClass.COMPLAINT)
    handler = f.actor(Role.HANDLER, f.unit())
    for asked, told in ((24, 25), (26, 27)):
        replying.ask_citizen(letter.pk, by=handler, now=day(2026, 11, asked), question=NOTE)
        correspondence.supplement(letter.pk, "补来了", now=day(2026, 11, told))
    assert dates(letter, stopped_on=None)["M03"] == date(2026, 12, 2)


@pytest.mark.parametrize("end", ["withdraw", "redirect", "reject", "merge"])
def test_other_ends_stop_every_clock_without_a_verdict(end):
    letter = f.registered()
    by, now = f.actor(Role.REGISTRAR), day(2026, 12, 30)
    {
        "withdraw": lambda: correspondence.withdraw(letter.pk, now=now),
        "redirect": lambda: assignment.redirect(letter.pk, by=by, now=now, note=NOTE),
        "reject": lambda: assignment.reject(letter.pk, by=by, now=now, note=NOTE),
        "merge": lambda: assignment.merge(letter.pk, f.registered(), by=by, now=now),
    }[end]()
    assert {(clock.stopped_on, clock.met) for clock in letter.clocks.all()} == {(date(2026, 12, 30), None)}


def test_a_letter_withdrawn_while_the_writer_was_asked_leaves_no_open_pause():
    letter = f.accepted()
    replying.ask_citizen(letter.pk, by=f.actor(Role.HANDLER, f.unit()), now=day(2026, 11, 24), question=NOTE)
    correspondence.withdraw(letter.pk, now=day(2026, 11, 25))
    assert not letter.pauses.filter(ended_on__isnull=True).exists()


def test_the_proof_ends_on_the_date_that_is_stored():
    letter = f.letter(now=day(2026, 9, 28), letter_class=LetterClass.COMPLAINT)
    clock = letter.clocks.get(rule="M03")
    proof = timekeeping.proof(clock)
    assert proof.on == clock.due_on
    assert [step.on.day for step in proof.days if step.counted] == [29, 30, 8, 9, 10]


def publish_2027(*days_off: date) -> None:
    """What an import of the 2027 notice does to the tables, then tells the listeners."""
    edition, _ = CalendarEdition.objects.update_or_create(year=2027, defaults={"is_official": True, "notice": "通知"})
    CalendarDay.objects.filter(edition=edition).delete()
    for off in days_off:
        CalendarDay.objects.create(edition=edition, on=off, is_working=False, name="春节")
    changes.announce(2027)


def test_the_notice_of_a_year_moves_running_dates_and_logs_each_letter_once():
    letter = f.letter(now=day(2026, 12, 30), letter_class=LetterClass.COMPLAINT)
    before = letter.clocks.get(rule="M03")
    assert before.is_provisional
    publish_2027(date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5))
    after = letter.clocks.get(rule="M03")
    assert (after.is_provisional, after.due_on) == (False, date(2027, 1, 8) + timedelta(days=3))
    event = letter.events.last()
    assert event.kind == EventKind.CLOCK_RECOMPUTED
    assert event.party == "system"
    assert {"rule": "M03", "was": str(before.due_on), "due": str(after.due_on)} in event.facts["clocks"]
    assert chain.broken_at(letter) is None
    publish_2027(date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5))
    assert letter.events.filter(kind=EventKind.CLOCK_RECOMPUTED).count() == 1


def test_stopped_clocks_and_letters_of_another_year_are_left_alone():
    done = f.answered(now=day(2026, 12, 30))
    old = f.letter(now=day(2026, 3, 2))
    before = {clock.pk: clock.due_on for clock in (*done.clocks.all(), *old.clocks.all())}
    publish_2027(date(2027, 1, 4))
    assert {clock.pk: clock.due_on for clock in (*done.clocks.all(), *old.clocks.all())} == before
    assert not done.events.filter(kind=EventKind.CLOCK_RECOMPUTED).exists()
    assert not old.events.filter(kind=EventKind.CLOCK_RECOMPUTED).exists()


def test_the_mailbox_listens_to_the_calendar_from_the_start():
    assert recomputing.calendar_changed in changes._listeners


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, Nearness(Urgency.PAUSED, None)),
        (date(2026, 11, 20), Nearness(Urgency.LATE, -1)),
        (date(2026, 11, 19), Nearness(Urgency.LATE, -2)),
        (date(2026, 11, 22), Nearness(Urgency.LATE, -1)),  # a Sunday: late by one, never by none
        (date(2026, 11, 23), Nearness(Urgency.SOON, 0)),
        (date(2026, 11, 24), Nearness(Urgency.SOON, 1)),
        (date(2026, 11, 25), Nearness(Urgency.PLAIN, 2)),
    ],
)
def test_nearness_counts_working_days(due_on, expected):
    assert nearness(due_on, date(2026, 11, 23), load_calendar()) == expected
