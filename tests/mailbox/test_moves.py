"""Every row of the table is walked: the right role makes the move, every other is refused, nothing else is possible."""

import pytest
from django.conf import settings

from mailbox import correspondence, moves, transitions
from mailbox.enums import Action, Status
from mailbox.exceptions import Incomplete, NotAllowed, WrongState
from mailbox.moves import MOVES, TABLE, Move, Party
from mailbox.permissions import CITIZEN, SYSTEM
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.states import LATER, NOTE, PERFORM, at

pytestmark = pytest.mark.django_db

STAFF_ROWS = [move for move in MOVES if any(isinstance(who, Role) for who in move.who)]
PARTY_ROWS = [move for move in MOVES if any(isinstance(who, Party) for who in move.who)]


def row_id(move: Move) -> str:
    return f"{move.source}-{move.action}"


def someone(role: Role, *, at_unit: bool = True):
    """A person with this role alone; unit roles are held for the letter's lead unit."""
    place = f.unit() if at_unit and role in (Role.HANDLER, Role.REVIEWER) else f.bureau()
    return f.actor(role, place, f"only_{role.value}")


@pytest.mark.parametrize("move", STAFF_ROWS, ids=row_id)
def test_every_role_of_the_row_makes_the_move_and_every_other_is_refused(move):
    letter = at(move.source)
    for role in set(Role) - move.who:
        with pytest.raises(NotAllowed):
            PERFORM[move.action](letter, someone(role))
    letter.refresh_from_db()
    assert letter.status == move.source
    for role in [who for who in move.who if isinstance(who, Role)]:
        fresh = at(move.source)
        PERFORM[move.action](fresh, someone(role))
        fresh.refresh_from_db()
        assert fresh.status == move.target
        assert fresh.events.last().kind == move.action.value


@pytest.mark.parametrize("move", [move for move in STAFF_ROWS if move.unit_bound], ids=row_id)
def test_the_same_role_at_another_unit_is_refused(move):
    letter = at(move.source)
    elsewhere = f.unit("finance", "财务科")
    for role in move.who:
        stranger = f.actor(role, elsewhere, f"stranger_{role.value}")
        f.person(Role.AUDITOR, username=stranger.user.username)  # sees the letter, which is not enough
        with pytest.raises(NotAllowed):
            PERFORM[move.action](letter, f.actor(role, elsewhere, stranger.user.username))


@pytest.mark.parametrize("move", PARTY_ROWS, ids=row_id)
def test_writer_and_system_make_exactly_their_own_moves(move):
    for party in (CITIZEN, SYSTEM):
        letter = at(move.source)
        if party.party in move.who:
            assert transitions.move(letter.pk, move.action, by=party, now=LATER, note=NOTE).status == move.target
        else:
            with pytest.raises(NotAllowed):
                transitions.move(letter.pk, move.action, by=party, now=LATER, note=NOTE)


@pytest.mark.parametrize("status", list(Status))
def test_every_action_without_a_row_is_a_wrong_state_even_for_who_holds_every_role(status):
    letter = at(status)
    for role in Role:
        everything = f.actor(role, username="everything")
    for action in Action:
        if (status, action) in TABLE:
            continue
        with pytest.raises(WrongState, match=letter.get_status_display()):
            transitions.move(letter.pk, action, by=everything, now=LATER, note=NOTE)
    letter.refresh_from_db()
    assert letter.status == status


@pytest.mark.parametrize("move", [move for move in STAFF_ROWS if move.needs_note], ids=row_id)
def test_a_move_that_needs_a_reason_is_not_made_without_one(move):
    letter = at(move.source)
    role = next(who for who in move.who if isinstance(who, Role))
    with pytest.raises(Incomplete, match=str(move.action.label)):
        transitions.move(letter.pk, move.action, by=someone(role), now=LATER, note=" 　\n")
    letter.refresh_from_db()
    assert letter.status == move.source


def test_the_table_has_one_row_for_a_source_and_an_action():
    assert len(TABLE) == len(MOVES)


def test_every_status_is_reached_by_some_move_and_only_archived_is_never_left():
    assert {move.target for move in MOVES} | {Status.RECEIVED} == set(Status)
    assert set(Status) - {move.source for move in MOVES} == {Status.ARCHIVED}


def test_the_usual_move_of_a_unit_at_work_is_to_submit_and_of_a_closed_letter_to_archive():
    assert next(move.action for move in moves.moves_from(Status.ACCEPTED)) == Action.SUBMIT
    assert [move.action for move in moves.moves_from(Status.CLOSED)] == [Action.ARCHIVE, Action.REOPEN]


def test_a_refused_move_leaves_neither_event_nor_outbox_row_nor_clock():
    letter = f.assigned()
    events, clocks = letter.events.count(), list(letter.clocks.values_list("rule", "stopped_on"))
    with pytest.raises(NotAllowed):
        PERFORM[Action.ACCEPT](letter, f.actor(Role.AUDITOR))
    assert letter.events.count() == events
    assert list(letter.clocks.values_list("rule", "stopped_on")) == clocks


def test_docs_hold_the_table_as_the_code_has_it():
    text = (settings.BASE_DIR / "docs" / "letters.md").read_text(encoding="utf-8")
    assert moves.as_markdown() in text


def test_words_noted_at_the_counter_bring_the_letter_back_to_work():
    letter = at(Status.AWAITING_CITIZEN)
    handler = f.actor(Role.HANDLER, f.unit())
    correspondence.record_supplement(letter.pk, "电话里说：在读三年级", by=handler, now=LATER)
    message = letter.messages.last()
    assert (message.text, message.author) == ("电话里说：在读三年级", handler.user)
