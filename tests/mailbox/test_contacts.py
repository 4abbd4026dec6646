"""Contact data: shown for a reason, logged, seen by the writer; found by exact hash alone."""

import pytest

from mailbox import assignment, contacts, queries
from mailbox.enums import EventKind
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import EventWords, Letter
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_revealing_gives_the_value_and_writes_who_what_and_why_into_the_ledger():
    letter = f.accepted()
    handler = f.actor(Role.HANDLER, f.unit())
    value = contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=handler, now=f.MONDAY)
    event = letter.events.last()
    assert value == "13812341234"
    assert (event.kind, event.user, event.facts) == (
        EventKind.REVEALED,
        handler.user,
        {"field": "phone", "role": "handler"},
    )
    assert event.words.text == "核对请假日期"


def test_the_ledger_never_holds_the_revealed_value():
    letter = f.accepted()
    contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    assert not letter.events.filter(facts__icontains="13812341234").exists()
    assert not EventWords.objects.filter(text__contains="13812341234").exists()


@pytest.mark.parametrize("reason", ["", "   ", "看看", "\n\n\n\n"])
def test_no_reason_no_number_and_no_event(reason):
    letter = f.accepted()
    before = letter.events.count()
    with pytest.raises(Incomplete, match="原因"):
        contacts.reveal(letter.pk, "phone", reason=reason, by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    assert letter.events.count() == before


@pytest.mark.parametrize("field", ["name_hash", "letter", "", "__class__"])
def test_only_name_phone_and_mail_can_be_asked_for(field):
    with pytest.raises(Incomplete, match="没有这一项"):
        contacts.reveal(f.letter().pk, field, reason="核对请假日期", by=f.actor(Role.REGISTRAR), now=f.MONDAY)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRAR, Role.HANDLER}))
def test_who_only_reads_or_reviews_never_reveals(role):
    letter = f.accepted()
    with pytest.raises(NotAllowed):
        contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=f.actor(role), now=f.MONDAY)


def test_a_confidential_writer_stays_hidden_from_the_unit_but_not_from_the_registry():
    letter = f.accepted(is_confidential=True)
    with pytest.raises(NotAllowed):
        contacts.reveal(letter.pk, "name", reason="核对请假日期", by=f.actor(Role.HANDLER, f.unit()), now=f.MONDAY)
    registrar = f.actor(Role.REGISTRAR)
    assert contacts.reveal(letter.pk, "name", reason="核对请假日期", by=registrar, now=f.MONDAY) == "许清和"


def test_a_stranger_unit_cannot_reveal():
    letter = f.accepted()
    stranger = f.actor(Role.HANDLER, f.unit("finance", "财务科"), "stranger")
    with pytest.raises(NotAllowed):
        contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=stranger, now=f.MONDAY)


def test_a_handler_of_another_unit_who_reads_the_letter_by_another_role_reveals_nothing():
    letter = f.answered()
    stranger = f.unit("finance", "财务科")
    f.person(Role.HANDLER, stranger, "both")
    both = f.actor(Role.PUBLISHER, username="both")
    assert queries.can_see(both.held, letter)
    with pytest.raises(NotAllowed):
        contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=both, now=f.MONDAY)


def test_a_unit_that_gave_the_letter_back_reveals_nothing_any_more():
    letter = f.accepted()
    handler = f.actor(Role.HANDLER, f.unit())
    assignment.return_to_registry(letter.pk, by=handler, now=f.MONDAY, note="这件事归财务科")
    with pytest.raises(NotAllowed):
        contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=handler, now=f.MONDAY)


def test_the_unit_that_answered_may_still_call_the_writer():
    letter = f.answered()
    handler = f.actor(Role.HANDLER, f.unit())
    assert contacts.reveal(letter.pk, "phone", reason="答复后回访", by=handler, now=f.MONDAY) == "13812341234"


@pytest.mark.parametrize(
    "typed", ["13812341234", "138 1234 1234", "１３８１２３４１２３４", "+86 138-1234-1234", " 许清和 "]
)
def test_a_writer_is_found_by_exact_name_or_phone_however_typed(typed):
    wanted = f.letter()
    f.letter(name="林一", phone="13900000000")
    assert list(Letter.objects.filter(contacts.written_by_q(typed))) == [wanted]


@pytest.mark.parametrize("typed", ["许清", "1381234", "13812341235", "", "%"])
def test_a_part_of_a_name_or_phone_finds_nobody(typed):
    f.letter()
    assert not Letter.objects.filter(contacts.written_by_q(typed)).exists()
