"""What is public is searched again when rules, detectors or the case change; doubts wait for a person."""

import pytest
from django.core.management import call_command

from mailbox import gate, publishing, queries, rescanning
from mailbox.enums import Decision, Visibility
from mailbox.exceptions import Incomplete
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft
from portal.accounts.roles import Role
from portal.outbox.drain import drain
from portal.outbox.models import MessageState, OutboxMessage
from portal.privacy.models import MarkRule
from tests import factories as f
from tests.mailbox.copies import confirmed, draft_of, proposed, publisher, released, releaser

pytestmark = pytest.mark.django_db


def work_off():
    while drain(200):
        pass
    assert not OutboxMessage.objects.exclude(state=MessageState.DONE).exists()


def add_rule(words, kind="person"):
    author = f.person(Role.ADMINISTRATOR)
    return MarkRule.objects.create(words=words, kind=kind, reason="新发现的说法", author=author)


def doubts(answer):
    return [
        (mark.field, getattr(mark.draft, mark.field)[mark.start : mark.end])
        for mark in Mark.objects.filter(draft__public_answer=answer, decision=Decision.OPEN)
    ]


def test_a_new_rule_puts_public_answers_with_these_words_before_a_person_and_takes_none_down():
    answer, other = released(), released(subject="校服能不能不买", body="校服可以不买吗？")
    work_off()
    add_rule("点名册", "class_of_child")
    work_off()
    assert doubts(answer) == [("answer", "点名册")]
    assert set(queries.published_answers()) == {answer, other}
    assert set(rescanning.doubtful()) == {answer, other}  # both replies speak of it
    assert PublicAnswer.objects.get(pk=answer.pk).answer == answer.answer


def test_searching_twice_finds_nothing_new():
    answer = released()
    add_rule("点名册", "class_of_child")
    work_off()
    first = list(Mark.objects.values_list("pk", flat=True))
    rescanning.scan(answer.pk)
    assert list(Mark.objects.values_list("pk", flat=True)) == first


def test_a_doubt_stays_open_when_the_answer_is_taken_down_and_proposed_again():
    answer = released()
    add_rule("点名册", "class_of_child")
    work_off()
    publishing.unpublish(answer.pk, reason="先核对一下", by=releaser(), now=f.MONDAY)
    publishing.propose(answer.letter_id, by=publisher(), now=f.MONDAY)
    with pytest.raises(Incomplete, match="还有1处"):
        gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)


def test_a_name_hidden_in_one_answer_of_a_writer_is_looked_for_in_the_others():
    first = proposed(body="请问退费怎么办理？", text=f"{f.REPLY}罗小满的手续已经办好。")
    draft = confirmed(first, accept=False)  # a person let the name stand
    publishing.release(first.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    work_off()
    assert doubts(first) == []
    second = proposed(body="孩子罗小满的学费退了吗？")
    draft = confirmed(second)  # here it was hidden
    publishing.release(second.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert "罗小满" not in PublicAnswer.objects.get(pk=second.pk).question
    Mark.objects.filter(draft__public_answer=first, decision=Decision.REJECTED).delete()  # as if never decided
    work_off()
    assert ("answer", "罗小满") in doubts(first)


def test_an_answer_of_a_batch_has_no_draft_and_gets_one_to_decide_on():
    answer = released()
    PublicDraft.objects.filter(public_answer=answer).delete()
    PublicAnswer.objects.filter(pk=answer.pk).update(batch="past.xlsx", answer=f"{f.REPLY}咨询电话0199-88123411。")
    assert rescanning.scan(answer.pk) == 0  # the line of an office, as the batch's rule says
    assert not PublicDraft.objects.filter(public_answer=answer).exists()
    PublicAnswer.objects.filter(pk=answer.pk).update(answer=f"{f.REPLY}请找李雪梅13711112222。")
    rescanning.scan(answer.pk)
    assert ("answer", "13711112222") in doubts(answer)


def test_an_identifier_in_somebodys_own_mask_becomes_a_mark_of_its_own():
    answer = proposed()
    confirmed(answer)
    mark = draft_of(answer).marks.get(kind="phone")
    gate.decide(mark.pk, accept=True, mask="（红花办转）", by=publisher(), now=f.MONDAY)
    draft = gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)
    publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    work_off()
    add_rule("红花办", "address")
    work_off()
    assert doubts(answer) == [("question", "红花办")]


def test_a_letter_that_is_not_public_is_left_alone():
    answer = released()
    publishing.unpublish(answer.pk, reason="先核对一下", by=releaser(), now=f.MONDAY)
    add_rule("点名册", "class_of_child")
    work_off()
    assert rescanning.scan(answer.pk) == 0
    assert doubts(answer) == []
    assert Letter.objects.get(pk=answer.letter_id).visibility == Visibility.UNPUBLISHED


def test_the_command_searches_all_and_the_clock_asks_only_when_the_detectors_are_others(capsys, monkeypatch):
    released()
    call_command("rescan_answers")
    assert "检查了1条公开答复，0条要再看一遍" in capsys.readouterr().out
    work_off()
    assert rescanning.ask_when_stale(f.MONDAY) is False
    monkeypatch.setattr(rescanning, "_detectors", lambda: "another version")
    assert rescanning.ask_when_stale(f.MONDAY) is True
    work_off()
    assert rescanning.ask_when_stale(f.MONDAY) is False
