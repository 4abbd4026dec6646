"""The move itself: what it locks, saves, logs and leaves behind; and that any legal walk keeps the promises."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbox import chain
from mailbox.enums import FINAL_STATUSES, OPEN_STATUSES, Action, Status
from mailbox.moves import moves_from
from mailbox.permissions import CITIZEN
from mailbox.transitions import allowed_moves, last_person
from portal.accounts.roles import Role
from portal.outbox.models import OutboxMessage
from tests import factories as f
from tests.mailbox.states import PERFORM, at

ACTORS = {Role.HANDLER: "basic", Role.REVIEWER: "basic"}


def actor_for(move):
    role = next((who for who in move.who if isinstance(who, Role)), None)
    return f.actor(role, f.unit() if role in ACTORS else f.bureau()) if role else CITIZEN


def walk(letter, choices):
    """Make one legal move after the other, chosen by ``choices``; returns the actions made."""
    made = []
    for choice in choices:
        rows = [row for row in moves_from(Status(letter.status)) if row.action in PERFORM]
        if not rows:
            break
        row = rows[choice % len(rows)]
        PERFORM[row.action](letter, actor_for(row))
        letter.refresh_from_db()
        made.append(row.action)
        yield row


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(st.integers(min_value=0, max_value=11), max_size=12))
def test_any_walk_of_legal_moves_keeps_chain_lead_draft_and_clocks_in_order(choices):
    letter = f.letter()
    for row in walk(letter, choices):
        assert letter.status == row.target
        assert chain.broken_at(letter) is None
        assert letter.assignments.filter(is_lead=True, ended_at__isnull=True).count() <= 1
        assert letter.replies.filter(sent_at__isnull=True).count() <= 1
        running = list(letter.clocks.filter(stopped_on__isnull=True).values_list("rule", flat=True))
        assert len(running) == len(set(running))
        paused = letter.pauses.filter(ended_on__isnull=True).exists()
        assert paused == (letter.status == Status.AWAITING_CITIZEN)
        if letter.status in FINAL_STATUSES:
            assert running == []
        assert OutboxMessage.objects.filter(kind="letter.event", payload__letter=letter.pk).count() == (
            letter.events.count()
        )


@pytest.mark.django_db
@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_an_open_letter_has_a_lead_exactly_while_a_unit_has_it(status):
    letter = at(status)
    with_unit = {Status.ASSIGNED, Status.ACCEPTED, Status.DRAFTED, Status.APPROVED, Status.AWAITING_CITIZEN}
    assert letter.assignments.filter(is_lead=True, ended_at__isnull=True).count() == (status in with_unit)


@pytest.mark.django_db
def test_times_of_answer_and_end_are_stamped_and_taken_back_by_a_reopening():
    letter = at(Status.CLOSED)
    assert (letter.answered_at, letter.closed_at is not None) == (f.MONDAY, True)
    PERFORM[Action.REOPEN](letter, f.actor(Role.SUPERVISOR))
    letter.refresh_from_db()
    assert (letter.answered_at, letter.closed_at) == (None, None)


@pytest.mark.django_db
def test_buttons_of_a_person_without_a_role_are_none():
    for status in Status:
        assert allowed_moves(at(status), f.actor(Role.AUDITOR)) == []


@pytest.mark.django_db
def test_last_person_is_who_moved_it_and_nobody_for_the_writer():
    assert last_person(f.letter()) == ""
    assert last_person(f.accepted(now=f.MONDAY + timedelta(days=1))) == "承办人甲"
