"""The whole way of one letter through the named functions."""

from datetime import date, timedelta

import pytest

from mailbox import assignment, chain, correspondence, queries, replying
from mailbox.enums import Action, Outcome, Status
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.transitions import allowed_moves
from portal.outbox.models import OutboxMessage
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_a_letter_goes_the_whole_way_and_its_chain_holds():
    letter = f.answered()
    assert letter.status == Status.ANSWERED
    assert letter.outcome == Outcome.EXPLAINED
    assert letter.answered_at == f.MONDAY
    assert [event.kind for event in letter.events.all()] == [
        "received", "register", "assign", "accept", "submit", "approve", "sign",
    ]  # fmt: skip
    assert chain.broken_at(letter) is None


def test_every_event_leaves_exactly_one_outbox_row():
    letter = f.answered()
    keys = set(OutboxMessage.objects.filter(kind="letter.event").values_list("key", flat=True))
    assert keys == {f"letter-event:{letter.pk}:{event.sequence}" for event in letter.events.all()}


def test_a_simple_enquiry_is_due_after_three_working_days_and_registration_after_one():
    letter = f.letter()
    assert {clock.rule: clock.due_on for clock in letter.clocks.all()} == {
        "M01": date(2026, 11, 24),
        "M02": date(2026, 11, 26),
        "M05": date(2027, 1, 22),
    }


def test_waiting_for_the_citizen_stops_the_reply_clock_and_the_answer_starts_it_again():
    letter = f.accepted()
    handler = f.actor("handler", f.unit())
    replying.ask_citizen(letter.pk, by=handler, now=f.MONDAY + timedelta(days=1), question="请补一张收据。")
    assert letter.clocks.get(rule="M02").due_on is None
    assert letter.clocks.get(rule="M05").due_on == date(2027, 1, 22)
    correspondence.supplement(letter.pk, "收据照片见附件", now=f.MONDAY + timedelta(days=4))
    assert letter.clocks.get(rule="M02").due_on == date(2026, 12, 1)


def test_a_letter_answered_after_its_day_counts_as_late():
    letter = f.approved()
    replying.sign(letter.pk, by=f.actor("signer"), now=f.MONDAY + timedelta(days=4))
    assert letter.clocks.get(rule="M02").met is False
    assert letter.clocks.get(rule="M05").met is True


def test_the_second_colleague_is_told_who_was_quicker():
    letter = f.accepted()
    with pytest.raises(WrongState, match="承办人甲已经先一步处理"):
        assignment.accept(letter.pk, by=f.actor("handler", f.unit(), "second"), now=f.MONDAY)


def test_a_stale_draft_is_refused_and_the_newer_text_stays():
    letter = f.accepted()
    handler = f.actor("handler", f.unit())
    replying.save_draft(letter.pk, text="第一稿", outcome="", revision=0, by=handler, now=f.MONDAY)
    with pytest.raises(StaleDraft):
        replying.save_draft(letter.pk, text="旧页面上的稿", outcome="", revision=0, by=handler, now=f.MONDAY)
    assert replying.draft_of(letter).text == "第一稿"


def test_nobody_reviews_the_own_reply():
    letter = f.drafted()
    author = f.person("handler", f.unit())
    f.person("reviewer", f.unit(), author.username)
    with pytest.raises(NotAllowed):
        replying.approve(letter.pk, by=f.actor("handler", f.unit()), now=f.MONDAY)


def test_a_complaint_never_goes_to_the_school_complained_about():
    school = f.school()
    letter = f.registered(letter_class="complaint", concerned=school)
    with pytest.raises(Incomplete, match="不能由它自己主办"):
        assignment.assign(letter.pk, school, by=f.actor("registrar"), now=f.MONDAY)


def test_staff_of_the_accused_school_do_not_see_a_report():
    school = f.school()
    letter = f.letter(letter_class="report", concerned=school)
    insider = f.person("registrar", school, "insider")
    f.person("registrar", username="insider")
    outsider = f.person("registrar")
    assert list(queries.visible_to(insider)) == []
    assert list(queries.visible_to(outsider)) == [letter]


def test_buttons_are_the_moves_of_the_table_open_to_the_person():
    letter = f.assigned()
    registrar = [move.action for move in allowed_moves(letter, f.actor("registrar"))]
    handler = [move.action for move in allowed_moves(letter, f.actor("handler", f.unit()))]
    assert registrar == [Action.RECALL]
    assert handler == [Action.ACCEPT, Action.RETURN]


def test_rating_an_answered_letter_closes_it_once():
    letter = f.answered()
    correspondence.rate(letter.pk, handling="satisfied", reception="mostly", comment="", now=f.MONDAY)
    letter.refresh_from_db()
    assert letter.status == Status.CLOSED
    with pytest.raises(Incomplete):
        correspondence.rate(letter.pk, handling="satisfied", reception="mostly", comment="", now=f.MONDAY)


def test_reopening_gives_the_letter_back_to_its_unit_with_a_new_clock():
    letter = f.answered()
    replying.reopen(letter.pk, by=f.actor("supervisor"), now=f.MONDAY + timedelta(days=7), note="市民说没有退款")
    assert queries.lead_assignment(letter).unit == f.unit()
    assert letter.clocks.get(rule="M03", stopped_on=None).due_on == date(2026, 12, 7)


@pytest.mark.parametrize(("letter_class", "still_seen"), [("report", False), ("complaint", True)])
def test_a_unit_that_gave_a_letter_back_forgets_a_restricted_one(letter_class, still_seen):
    letter = f.assigned(letter_class=letter_class, concerned=f.school())
    handler = f.actor("handler", f.unit())
    assert queries.can_see(handler.held, letter)
    letter = assignment.return_to_registry(letter.pk, by=handler, now=f.MONDAY, note="不属于我科职责")
    assert queries.can_see(handler.held, letter) is still_seen
    assert queries.visible_to(handler.user).filter(pk=letter.pk).exists() is still_seen
