"""Draft, review, signature: four eyes, nothing lost, nothing approved that was not read."""

import pytest
from django.db import IntegrityError, transaction

from mailbox import queries, queues, replying
from mailbox.enums import MessageKind, Outcome, Status
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.models import Letter, Reply
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.states import LATER, NOTE

pytestmark = pytest.mark.django_db


def handler():
    return f.actor(Role.HANDLER, f.unit())


def draft(letter, text=f.REPLY, outcome=Outcome.EXPLAINED, revision=0, by=None):
    return replying.save_draft(letter.pk, text=text, outcome=outcome, revision=revision, by=by or handler(), now=LATER)


@pytest.mark.parametrize("text", ["", "   ", "已电话沟通", "好" * 19])
def test_a_reply_too_short_to_answer_is_not_submitted(text):
    letter = f.accepted()
    draft(letter, text)
    with pytest.raises(Incomplete, match="答复太短"):
        replying.submit(letter.pk, by=handler(), now=LATER)


def test_a_reply_without_an_outcome_is_not_submitted():
    letter = f.accepted()
    draft(letter, outcome="")
    with pytest.raises(Incomplete, match="办理结果"):
        replying.submit(letter.pk, by=handler(), now=LATER)


def test_the_second_of_two_savers_is_refused_and_both_revisions_are_told_apart():
    letter = f.accepted()
    assert draft(letter, "第一稿").revision == 1
    other = f.actor(Role.HANDLER, f.unit(), "colleague")
    assert draft(letter, "同事改的", revision=1, by=other).revision == 2
    with pytest.raises(StaleDraft):
        draft(letter, "旧页面上的", revision=1)
    assert replying.draft_of(letter).text == "同事改的"


def test_a_new_draft_takes_back_an_earlier_review():
    letter = f.approved()
    replying.send_back(letter.pk, by=f.actor(Role.SIGNER), now=LATER, note=NOTE)
    reply = draft(letter, revision=1)
    assert (reply.reviewer, reply.reviewed_at) == (None, None)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HANDLER}))
def test_nobody_but_the_handling_unit_writes_the_reply_supervisors_included(role):
    with pytest.raises(NotAllowed):
        draft(f.accepted(), by=f.actor(role))


def test_a_submitted_draft_is_not_edited_any_more():
    with pytest.raises(WrongState):
        draft(f.drafted(), revision=1)


def test_the_author_neither_reviews_nor_signs_whatever_roles_are_held():
    letter = f.drafted()
    f.person(Role.REVIEWER, f.unit(), "handler")
    f.person(Role.SIGNER, username="handler")
    with pytest.raises(NotAllowed, match="另一位同事审核"):
        replying.approve(letter.pk, by=f.actor(Role.HANDLER, f.unit()), now=LATER)
    replying.approve(letter.pk, by=f.actor(Role.REVIEWER, f.unit()), now=LATER)
    with pytest.raises(NotAllowed, match="另一位领导签发"):
        replying.sign(letter.pk, by=f.actor(Role.HANDLER, f.unit()), now=LATER)


def test_who_wrote_an_earlier_revision_neither_reviews_nor_signs():
    letter = f.accepted()
    draft(letter, f.REPLY)
    colleague = f.actor(Role.HANDLER, f.unit(), "colleague")
    draft(letter, f"{f.REPLY}谢谢。", revision=1, by=colleague)
    replying.submit(letter.pk, by=colleague, now=LATER)
    f.person(Role.REVIEWER, f.unit(), "handler")
    f.person(Role.SIGNER, username="handler")
    first_writer = handler()
    assert list(Letter.objects.filter(queues.to_review_q(first_writer))) == []
    with pytest.raises(NotAllowed, match="另一位同事审核"):
        replying.approve(letter.pk, by=first_writer, now=LATER)
    replying.approve(letter.pk, by=f.actor(Role.REVIEWER, f.unit()), now=LATER)
    with pytest.raises(NotAllowed, match="另一位领导签发"):
        replying.sign(letter.pk, by=first_writer, now=LATER)


def test_the_database_itself_refuses_an_author_as_reviewer():
    letter = f.drafted()
    author = f.person(Role.HANDLER, f.unit())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(letter=letter).update(reviewer=author)


@pytest.mark.parametrize(("at", "decide"), [(f.drafted, replying.approve), (f.approved, replying.sign)])
def test_a_text_that_changed_since_it_was_read_is_neither_approved_nor_signed(at, decide):
    letter = at()
    Reply.objects.filter(letter=letter).update(revision=3)
    by = f.actor(Role.REVIEWER, f.unit()) if decide is replying.approve else f.actor(Role.SIGNER)
    with pytest.raises(Incomplete, match="第1稿，现在已经是第3稿"):
        decide(letter.pk, by=by, now=LATER, revision=1)
    assert decide(letter.pk, by=by, now=LATER, revision=3).status in (Status.APPROVED, Status.ANSWERED)


def test_signing_sends_the_reply_ends_the_assignment_and_gives_the_letter_its_outcome():
    letter = f.answered()
    reply = letter.replies.get()
    assert (reply.sent_at, reply.signer.username, letter.outcome) == (f.MONDAY, "signer", Outcome.EXPLAINED)
    assert queries.lead_assignment(letter) is None
    assert queries.lead_unit(letter) == f.unit()


def test_a_question_to_the_writer_is_kept_as_a_message():
    letter = f.accepted()
    replying.ask_citizen(letter.pk, by=handler(), now=LATER, question="请补一张收据")
    message = letter.messages.get()
    assert (message.kind, message.text) == (MessageKind.QUESTION, "请补一张收据")


def test_a_reopened_letter_keeps_its_sent_reply_and_gets_a_new_draft_beside_it():
    letter = f.answered()
    replying.reopen(letter.pk, by=f.actor(Role.SUPERVISOR), now=LATER, note=NOTE)
    draft(letter, "第二次答复")
    assert [reply.sent_at is not None for reply in letter.replies.all()] == [True, False]
