"""The last look: what is hidden in one place stands in no other, and nothing goes out that nobody decided on."""

import pytest

from mailbox import gate, leftovers, publishing, short_texts
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete
from mailbox.marking import Case
from mailbox.models import Mark, PublicDraft
from tests import factories as f
from tests.mailbox.copies import confirmed, draft_of, proposed, publisher, releaser

pytestmark = pytest.mark.django_db


def copy(**texts):
    return PublicDraft(**{"title": "咨询", "question": "", "answer": "", "brief": "", **texts})


def on(draft, field, words, kind="person", mask="某某", decision=Decision.ACCEPTED):
    start = getattr(draft, field).index(words)
    place = {"start": start, "end": start + len(words)}
    return Mark(draft=draft, field=field, kind=kind, mask=mask, decision=decision, **place)


def survivors(draft, *marks):
    return [(each.field, each.words) for each in leftovers.survivors(draft, marks)]


@pytest.mark.parametrize(
    ("kind", "hidden", "left"),
    [
        ("person", "李雪梅", "李雪梅"),
        ("person", "李雪梅", "李 雪 梅"),
        ("person", "李雪梅", "李\u200b雪梅"),
        ("person", "李雪梅", "雪梅"),
        ("person", "欧阳雪梅", "雪梅"),
        ("phone", "13812341234", "１３８-１２３４-１２３４"),
        ("phone", "13812341234", "幺三八幺二三四幺二三四"),
        ("id_card", "110101200001011234", "110101 20000101 1234"),
        ("email", "xu@example.com", "ＸＵ@example.com"),
        ("class_of_child", "云岭实验小学三年级（2）班", "三年级(2)班"),
        ("address", "松涛苑3栋502", "松涛苑"),
        ("other", "9月12日", "9月12日"),
    ],
)
def test_hidden_words_survive_nowhere_in_no_disguise(kind, hidden, left):
    draft = copy(question=f"来信人{hidden}来信。", answer=f"您说的{left}我们知道了。")
    found = survivors(draft, on(draft, "question", hidden, kind, mask="某"))
    assert [field for field, _words in found] == ["answer"]


@pytest.mark.parametrize("field", ["title", "question", "brief"])
def test_every_field_is_looked_at(field):
    draft = copy(**{"answer": "李雪梅已经退费。", field: "李雪梅"})
    assert survivors(draft, on(draft, "answer", "李雪梅")) == [(field, "李雪梅")]


@pytest.mark.parametrize(
    ("hidden", "left"),
    [("张", "紧张"), ("李雪", "雪天"), ("李雪梅", "梅花"), ("王芳", "张芳")],
    ids=["a bare surname", "a given name of one character", "half of a given name", "another surname"],
)
def test_characters_that_name_nobody_are_left_alone(hidden, left):
    draft = copy(question=f"{hidden}。", answer=f"{left}。")
    assert survivors(draft, on(draft, "question", hidden)) == []


def test_a_surname_with_its_title_is_looked_for():
    draft = copy(question="张老师不回电话。", answer="张老师已经致歉，大家别紧张。")
    assert survivors(draft, on(draft, "question", "张", mask="某")) == [("answer", "张老师")]


def test_what_a_person_kept_in_its_place_is_kept():
    draft = copy(question="李雪梅来信。", answer="李雪梅局长答复。")
    kept = on(draft, "answer", "李雪梅", decision=Decision.REJECTED)
    assert survivors(draft, on(draft, "question", "李雪梅"), kept) == []


def test_a_mask_that_says_it_again_is_seen_and_belongs_to_no_place_in_the_draft():
    draft = copy(question="李雪梅来信。", answer="已答复。")
    (found,) = leftovers.survivors(draft, [on(draft, "question", "李雪梅", mask="李雪梅同学")])
    assert found.in_mask
    assert found.words == "李雪梅"


def test_a_finding_in_somebodys_own_mask_is_asked_about_and_a_proposed_mask_is_not():
    draft = copy(question="家住青石街道松涛苑3栋502。", answer="已答复。")
    mark = on(draft, "question", "松涛苑3栋502", "address", mask="某小区")
    assert leftovers.find(draft, [mark], Case()) == []
    mark.mask = "桂花苑5栋301"
    assert [each.words for each in leftovers.find(draft, [mark], Case())] == ["桂花苑5栋301"]


def test_a_leftover_knows_its_place_in_the_draft():
    draft = copy(question="李雪梅的妈妈说李雪梅同学和王明明都在。")
    first, name = on(draft, "question", "李雪梅"), "王明明"
    found = leftovers.find(draft, [first], Case(names=frozenset({name})))
    assert {(draft.question[each.start : each.end]) for each in found} >= {"李雪梅", name}


def test_confirming_and_releasing_name_place_and_words_and_a_decision_ends_it():
    answer = proposed(body="李雪梅同学请假12天，退费吗？我叫许清和。")
    for mark in draft_of(answer).marks.all():
        gate.decide(mark.pk, accept=True, by=publisher(), now=f.MONDAY)
    PublicDraft.objects.filter(public_answer=answer).update(answer=f"{f.REPLY}雪梅的票据请带来。")
    with pytest.raises(Incomplete, match="答复里的“雪梅”（姓名）"):
        gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)
    PublicDraft.objects.filter(public_answer=answer).update(is_confirmed=True)  # as if it had slipped through
    with pytest.raises(Incomplete, match="答复里的“雪梅”（姓名）"):
        publishing.release(answer.pk, revision=draft_of(answer).revision, by=releaser(), now=f.MONDAY)
    gate.keep_words(answer.pk, "雪梅", kind="person", by=publisher(), now=f.MONDAY)
    draft = gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)
    public = publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert "李雪梅" not in public.question


def test_a_name_nobody_knew_blocks_as_well_as_a_number():
    answer = proposed()
    draft = confirmed(answer)
    PublicDraft.objects.filter(pk=draft.pk).update(brief="班主任王芳老师会联系您。")
    with pytest.raises(Incomplete, match="简单说里的“王芳”（姓名）"):
        publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)


def test_a_decision_holds_for_its_kind_alone():
    draft = copy(answer="电话13711112222。")
    wrong = on(draft, "answer", "13711112222", "other", decision=Decision.REJECTED)
    assert [each.words for each in leftovers.find(draft, [wrong], Case())] == ["13711112222"]
    right = on(draft, "answer", "13711112222", "phone", decision=Decision.REJECTED)
    assert leftovers.find(draft, [right], Case()) == []


@pytest.mark.parametrize(
    ("name", "proposed_name"),
    [
        ("李雪梅_诊断书.pdf", "某某_诊断书.pdf"),
        ("三年级2班-王明明-13812341234.xlsx", "某班-某某-（电话已隐去）.xlsx"),
        ("关于课后服务收费的通知.docx", "关于课后服务收费的通知.docx"),
    ],
)
def test_names_of_files_are_looked_through_with_their_extension_kept(name, proposed_name):
    looked = short_texts.look_through_name(name, Case(names=frozenset({"李雪梅"})))
    assert looked.proposed == proposed_name
    assert looked.is_clean == (name == proposed_name)


def test_a_short_text_is_looked_through_like_a_letter():
    looked = short_texts.look_through("张丽老师打人视频", Case())
    assert [span.text for span in looked.spans] == ["张丽"]
    assert looked.proposed == "某老师打人视频"


def test_a_mask_makes_no_find_of_the_words_beside_it_but_half_a_name_is_one():
    draft = copy(answer="班主任张丽老师已致歉。")
    assert leftovers.find(draft, [on(draft, "answer", "张丽", mask="某")], Case()) == []
    half = copy(answer="王明明同学已退费。")
    found = leftovers.find(half, [on(half, "answer", "明明", mask="某某")], Case())
    assert [each.words[0] for each in found] == ["王"]
