"""What the writer may do with a letter after sending it."""

from datetime import timedelta

import pytest

from mailbox import assignment, correspondence, replying
from mailbox.enums import OPEN_STATUSES, Action, Status
from mailbox.exceptions import Incomplete, WrongState
from mailbox.models import Letter, Message, Rating
from mailbox.moves import TABLE
from tests import factories as f

pytestmark = pytest.mark.django_db
LATER = f.MONDAY + timedelta(hours=3)


def asked() -> Letter:
    letter = f.accepted()
    replying.ask_citizen(letter.pk, by=f.actor("handler", f.unit()), now=f.MONDAY, question="请补一张收据。")
    letter.refresh_from_db()
    return letter


def in_status(status: str) -> Letter:
    """A letter whose row says ``status``; how it came there does not matter to what is tested."""
    letter = f.accepted()
    Letter.objects.filter(pk=letter.pk).update(status=status)
    letter.refresh_from_db()
    return letter


def test_an_answer_to_a_question_brings_the_letter_back_to_work_and_keeps_the_words():
    letter = asked()
    correspondence.supplement(letter.pk, "收据编号是2026-18。", now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.ACCEPTED
    assert Message.objects.filter(kind="supplement").get().text == "收据编号是2026-18。"
    assert letter.events.last().kind == "supplement"
    assert letter.pauses.get().ended_on is not None


def test_a_supplement_without_a_question_leaves_the_status_alone():
    letter = f.accepted()
    correspondence.supplement(letter.pk, "补一句。", now=LATER)
    letter.refresh_from_db()
    assert (letter.status, letter.events.last().kind) == (Status.ACCEPTED, "added")


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_an_empty_supplement_is_refused(words):
    letter = f.letter()
    with pytest.raises(Incomplete, match="请写上要补充的内容"):
        correspondence.supplement(letter.pk, words, now=LATER)


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN_STATUSES))
def test_nothing_is_added_to_a_letter_that_has_ended(status):
    letter = in_status(status)
    with pytest.raises(WrongState):
        correspondence.supplement(letter.pk, "还想说", now=LATER)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("status", list(Status))
def test_a_letter_can_be_withdrawn_exactly_where_the_table_says(status):
    letter = in_status(status)
    if (status, Action.WITHDRAW) in TABLE:
        correspondence.withdraw(letter.pk, now=LATER, reason="解决了")
        letter.refresh_from_db()
        assert (letter.status, letter.outcome) == (Status.WITHDRAWN, "withdrawn")
        assert letter.clocks.filter(stopped_on__isnull=True).count() == 0
        assert letter.assignments.filter(ended_at__isnull=True).count() == 0
    else:
        with pytest.raises(WrongState):
            correspondence.withdraw(letter.pk, now=LATER)


def test_a_withdrawn_letter_is_neither_in_time_nor_late():
    letter = f.letter()
    correspondence.withdraw(letter.pk, now=LATER)
    assert set(letter.clocks.values_list("met", flat=True)) == {None}


def test_reminding_once_a_day_and_again_the_next():
    letter = f.accepted()
    correspondence.remind(letter.pk, "孩子下周要用", now=f.MONDAY)
    with pytest.raises(Incomplete, match="一天可以催一次"):
        correspondence.remind(letter.pk, "", now=f.MONDAY + timedelta(hours=23, minutes=59))
    correspondence.remind(letter.pk, "", now=f.MONDAY + timedelta(days=1))
    assert [event.kind for event in letter.events.all()][-2:] == ["reminded", "reminded"]


def test_who_has_to_answer_a_question_first_cannot_remind():
    assert correspondence.may_remind(asked(), LATER) is False


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN_STATUSES))
def test_a_letter_that_has_ended_cannot_be_hurried(status):
    assert correspondence.may_remind(in_status(status), LATER) is False


@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_an_open_letter_cannot_be_rated(status):
    letter = in_status(status)
    with pytest.raises(WrongState):
        correspondence.rate(letter.pk, handling="satisfied", reception="satisfied", comment="", now=LATER)
    assert Rating.objects.count() == 0


def test_a_rating_closes_an_answered_letter_and_counts_once():
    letter = f.answered()
    correspondence.rate(letter.pk, handling="dissatisfied", reception="mostly", comment="太慢", now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.CLOSED
    assert [event.kind for event in letter.events.all()][-2:] == ["rated", "close"]
    with pytest.raises(Incomplete, match="已经评价过"):
        correspondence.rate(letter.pk, handling="satisfied", reception="mostly", comment="", now=LATER)
    assert Rating.objects.get().handling == "dissatisfied"


def test_the_ledger_holds_no_words_of_the_writer_in_its_facts():
    letter = asked()
    correspondence.supplement(letter.pk, "只有我知道的话", now=LATER)
    correspondence.remind(letter.pk, "快一点的话", now=LATER)
    facts = str(list(letter.events.values_list("facts", flat=True)))
    assert "只有我知道的话" not in facts
    assert "快一点的话" not in facts


def test_a_letter_can_still_be_withdrawn_after_its_unit_returned_it():
    letter = f.accepted()
    assignment.return_to_registry(letter.pk, by=f.actor("handler", f.unit()), now=f.MONDAY, note="不归我们")
    correspondence.withdraw(letter.pk, now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.WITHDRAWN
