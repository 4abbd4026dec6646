"""Deciding marks: one or all of the same words, other masks, undoing, keeping; edits leave decisions where they are."""

from datetime import timedelta

import pytest

from mailbox import gate, marking
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft
from mailbox.marking import PublicTexts
from mailbox.models import Mark
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.copies import BODY, draft_of, proposed, publisher, releaser

pytestmark = pytest.mark.django_db

LATER = f.MONDAY + timedelta(minutes=1)


def mark_on(answer, words):
    draft = draft_of(answer)
    return next(each for each in draft.marks.all() if getattr(draft, each.field)[each.start : each.end] == words)


def decisions(answer):
    draft = draft_of(answer)
    return [(getattr(draft, m.field)[m.start : m.end], m.decision) for m in draft.marks.order_by("field", "start")]


def public(answer):
    draft = draft_of(answer)
    return marking.public_texts(draft, list(draft.marks.all()))


def test_all_marks_of_the_same_words_are_decided_at_once_each_with_its_own_mask():
    answer = proposed(body="我叫许清和，想问退费。联系人：许清和。", text=f"许清和家长，{f.REPLY}")
    gate.decide(mark_on(answer, "许清和").pk, accept=True, same=True, by=publisher(), now=f.MONDAY)
    assert [decision for _words, decision in decisions(answer)] == [Decision.ACCEPTED] * 3
    assert "许清和" not in public(answer).question + public(answer).answer


def test_another_mask_may_be_chosen_or_written_and_is_cleaned():
    answer = proposed()
    mark = gate.decide(mark_on(answer, "许清和").pk, accept=True, mask=" 一位家长\u202e ", by=publisher(), now=f.MONDAY)
    assert mark.mask == "一位家长"
    assert "我叫一位家长，" in public(answer).question
    gate.decide(mark.pk, accept=True, mask="", by=publisher(), now=f.MONDAY)
    assert "我叫，" in public(answer).question


def test_undoing_takes_back_the_last_decision_with_all_its_marks_and_then_the_one_before():
    answer = proposed(body="我叫许清和，电话13812341234。联系人：许清和。")
    gate.decide(mark_on(answer, "13812341234").pk, accept=True, by=publisher(), now=f.MONDAY)
    gate.decide(mark_on(answer, "许清和").pk, accept=False, mask="随便", same=True, by=publisher(), now=LATER)
    gate.undo(answer.pk, by=publisher(), now=LATER)
    assert dict(decisions(answer)) == {"许清和": Decision.OPEN, "13812341234": Decision.ACCEPTED}
    assert mark_on(answer, "许清和").mask != "随便"  # the usual one again
    gate.undo(answer.pk, by=publisher(), now=LATER)
    assert {decision for _words, decision in decisions(answer)} == {Decision.OPEN}
    with pytest.raises(Incomplete, match="没有可以撤销"):
        gate.undo(answer.pk, by=publisher(), now=LATER)


def test_undoing_a_mark_by_hand_brings_back_what_it_had_swallowed():
    answer = proposed()
    before = decisions(answer)
    gate.add_marks(answer.pk, "电话13812341234", kind="phone", mask="", by=publisher(), now=f.MONDAY)
    assert decisions(answer) != before
    gate.undo(answer.pk, by=publisher(), now=LATER)
    assert decisions(answer) == before


def test_one_person_undoes_only_what_that_person_decided():
    answer = proposed()
    gate.decide(mark_on(answer, "许清和").pk, accept=True, by=publisher(), now=f.MONDAY)
    with pytest.raises(Incomplete, match="没有可以撤销"):
        gate.undo(answer.pk, by=publisher("second"), now=LATER)
    with pytest.raises(NotAllowed):
        gate.undo(answer.pk, by=releaser(), now=LATER)


def test_an_undone_decision_needs_confirming_again():
    answer = proposed()
    for words in ("许清和", "13812341234"):
        gate.decide(mark_on(answer, words).pk, accept=True, by=publisher(), now=f.MONDAY)
    gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)
    gate.undo(answer.pk, by=publisher(), now=LATER)
    assert draft_of(answer).is_confirmed is False


def test_a_hand_mark_takes_the_usual_mask_of_its_kind_when_none_is_given():
    answer = proposed(body="我女儿小满三年级。请问课后服务费怎么退？")
    Mark.objects.all().delete()
    gate.add_marks(answer.pk, "小满", kind="person", mask=None, by=publisher(), now=f.MONDAY)
    assert "我女儿某某" in public(answer).question


def test_words_within_something_hidden_are_hidden_already_and_a_smaller_mark_never_uncovers_them():
    answer = proposed(body="李雪梅同学请假，雪梅的伙食费怎么退？")
    Mark.objects.all().delete()
    gate.add_marks(answer.pk, "李雪梅", kind="person", mask="某", by=publisher(), now=f.MONDAY)
    gate.add_marks(answer.pk, "雪梅", kind="person", mask="某", by=publisher(), now=f.MONDAY)
    assert public(answer).question == "某同学请假，某的伙食费怎么退？"
    with pytest.raises(Incomplete, match="都在已有的标记里"):
        gate.add_marks(answer.pk, "李雪", kind="person", mask="某", by=publisher(), now=f.MONDAY)


def test_kept_words_are_a_decision_of_a_person_too():
    answer = proposed()
    (mark,) = gate.keep_words(answer.pk, "课后服务费怎么退", kind="other", by=publisher(), now=f.MONDAY)
    assert (mark.decision, mark.by_machine, mark.decided_by) == (Decision.REJECTED, False, publisher().user)
    with pytest.raises(Incomplete, match="都在已有的标记里"):
        gate.keep_words(answer.pk, "13812341234", kind="phone", by=publisher(), now=f.MONDAY)


def test_an_edit_beside_a_mark_leaves_it_and_the_hidden_words_behind_it():
    answer = proposed()
    gate.decide(mark_on(answer, "许清和").pk, accept=True, by=publisher(), now=f.MONDAY)
    text = public(answer).question
    edited = PublicTexts(public(answer).title, f"您好！{text}盼复。", public(answer).answer, "")
    gate.save_texts(answer.pk, edited, topic=None, revision=draft_of(answer).revision, by=publisher(), now=LATER)
    assert draft_of(answer).question == f"您好！{BODY}盼复。"
    assert public(answer).question == f"您好！{text}盼复。"
    assert dict(decisions(answer)) == {"许清和": Decision.ACCEPTED, "13812341234": Decision.OPEN}


def test_an_edit_of_the_mask_itself_is_the_persons_own_text():
    answer = proposed()
    gate.decide(mark_on(answer, "许清和").pk, accept=True, by=publisher(), now=f.MONDAY)
    text = public(answer).question.replace("我叫某家长，", "")
    edited = PublicTexts(public(answer).title, text, public(answer).answer, "")
    gate.save_texts(answer.pk, edited, topic=None, revision=draft_of(answer).revision, by=publisher(), now=LATER)
    assert public(answer).question == text
    assert "许清和" not in draft_of(answer).question


def test_the_brief_goes_through_marks_like_every_other_field():
    answer = proposed()
    texts = public(answer)
    edited = PublicTexts(texts.title, texts.question, texts.answer, "许清和家长可打13912345678。")
    gate.save_texts(answer.pk, edited, topic=None, revision=1, by=publisher(), now=f.MONDAY)
    brief = draft_of(answer).marks.filter(field="brief")
    assert {draft_of(answer).brief[mark.start : mark.end] for mark in brief} == {"许清和", "13912345678"}
    assert {mark.decision for mark in brief} == {Decision.OPEN}


def test_two_who_decide_at_once_do_not_undo_each_other():
    answer = proposed()
    gate.decide(mark_on(answer, "许清和").pk, accept=True, by=publisher(), now=f.MONDAY)
    gate.decide(mark_on(answer, "13812341234").pk, accept=False, by=publisher("second"), now=f.MONDAY)
    assert dict(decisions(answer)) == {"许清和": Decision.ACCEPTED, "13812341234": Decision.REJECTED}
    with pytest.raises(StaleDraft):
        gate.decide(999_999, accept=True, by=publisher(), now=f.MONDAY)


def test_combinations_must_be_thought_about_before_the_copy_is_handed_on():
    answer = proposed(body="云岭实验小学的孩子9月12日在学校摔伤，怎么处理？")
    for mark in draft_of(answer).marks.filter(decision=Decision.OPEN):
        gate.decide(mark.pk, accept=False, by=publisher(), now=f.MONDAY)
    revision = draft_of(answer).revision
    with pytest.raises(Incomplete, match="逐条看过"):
        gate.confirm(answer.pk, revision=revision, considered=["dated"], by=publisher(), now=f.MONDAY)
    draft = gate.confirm(answer.pk, revision=revision, considered=["dated", "child"], by=publisher(), now=f.MONDAY)
    assert draft.is_confirmed


def test_only_publishers_decide():
    answer = proposed()
    with pytest.raises(NotAllowed):
        gate.decide(mark_on(answer, "许清和").pk, accept=True, by=releaser(), now=f.MONDAY)
    with pytest.raises(NotAllowed):
        gate.keep_words(answer.pk, "课后", kind="other", by=f.actor(Role.HANDLER, f.unit()), now=f.MONDAY)
