"""The way of an answer to the public: machine marks, one person decides, a second one releases."""

from datetime import timedelta

import pytest

from mailbox import assignment, chain, gate, marking, publishing, queries
from mailbox.enums import Decision, LetterClass, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.marking import PublicTexts
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft, Topic
from mailbox.signals import answer_published, answer_unpublished
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.copies import BODY, confirmed, draft_of, proposed, publisher, released, releaser

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """Ids that listeners heard of, in order: +id published, -id taken down."""
    ids = []

    def up(answer_id, **kwargs):
        ids.append(answer_id)

    def down(answer_id, **kwargs):
        ids.append(-answer_id)

    answer_published.connect(up)
    answer_unpublished.connect(down)
    yield ids
    answer_published.disconnect(up)
    answer_unpublished.disconnect(down)


def test_a_proposal_starts_from_the_letter_and_its_reply_with_the_machines_marks_open():
    answer = proposed()
    draft = draft_of(answer)
    assert (draft.title, draft.question, draft.answer) == ("请假的日子，课后服务费能退吗", BODY, f.REPLY)
    marked = {(mark.kind, BODY[mark.start : mark.end]) for mark in draft.marks.filter(field="question")}
    assert marked == {("person", "许清和"), ("phone", "13812341234")}
    assert {mark.decision for mark in draft.marks.all()} == {Decision.OPEN}
    assert answer.letter.events.last().kind == "proposed"
    assert not answer.is_public


def test_nothing_is_public_before_the_release():
    answer = proposed()
    confirmed(answer)
    answer.refresh_from_db()
    assert (answer.title, answer.question, answer.answer, answer.brief) == ("", "", "", "")
    assert list(queries.published_answers()) == []


def test_an_accepted_mark_gives_way_to_its_mask_and_a_rejected_one_stays():
    answer = proposed()
    name, phone = draft_of(answer).marks.filter(field="question").order_by("start")
    gate.decide(name.pk, accept=False, by=publisher(), now=f.MONDAY)
    gate.decide(phone.pk, accept=True, by=publisher(), now=f.MONDAY)
    draft = draft_of(answer)
    texts = marking.public_texts(draft, list(draft.marks.all()))
    assert texts.question == BODY.replace("13812341234", phone.mask)
    assert Mark.objects.get(pk=phone.pk).decided_by == publisher().user


def test_confirming_needs_every_mark_decided():
    answer = proposed()
    with pytest.raises(Incomplete, match="还有2处标记没有确认"):
        gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)
    assert confirmed(answer).is_confirmed is True


def test_a_release_fills_the_public_texts_and_says_so_in_the_ledger(heard):
    answer = released()
    letter = Letter.objects.get(pk=answer.letter_id)
    assert answer.question == BODY.replace("许清和", "某家长").replace("13812341234", "（电话已隐去）")
    assert (answer.released_by, answer.published_at) == (releaser().user, f.MONDAY)
    assert letter.visibility == Visibility.PUBLISHED
    assert [event.kind for event in letter.events.all()][-2:] == ["proposed", "released"]
    assert chain.broken_at(letter) is None
    assert list(queries.published_answers()) == [answer]
    assert heard == [answer.pk]


def test_who_proposed_a_copy_never_releases_it():
    answer = proposed()
    draft = confirmed(answer)
    both = publisher()
    f.person(Role.RELEASER, username="publisher")
    with pytest.raises(NotAllowed, match="另一位同事"):
        publishing.release(
            answer.pk, revision=draft.revision, by=f.actor(Role.RELEASER, username="publisher"), now=f.MONDAY
        )
    assert both.user == answer.proposed_by
    assert not queries.published_answers().exists()


def test_who_once_had_a_hand_in_the_copy_never_releases_it_though_others_edited_later():
    answer = proposed()
    helper = publisher("helper")
    mark = draft_of(answer).marks.first()
    gate.decide(mark.pk, accept=True, by=helper, now=f.MONDAY)
    draft = confirmed(answer)
    answer.refresh_from_db()
    assert helper.user.pk not in {answer.proposed_by_id, answer.edited_by_id}
    with pytest.raises(NotAllowed):
        publishing.release(
            answer.pk, revision=draft.revision, by=f.actor(Role.RELEASER, username="helper"), now=f.MONDAY
        )


def test_the_releasers_role_is_needed_to_release_and_the_publishers_to_propose():
    letter = f.answered(body=BODY)
    with pytest.raises(NotAllowed):
        publishing.propose(letter.pk, by=releaser(), now=f.MONDAY)
    answer = publishing.propose(letter.pk, by=publisher(), now=f.MONDAY)
    draft = confirmed(answer)
    with pytest.raises(NotAllowed):
        publishing.release(answer.pk, revision=draft.revision, by=publisher("second"), now=f.MONDAY)


@pytest.mark.parametrize(
    "given",
    [{"consent": False}, {"letter_class": LetterClass.REPORT}],
    ids=["without consent", "a report"],
)
def test_letters_without_consent_and_reports_are_never_proposed(given):
    letter = f.answered(**given)
    with pytest.raises(NotAllowed):
        publishing.propose(letter.pk, by=publisher(), now=f.MONDAY)
    assert Letter.objects.get(pk=letter.pk).visibility in (Visibility.PRIVATE, Visibility.RESTRICTED)


def test_a_letter_without_a_sent_reply_is_not_proposed():
    letter = f.approved()
    with pytest.raises((WrongState, NotAllowed)):
        publishing.propose(letter.pk, by=publisher(), now=f.MONDAY)
    assert not PublicAnswer.objects.exists()


def test_proposing_twice_gives_the_same_copy_and_one_entry():
    answer = proposed()
    again = publishing.propose(answer.letter_id, by=publisher(), now=f.MONDAY)
    assert again == answer
    assert answer.letter.events.filter(kind="proposed").count() == 1


def test_an_edited_text_is_searched_again_and_what_a_person_kept_stays_kept():
    answer = proposed()
    name, phone = draft_of(answer).marks.filter(field="question").order_by("start")
    gate.decide(name.pk, accept=False, by=publisher(), now=f.MONDAY)
    gate.decide(phone.pk, accept=True, by=publisher(), now=f.MONDAY)
    draft = draft_of(answer)
    texts = marking.public_texts(draft, list(draft.marks.all()))
    edited = PublicTexts(texts.title, f"{texts.question}另一个电话13912345678。", texts.answer, "能退。")
    gate.save_texts(answer.pk, edited, topic=None, revision=draft.revision, by=publisher(), now=f.MONDAY)
    draft = draft_of(answer)
    marks = {draft.question[mark.start : mark.end]: mark.decision for mark in draft.marks.filter(field="question")}
    assert marks == {
        "许清和": Decision.REJECTED,
        "13812341234": Decision.ACCEPTED,
        "13912345678": Decision.OPEN,
    }
    assert draft.brief == "能退。"
    assert draft.is_confirmed is False


def test_an_edit_of_an_old_page_is_refused_and_changes_nothing():
    answer = proposed()
    old = draft_of(answer)
    gate.decide(old.marks.first().pk, accept=True, by=publisher(), now=f.MONDAY)
    with pytest.raises(StaleDraft):
        gate.save_texts(
            answer.pk,
            PublicTexts("新标题", "问", "答"),
            topic=None,
            revision=old.revision,
            by=publisher("two"),
            now=f.MONDAY,
        )
    assert draft_of(answer).title == "请假的日子，课后服务费能退吗"


def test_a_decision_on_a_mark_that_an_edit_swept_away_is_stale():
    answer = proposed()
    mark = draft_of(answer).marks.get(kind="phone")
    gate.save_texts(
        answer.pk, PublicTexts("标题", "没有号码了", "答复" * 20), topic=None, revision=1, by=publisher(), now=f.MONDAY
    )
    with pytest.raises(StaleDraft):
        gate.decide(mark.pk, accept=True, by=publisher(), now=f.MONDAY)


def test_a_releaser_who_read_an_older_draft_is_told_so():
    answer = proposed()
    read = confirmed(answer).revision
    gate.add_marks(answer.pk, "12天", kind="other", mask="若干天", by=publisher(), now=f.MONDAY)
    confirmed(answer)
    with pytest.raises(StaleDraft):
        publishing.release(answer.pk, revision=read, by=releaser(), now=f.MONDAY)


def test_words_marked_by_hand_go_everywhere_they_stand():
    answer = proposed(subject="三年二班的课后服务费", body="三年二班退了，我们班没有退。")
    marks = gate.add_marks(answer.pk, "三年二班", kind="class_of_child", mask="某班", by=publisher(), now=f.MONDAY)
    draft = confirmed(answer)
    texts = marking.public_texts(draft, list(draft.marks.all()))
    assert {mark.field for mark in marks} == {"title", "question"}
    assert (texts.title, texts.question) == ("某班的课后服务费", "某班退了，我们班没有退。")


def test_a_hand_mark_takes_in_smaller_ones_and_refuses_half_an_overlap():
    answer = proposed()
    gate.add_marks(answer.pk, "电话13812341234", kind="phone", mask="", by=publisher(), now=f.MONDAY)
    assert draft_of(answer).marks.filter(field="question").count() == 2
    with pytest.raises(Incomplete, match="只重叠了一半"):
        gate.add_marks(answer.pk, "1234，孩子", kind="other", mask="", by=publisher(), now=f.MONDAY)


def test_words_that_stand_nowhere_and_ranges_outside_the_text_are_refused():
    answer = proposed()
    with pytest.raises(Incomplete, match="没有这几个字"):
        gate.add_marks(answer.pk, "不存在的话", kind="other", mask="", by=publisher(), now=f.MONDAY)
    with pytest.raises(Incomplete, match="不在原文里"):
        gate.add_range(answer.pk, "question", 5, 5000, kind="other", mask="", by=publisher(), now=f.MONDAY)


def test_a_selected_range_is_marked_exactly():
    answer = proposed()
    at = BODY.index("12天")
    gate.add_range(answer.pk, "question", at, at + 3, kind="other", mask="几天", by=publisher(), now=f.MONDAY)
    draft = confirmed(answer)
    assert "请假几天，请问" in marking.public_texts(draft, list(draft.marks.all())).question


def test_an_identifier_that_slipped_through_blocks_the_release():
    answer = proposed()
    draft = confirmed(answer)
    PublicDraft.objects.filter(pk=draft.pk).update(answer=f"{f.REPLY}请打13711112222。")
    with pytest.raises(Incomplete, match="答复里的“13711112222”（电话）"):
        publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert not queries.published_answers().exists()


def test_an_identifier_that_a_person_kept_does_not_block():
    answer = proposed()
    draft = confirmed(answer, accept=False)
    public = publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert public.question == BODY


def test_our_own_phone_needs_no_decision():
    f.unit("petition", "信访咨询服务中心", phone="0199-8812 3400")
    answer = proposed(body="怎么退费？", text="请您致电信访咨询服务中心0199-88123400，我们当面说明退费办法。")
    assert not draft_of(answer).marks.filter(kind="phone").exists()


def test_a_title_must_fit_and_not_be_empty():
    for title, words in (("长" * 121, "最多120个字"), ("", "都要有内容")):
        answer = proposed()
        gate.save_texts(
            answer.pk, PublicTexts(title, "问", "答" * 30), topic=None, revision=1, by=publisher(), now=f.MONDAY
        )
        draft = confirmed(answer)
        with pytest.raises(Incomplete, match=words):
            publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)


def test_a_brief_has_at_most_200_characters_and_the_topic_may_be_changed():
    answer = proposed()
    with pytest.raises(Incomplete, match="最多200个字"):
        gate.save_texts(
            answer.pk, PublicTexts("题", "问", "答", "简" * 201), topic=None, revision=1, by=publisher(), now=f.MONDAY
        )
    food = Topic.objects.get(code="food")
    gate.save_texts(
        answer.pk, PublicTexts("题", "问", "答", "简" * 200), topic=food, revision=1, by=publisher(), now=f.MONDAY
    )
    answer.refresh_from_db()
    assert answer.topic == food


def test_the_releaser_may_send_a_copy_back():
    answer = proposed()
    confirmed(answer)
    gate.send_back(answer.pk, by=releaser(), now=f.MONDAY)
    assert draft_of(answer).is_confirmed is False
    with pytest.raises(NotAllowed):
        gate.send_back(answer.pk, by=publisher(), now=f.MONDAY)


def test_taking_down_needs_a_reason_and_is_told_at_once(heard):
    answer = released()
    with pytest.raises(Incomplete, match="原因"):
        publishing.unpublish(answer.pk, reason=" ", by=publisher(), now=f.MONDAY)
    publishing.unpublish(answer.pk, reason="政策有变化", by=publisher(), now=f.MONDAY + timedelta(days=1))
    letter = Letter.objects.get(pk=answer.letter_id)
    assert letter.visibility == Visibility.UNPUBLISHED
    assert letter.events.last().words.text == "政策有变化"
    assert list(queries.published_answers()) == []
    assert heard == [answer.pk, -answer.pk]


def test_only_publishers_and_releasers_take_down():
    answer = released()
    with pytest.raises(NotAllowed):
        publishing.unpublish(answer.pk, reason="不应公开的内容", by=f.actor(Role.HANDLER, f.unit()), now=f.MONDAY)


def test_an_answer_taken_down_may_come_back_under_the_same_id_after_both_eyes_again():
    answer = released()
    publishing.unpublish(answer.pk, reason="先核对一下", by=releaser(), now=f.MONDAY)
    again = publishing.propose(answer.letter_id, by=publisher(), now=f.MONDAY)
    assert again.pk == answer.pk
    assert not queries.published_answers().exists()
    draft = draft_of(again)
    with pytest.raises(Incomplete):
        publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    draft = confirmed(again)
    publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert queries.published_answers().get().pk == answer.pk


def test_a_proposal_may_be_given_up_and_stays_private():
    answer = proposed()
    publishing.drop(answer.pk, reason="内容不宜公开", by=publisher(), now=f.MONDAY)
    assert Letter.objects.get(pk=answer.letter_id).visibility == Visibility.PRIVATE
    with pytest.raises(WrongState):
        publishing.drop(answer.pk, reason="内容不宜公开", by=publisher(), now=f.MONDAY)


def test_a_published_letter_found_to_be_a_report_is_off_the_pages_and_told(heard):
    answer = released()
    letter = Letter.objects.select_for_update().get(pk=answer.letter_id)
    assignment.classify(letter, f.classification(letter_class=LetterClass.REPORT), now=f.MONDAY)
    assert list(queries.published_answers()) == []
    assert heard == [answer.pk, -answer.pk]


def test_a_newer_answer_takes_the_place_of_an_older_one(heard):
    old, new = released(), released()
    publishing.supersede(old.pk, new.pk, by=publisher(), now=f.MONDAY)
    assert queries.published_answers().get(pk=old.pk).superseded_by == new
    assert heard == [old.pk, new.pk, old.pk]
    with pytest.raises(Incomplete):
        publishing.supersede(new.pk, new.pk, by=publisher(), now=f.MONDAY)
    with pytest.raises(Incomplete, match="也已被替代"):
        publishing.supersede(new.pk, old.pk, by=publisher(), now=f.MONDAY)


def test_a_failing_listener_leaves_nothing_half_published():
    answer = proposed()
    draft = confirmed(answer)

    def fails(**kwargs):
        raise RuntimeError("index")

    answer_published.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    finally:
        answer_published.disconnect(fails)
    answer.refresh_from_db()
    assert answer.published_at is None
    assert Letter.objects.get(pk=answer.letter_id).visibility == Visibility.PROPOSED
    assert answer.letter.events.filter(kind="released").count() == 0
