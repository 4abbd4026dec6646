"""What is proposed to stand in place of a passage: the least that must go, in words that still read well."""

import pytest

from mailbox import combinations, generalising, marking, schools
from mailbox.enums import Decision
from mailbox.marking import Case, PublicTexts
from mailbox.models import PublicDraft
from portal.organizations.models import Organization
from portal.privacy.spans import Kind, Span
from tests import factories as f

pytestmark = pytest.mark.django_db

CASE = Case(names=frozenset({"许清和"}), schools=frozenset({"云岭区向阳小学"}))


def marked(text, case=CASE, **fields):
    draft = PublicDraft(**{"title": "", "question": text, "answer": "", "brief": "", **fields})
    return draft, marking.find_marks(draft, case)


def public(text, case=CASE):
    """The text with every usual mask in place."""
    draft, marks = marked(text, case)
    for mark in marks:
        mark.decision = Decision.ACCEPTED
    return marking.public_texts(draft, marks).question


def choices(text, words, case=CASE):
    draft, marks = marked(text, case)
    facts = marking.facts_of_draft(draft, case, [marking.place_of(mark) for mark in marks])
    mark = next(mark for mark in marks if marking.words_of(mark) == words)
    return generalising.proposals(marking.place_of(mark), facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭实验小学三年级（2）班什么时候开家长会？", "云岭实验小学什么时候开家长会？"),
        ("我是云岭实验小学三年级（2）班李雪梅的妈妈。", "我是某小学某同学的妈妈。"),
        ("我女儿李雪在清溪小学四年级就读，请问学区怎么划分？", "我女儿某某在某小学就读，请问学区怎么划分？"),
        ("清溪小学四年级什么时候开学？", "清溪小学四年级什么时候开学？"),
        ("孩子在青石镇中心幼儿园大班，被老师打伤。", "孩子在某幼儿园，被老师打伤。"),
        ("我家孩子是云岭三中初二（5）班的，患有癫痫。", "我家孩子是某中学的，患有某种疾病。"),
    ],
    ids=[
        "a class without a child keeps its school",
        "a class with a child's name loses the school",
        "school and grade of a named child",
        "a grade alone is nobody",
        "what happened makes the child known",
        "so does an illness",
    ],
)
def test_a_school_stays_unless_a_child_would_be_recognised(text, expected):
    assert public(text) == expected


def test_the_school_may_be_kept_or_hidden_by_choice():
    text = "我是云岭实验小学三年级（2）班李雪梅的妈妈。"
    assert choices(text, "云岭实验小学三年级（2）班") == ["某小学", "云岭实验小学", ""]


def test_words_that_lead_to_a_school_are_none_of_its_name_and_known_schools_are_taken_whole():
    assert "向某小学" in public("我们向云岭实验小学三年级（2）班核实，李雪梅同学受伤。")
    assert public("孩子在云岭区向阳小学三年级（2）班受伤。") == "孩子在某小学受伤。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我叫许清和，孩子上三年级。", "我叫某家长，孩子上三年级。"),
        ("孩子怎么退费？家长：许清和", "孩子怎么退费？家长：某某"),
        ("我是一名小学教师，我叫许清和。", "我是一名小学教师，我叫某教师。"),
        ("路灯坏了。我叫许清和。", "路灯坏了。我叫某市民。"),
        ("许清和家长您好！孩子的事已核实。", "某家长您好！孩子的事已核实。"),
        ("李雪梅同学请假，李雪梅妈妈来电。", "某同学请假，某同学妈妈来电。"),
        ("班主任是张丽老师，电话不接。", "班主任是某老师，电话不接。"),
    ],
    ids=["parent", "after the role", "teacher", "citizen", "the role behind", "a child", "a teacher by title"],
)
def test_a_name_gives_way_to_the_role_that_the_text_tells(text, expected):
    assert public(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("家住云岭区青石街道松涛苑3栋502。", "家住云岭区青石街道某小区。"),
        ("家住青石镇柳树村5组12号。", "家住青石镇某村。"),
    ],
)
def test_a_home_is_told_down_to_its_street_office_or_town(text, expected):
    assert public(text) == expected


def test_a_birth_date_goes_to_the_month_or_away_when_the_child_is_known():
    assert choices("孩子2017年3月12日出生，能上一年级吗？", "2017年3月12日")[1] == "2017年3月"
    assert generalising.to_month("2017-3-12") == "2017年3月"
    assert generalising.to_month("20170312") == "2017年3月"
    assert generalising.to_month("6周岁") == ""


def test_the_day_of_an_event_goes_to_the_month_only_where_school_and_child_are_told():
    assert "9月在" in public("云岭实验小学的李雪梅9月12日在学校被推倒受伤。")
    assert "9月12日" in public("云岭实验小学9月12日开家长会吗？")
    assert "9月12日" in public("孩子9月12日摔伤，医保怎么报？")  # no school: nobody


def test_a_mask_never_shows_a_detectors_find_as_a_proposal():
    for words in choices("家住云岭区青石街道松涛苑3栋502。", "松涛苑3栋502"):
        assert "松涛苑" not in words


@pytest.mark.parametrize(
    ("name", "general"),
    [("云岭实验小学", "某小学"), ("云岭三中", "某中学"), ("启航学校", "某学校"), ("云岭区第二幼儿园", "某幼儿园")],
)
def test_schools_have_a_general_name(name, general):
    assert schools.general_school(name) == general
    assert schools.school_before(f"孩子在{name}", len(name) + 3) == 3


@pytest.mark.parametrize("words", ["公办小学", "我区小学", "民办学校", "该学校", "全区幼儿园", "请问学校", "让学校"])
def test_kinds_of_schools_are_no_names(words):
    assert schools.school_before(words, len(words)) is None


def test_the_bureaus_own_schools_are_known_by_both_names():
    f.school()
    assert {"云岭区清溪小学", "清溪小学"} <= schools.known()
    assert Organization.objects.get(code="bureau").name not in schools.known()


def test_what_only_together_tells_who_it_is_is_put_before_a_person():
    texts = PublicTexts("孩子受伤", "云岭实验小学三年级的孩子9月12日被推倒受伤。", "班主任体罚一事已核实。")
    found = {each.code: each for each in combinations.cautions(texts)}
    assert set(found) == {"dated", "child", "staff"} == combinations.CODES
    assert "9月12日" in found["dated"].words


@pytest.mark.parametrize(
    "question",
    [
        "某小学的孩子9月被推倒受伤。",
        "云岭实验小学什么时候报名？",
        "孩子离异家庭，能申请资助吗？",
    ],
    ids=["no school named", "nobody in it", "no school"],
)
def test_a_text_that_tells_nobody_has_no_cautions(question):
    assert combinations.cautions(PublicTexts("咨询", question, "您好，已答复。")) == []


def test_two_halves_of_a_name_that_stands_whole_elsewhere_are_one_mark(monkeypatch):
    whole, halves = "李雪梅来信", "李雪梅同学"

    def spans(text, case):
        cuts = ((0, 3),) if text == whole else ((0, 2), (2, 3)) if text == halves else ()
        return [Span(start, end, Kind.PERSON, text[start:end], "某", "姓名", 0.9) for start, end in cuts]

    monkeypatch.setattr(marking, "spans_of", spans)
    _draft, marks = marked(whole, answer=halves)
    assert [(mark.field, marking.words_of(mark)) for mark in marks] == [("answer", "李雪梅"), ("question", "李雪梅")]
