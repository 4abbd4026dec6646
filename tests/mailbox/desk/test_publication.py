"""The publication desk: its queues, the gate page without script, and that a refusal loses nothing."""

import pytest
from django.urls import reverse

from mailbox import gate, publishing, queries
from mailbox.enums import Decision, Visibility
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.copies import BODY, confirmed, draft_of, proposed, publisher, released, releaser

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def enter(role, username=""):
        client.force_login(f.person(role, username=username))
        return client

    return enter


def gate_url(answer):
    return reverse("publication:gate", args=[answer.pk])


def post(client, copy, name, /, **data):
    return client.post(reverse("publication:deed", args=[copy.pk, name]), data)


def test_the_queues_count_what_waits_where(sign_in):
    f.answered(subject="等着拟公开")
    f.answered(consent=False)
    proposed()
    confirmed(proposed())
    released()
    client = sign_in(Role.PUBLISHER)
    response = client.get(reverse("publication:index"))
    counts = {tab.code: tab.count for tab in response.context["tabs"]}
    assert counts == {"candidates": 1, "drafts": 1, "release": 1, "again": 0, "public": 1, "down": 0}
    assert "等着拟公开" in response.content.decode()


def test_a_publisher_walks_from_the_queue_to_the_confirmed_copy_and_a_releaser_publishes(sign_in):
    letter = f.answered(body=BODY)
    client = sign_in(Role.PUBLISHER)
    client.post(reverse("publication:propose", args=[letter.pk]))
    answer = PublicAnswer.objects.get()
    for mark in draft_of(answer).marks.all():
        response = client.post(reverse("publication:decide", args=[answer.pk, mark.pk, "accept"]))
    assert response.url == f"{gate_url(answer)}#gate-bar"
    post(client, answer, "confirm", revision=draft_of(answer).revision)
    assert draft_of(answer).is_confirmed is True
    client = sign_in(Role.RELEASER)
    post(client, answer, "release", revision=draft_of(answer).revision)
    assert queries.published_answers().get() == answer


def test_a_decision_leads_to_the_next_open_mark(sign_in):
    answer = proposed()
    first, second = draft_of(answer).marks.filter(field="question").order_by("start")
    response = sign_in(Role.PUBLISHER).post(reverse("publication:decide", args=[answer.pk, first.pk, "reject"]))
    assert response.url == f"{gate_url(answer)}#mark-{second.pk}"
    assert Mark.objects.get(pk=first.pk).decision == Decision.REJECTED


def test_the_gate_shows_each_mark_with_its_kind_and_release_disabled_with_a_sentence(sign_in):
    answer = proposed()
    f.person(Role.RELEASER, username="publisher")
    html = sign_in(Role.PUBLISHER).get(gate_url(answer)).content.decode()
    assert html.count('data-gate-mark="open"') == 2
    assert "保留“13812341234”" in html
    assert "还有2处标记没有确认" in html
    assert html.count('disabled aria-describedby="gate-why"') == 2  # confirming and releasing


def test_who_shaped_the_copy_sees_why_another_must_release_and_a_forced_post_is_refused(sign_in):
    answer = proposed()
    draft = confirmed(answer)
    f.person(Role.RELEASER, username="publisher")
    client = sign_in(Role.PUBLISHER)
    assert "要请另一位同事审定" in client.get(gate_url(answer)).content.decode()
    response = post(client, answer, "release", revision=draft.revision)
    assert response.status_code == 403
    assert not queries.published_answers().exists()


def test_a_stale_edit_keeps_what_was_typed_and_says_so(sign_in):
    answer = proposed()
    client = sign_in(Role.PUBLISHER)
    gate.add_marks(answer.pk, "12天", kind="other", mask="", by=publisher("two"), now=f.MONDAY)
    typed = {"title": "我改的标题", "question": "问", "answer": "我辛苦写的答复", "brief": "", "revision": 1}
    response = post(client, answer, "save", **typed)
    html = response.content.decode()
    assert response.status_code == 409
    assert "刚被别人改过" in html
    assert "我辛苦写的答复" in html
    assert draft_of(answer).title == "请假的日子，课后服务费能退吗"
    again = typed | {"revision": response.context["texts_form"]["revision"].value()}
    assert post(client, answer, "save", **again).status_code == 302  # after comparing with the newest text on the page
    assert draft_of(answer).title == "我改的标题"


def test_an_incomplete_form_keeps_what_was_typed(sign_in):
    answer = proposed()
    typed = {"title": "", "question": "问", "answer": "我辛苦写的答复", "brief": "", "revision": 1}
    response = post(sign_in(Role.PUBLISHER), answer, "save", **typed)
    assert response.status_code == 422
    assert "我辛苦写的答复" in response.content.decode()


def test_words_are_hidden_by_typing_them_and_unknown_words_are_refused(sign_in):
    answer = proposed()
    client = sign_in(Role.PUBLISHER)
    assert post(client, answer, "add", words="12天", kind="other", mask="几天").status_code == 302
    response = post(client, answer, "add", words="没有这些字", kind="other", mask="")
    assert response.status_code == 422
    assert "都没有这几个字" in response.content.decode()
    assert draft_of(answer).marks.filter(by_machine=False).count() == 1


def test_a_published_answer_is_taken_down_with_a_reason(sign_in):
    answer = released()
    client = sign_in(Role.RELEASER)
    assert post(client, answer, "unpublish", reason="").status_code == 422
    assert queries.published_answers().exists()
    assert post(client, answer, "unpublish", reason="内容要核对").status_code == 302
    assert Letter.objects.get(pk=answer.letter_id).visibility == Visibility.UNPUBLISHED
    assert "内容要核对" in client.get(gate_url(answer)).content.decode()


@pytest.mark.parametrize("role", [Role.HANDLER, Role.REGISTRAR, Role.SIGNER, Role.SUPERVISOR, Role.AUDITOR])
def test_for_other_roles_the_desk_does_not_exist(sign_in, role):
    answer = proposed()
    client = sign_in(role)
    assert client.get(reverse("publication:index")).status_code == 404
    assert client.get(gate_url(answer)).status_code == 404
    assert post(client, answer, "unpublish", reason="内容要核对").status_code == 404


def test_a_copy_whose_letter_is_no_longer_visible_is_gone(sign_in):
    answer = proposed()
    Letter.objects.filter(pk=answer.letter_id).update(consent_to_publish=False)
    client = sign_in(Role.PUBLISHER)
    assert client.get(gate_url(answer)).status_code == 404
    assert answer.pk not in [row.pk for row in client.get(reverse("publication:index") + "?tab=drafts").context["page"]]


def test_a_mark_of_another_copy_is_not_decided_through_this_one(sign_in):
    mine, other = proposed(), proposed()
    mark = draft_of(other).marks.first()
    response = sign_in(Role.PUBLISHER).post(reverse("publication:decide", args=[mine.pk, mark.pk, "accept"]))
    assert response.status_code == 409
    assert Mark.objects.get(pk=mark.pk).decision == Decision.OPEN


def test_proposing_what_may_not_be_public_says_why(sign_in):
    letter = f.answered()
    publishing.propose(letter.pk, by=publisher(), now=f.MONDAY)
    answer = PublicAnswer.objects.get()
    draft = confirmed(answer)
    publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    client = sign_in(Role.PUBLISHER)
    response = client.post(reverse("publication:propose", args=[letter.pk]), follow=True)
    assert "已经公开了" in response.content.decode()


def test_unknown_deeds_and_reading_by_post_are_refused(sign_in):
    answer = proposed()
    client = sign_in(Role.PUBLISHER)
    assert post(client, answer, "explode").status_code == 404
    assert client.get(reverse("publication:deed", args=[answer.pk, "release"])).status_code == 405
    assert client.post(reverse("publication:decide", args=[answer.pk, 1, "maybe"])).status_code == 404


def decide_all(answer, accept=True):
    for mark in draft_of(answer).marks.filter(decision=Decision.OPEN):
        gate.decide(mark.pk, accept=accept, by=publisher(), now=f.MONDAY)


def with_a_leftover():
    """A copy whose marks are all decided, and whose reply still bears the hidden child's given name."""
    answer = proposed(body="李雪梅同学请假12天，退费吗？我叫许清和。")
    decide_all(answer)
    PublicDraft.objects.filter(public_answer=answer).update(answer=f"{f.REPLY}雪梅的票据请带来。")
    return answer


def test_words_left_over_stand_on_the_page_with_what_may_be_done_and_confirming_waits(sign_in):
    answer = with_a_leftover()
    response = sign_in(Role.PUBLISHER).get(gate_url(answer))
    (found,) = response.context["leftovers"]
    html = response.content.decode()
    assert (found.field, found.words) == ("answer", "雪梅")
    assert "这里还能看出来" in html
    assert reverse("publication:deed", args=[answer.pk, "keep"]) in html
    assert "还有1处没有决定" in html


@pytest.mark.parametrize(("name", "decision"), [("hide", Decision.ACCEPTED), ("keep", Decision.REJECTED)])
def test_a_leftover_is_hidden_or_kept_with_one_press(sign_in, name, decision):
    answer = with_a_leftover()
    client = sign_in(Role.PUBLISHER)
    (found,) = client.get(gate_url(answer)).context["leftovers"]
    place = {"field": found.field, "start": found.start, "end": found.end, "revision": draft_of(answer).revision}
    assert post(client, answer, name, words=found.words, kind=found.kind, **place).status_code == 302
    assert client.get(gate_url(answer)).context["leftovers"] == []
    assert draft_of(answer).marks.get(by_machine=False).decision == decision
    assert post(client, answer, "confirm", revision=draft_of(answer).revision).status_code == 302


def test_a_single_character_is_meant_where_it_was_shown_and_an_old_page_is_told_so(sign_in):
    answer = proposed(body="王同学请假，王家的伙食费退吗？")
    Mark.objects.all().delete()
    client = sign_in(Role.PUBLISHER)
    place = {"words": "王", "kind": "person", "field": "question", "start": 0, "end": 1}
    assert post(client, answer, "hide", **place, revision=draft_of(answer).revision + 1).status_code == 409
    assert post(client, answer, "hide", **place, revision=draft_of(answer).revision).status_code == 302
    assert [mark.start for mark in draft_of(answer).marks.all()] == [0]


def test_another_mask_all_of_the_same_words_and_undoing_work_as_plain_posts(sign_in):
    answer = proposed(body="我叫许清和，联系人许清和，退费吗？")
    client = sign_in(Role.PUBLISHER)
    mark = draft_of(answer).marks.first()
    address = reverse("publication:decide", args=[answer.pk, mark.pk, "accept"])
    client.post(address, {"mask": "一位家长", "same": "1"})
    assert {each.mask for each in draft_of(answer).marks.all()} == {"一位家长"}
    html = client.get(gate_url(answer)).content.decode()
    assert "撤销上一步" in html
    assert html.count("<ins>一位家长</ins>") == 4  # in the text with marks and in what a reader will see
    assert post(client, answer, "undo").status_code == 302
    assert {each.decision for each in draft_of(answer).marks.all()} == {Decision.OPEN}
    assert post(client, answer, "undo").status_code == 422


def test_what_was_ticked_is_kept_when_confirming_is_refused(sign_in):
    answer = proposed(body="云岭实验小学的孩子9月12日在学校摔伤，怎么处理？")
    decide_all(answer, accept=False)
    client = sign_in(Role.PUBLISHER)
    revision = draft_of(answer).revision
    response = post(client, answer, "confirm", revision=revision, considered=["dated"])
    assert response.status_code == 422
    assert 'value="dated" form="gate-confirm" checked' in response.content.decode()
    assert post(client, answer, "confirm", revision=revision, considered=["dated", "child"]).status_code == 302
    client = sign_in(Role.RELEASER)
    assert "认识的人可能认出是谁" in client.get(gate_url(answer)).content.decode()  # the second person sees them too


def test_who_only_releases_reads_the_marks_and_has_no_buttons_to_decide(sign_in):
    answer = proposed()
    html = sign_in(Role.RELEASER).get(gate_url(answer)).content.decode()
    assert html.count('class="gate-mark open"') == 2
    assert "data-accept" not in html
    assert "data-gate-pick" not in html


def doubtful():
    """A public answer with a place to look at again."""
    answer = released()
    Mark.objects.create(draft=draft_of(answer), field="answer", start=0, end=2, kind="person", reason="新的规则")
    return answer


def test_a_doubtful_public_answer_has_a_tab_of_its_own_until_two_people_let_it_stand(sign_in):
    answer = doubtful()
    client = sign_in(Role.PUBLISHER)
    again = reverse("publication:index") + "?tab=again"
    assert [row.pk for row in client.get(again).context["page"]] == [answer.pk]
    assert "要再看一遍" in client.get(gate_url(answer)).content.decode()
    assert post(client, answer, "stand", reason="这是校名，不是人名").status_code == 302
    html = client.get(gate_url(answer)).content.decode()
    assert "等另一位同事看过确认" in html
    assert "收回" in html
    assert "等同事确认" in client.get(again).content.decode()
    client = sign_in(Role.RELEASER)
    assert "同事认为可以留，等您看" in client.get(again).content.decode()
    shown = client.get(gate_url(answer))
    assert "这是校名，不是人名" in shown.content.decode()
    assert post(client, answer, "agree", standing=shown.context["standing"].pk).status_code == 302
    assert not client.get(again).context["page"].object_list
    assert queries.published_answers().get() == answer


def test_who_said_that_it_may_stand_forces_no_agreement_and_a_refused_reason_stays_on_the_page(sign_in):
    answer = doubtful()
    client = sign_in(Role.RELEASER)
    response = post(client, answer, "stand", reason="留")
    assert (response.status_code, "写明为什么可以留" in response.content.decode()) == (422, True)
    assert 'name="reason" value="留"' in response.content.decode()
    post(client, answer, "stand", reason="这是校名，不是人名")
    standing = client.get(gate_url(answer)).context["standing"]
    response = post(client, answer, "agree", standing=standing.pk)
    assert (response.status_code, "请另一位同事" in response.content.decode()) == (403, True)
    assert post(client, answer, "agree", standing="").status_code == 422
    assert draft_of(answer).marks.filter(decision=Decision.OPEN).count() == 1


def test_a_colleague_who_disagrees_leaves_the_place_open_and_the_answer_public(sign_in):
    answer = doubtful()
    post(sign_in(Role.PUBLISHER), answer, "stand", reason="这是校名，不是人名")
    client = sign_in(Role.RELEASER)
    standing = client.get(gate_url(answer)).context["standing"]
    assert post(client, answer, "decline", standing=standing.pk).status_code == 302
    shown = client.get(gate_url(answer))
    assert (shown.context["standing"], shown.context["open_marks"]) == (None, 1)
    assert queries.published_answers().get() == answer


def test_the_page_without_script_has_a_plain_form_for_each_decision(sign_in):
    answer = proposed()
    html = sign_in(Role.PUBLISHER).get(gate_url(answer)).content.decode()
    mark = draft_of(answer).marks.first()
    for choice in ("accept", "reject"):
        assert reverse("publication:decide", args=[answer.pk, mark.pk, choice]) in html
    sheets = html.count('class="gate-sheet"')
    assert html.count("csrfmiddlewaretoken") >= 2 * sheets
