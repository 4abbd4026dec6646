"""A doubt about what is public is let stand by two people, never by one, and never for places nobody looked at."""

import pytest
from django.db import IntegrityError, transaction

from mailbox import publishing, queries, rescanning, standing
from mailbox.chain import broken_at
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete, NotAllowed, WrongState
from mailbox.models import Letter, Mark, Standing
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests import factories as f
from tests.mailbox.copies import draft_of, publisher, released, releaser

pytestmark = pytest.mark.django_db
REASON = "“点名册”是学校的册子，不是班级"


def doubt(answer, words="点名册", kind="class_of_child"):
    draft = draft_of(answer)
    start = draft.answer.index(words)
    return Mark.objects.create(draft=draft, field="answer", start=start, end=start + len(words), kind=kind)


def doubtful():
    answer = released()
    doubt(answer)
    return answer


def still_open(answer):
    return draft_of(answer).marks.filter(decision=Decision.OPEN).count()


def propose(answer, by=None):
    return standing.propose(answer.pk, reason=REASON, by=by or publisher(), now=f.MONDAY)


def agree(answer, row, by):
    return standing.agree(answer.pk, row.pk, by=by, now=f.MONDAY)


def test_two_people_let_a_doubt_stand_and_it_is_not_asked_again():
    answer = doubtful()
    row = propose(answer)
    assert still_open(answer) == 1
    agree(answer, row, releaser())
    assert still_open(answer) == 0
    assert rescanning.doubtful().count() == 0
    mark = draft_of(answer).marks.get(kind="class_of_child")
    assert (mark.decision, mark.decided_by) == (Decision.REJECTED, releaser().user)


def test_each_step_is_in_the_ledger_and_in_the_audit_and_the_reason_only_in_the_ledger():
    answer = doubtful()
    agree(answer, propose(answer), releaser())
    letter = Letter.objects.get(pk=answer.letter_id)
    steps = [(event.kind, event.user) for event in letter.events.order_by("sequence")][-2:]
    assert steps == [("stand_proposed", publisher().user), ("stand_agreed", releaser().user)]
    assert letter.events.get(kind="stand_proposed").words.text == REASON
    assert broken_at(letter) is None
    audited = AuditEntry.objects.filter(target=f"answer:{answer.pk}", action__startswith="answer.stand")
    assert [(each.action, each.actor) for each in audited.order_by("pk")] == [
        ("answer.stand_proposed", publisher().user),
        ("answer.stand_agreed", releaser().user),
    ]
    assert REASON not in str([each.detail for each in audited])


@pytest.mark.parametrize("superuser", [False, True])
def test_one_person_with_both_roles_does_not_agree_with_the_own_proposal(superuser):
    answer = doubtful()
    both = f.person(Role.RELEASER, username="publisher")
    User.objects.filter(pk=both.pk).update(is_superuser=superuser)
    row = propose(answer)
    with pytest.raises(NotAllowed, match="请另一位同事"):
        agree(answer, row, f.actor(Role.RELEASER, username="publisher"))
    assert still_open(answer) == 1


def test_the_database_keeps_the_two_apart_too():
    answer = doubtful()
    row = propose(answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(pk=row.pk).update(state="agreed", decided_by=row.proposed_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(pk=row.pk).update(state="agreed")


def test_one_of_the_two_is_a_releaser():
    answer = doubtful()
    row = propose(answer)
    with pytest.raises(NotAllowed, match="一位公开审定"):
        agree(answer, row, publisher("publisher-two"))
    standing.decline(answer.pk, row.pk, by=publisher(), now=f.MONDAY)
    agree(answer, propose(answer, releaser()), publisher("publisher-two"))
    assert still_open(answer) == 0


def test_a_place_found_after_the_proposal_makes_it_void():
    answer = doubtful()
    row = propose(answer)
    doubt(answer, "伙食费", "other")
    assert standing.waiting(answer) is None
    with pytest.raises(Incomplete, match="又有新的地方"):
        agree(answer, row, releaser())
    assert still_open(answer) == 2
    again = propose(answer, publisher("publisher-two"))
    row.refresh_from_db()
    assert row.state == Standing.State.OVERTAKEN
    agree(answer, again, releaser())
    assert still_open(answer) == 0


def test_an_agreement_is_with_the_proposal_that_was_read():
    answer = doubtful()
    old = propose(answer)
    standing.decline(answer.pk, old.pk, by=publisher(), now=f.MONDAY)
    propose(answer, publisher("publisher-two"))
    with pytest.raises(Incomplete, match="没有等着确认"):
        agree(answer, old, releaser())
    assert still_open(answer) == 1


def test_a_second_proposal_beside_a_waiting_one_is_refused():
    answer = doubtful()
    propose(answer)
    with pytest.raises(Incomplete, match="已经有同事提出"):
        propose(answer, releaser())
    assert Standing.objects.count() == 1


def test_who_disagrees_leaves_the_doubt_and_the_public_text_as_they_are():
    answer = doubtful()
    row = propose(answer)
    standing.decline(answer.pk, row.pk, by=releaser(), now=f.MONDAY)
    assert still_open(answer) == 1
    assert queries.published_answers().get() == answer
    assert standing.waiting(answer) is None


def test_only_publishers_and_releasers_say_so_and_with_a_reason():
    answer = doubtful()
    with pytest.raises(NotAllowed):
        propose(answer, f.actor(Role.HANDLER, f.unit()))
    with pytest.raises(Incomplete, match="写明为什么"):
        standing.propose(answer.pk, reason=" 可以 ", by=publisher(), now=f.MONDAY)
    row = propose(answer)
    RoleGrant.objects.filter(user__username="releaser").delete()
    with pytest.raises(NotAllowed):
        agree(answer, row, f.staff(User.objects.get(username="releaser")))


def test_nothing_to_look_at_and_nothing_public_are_refused():
    answer = released()
    with pytest.raises(Incomplete, match="没有等着再看"):
        propose(answer)
    doubt(answer)
    row = propose(answer)
    publishing.unpublish(answer.pk, reason="先核对一下", by=releaser(), now=f.MONDAY)
    with pytest.raises(WrongState):
        agree(answer, row, releaser())
    assert still_open(answer) == 1
