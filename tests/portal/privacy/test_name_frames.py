"""Places where whatever stands there is a name: with names that no list holds, and the same places without one."""

from itertools import product

import pytest

from portal.privacy.detectors.tagger import tagger
from portal.privacy.marks import find
from portal.privacy.spans import Kind


def names(text: str) -> list[str]:
    return [span.text for span in find(text) if span.kind is Kind.PERSON]


def missed(frames: list[str], people: list[str]) -> list[str]:
    """The sentences in which a name is not covered."""
    texts = [(frame.format(name), frame.index("{"), name) for frame, name in product(frames, people)]
    covered = ((text, {at for s in find(text) for at in range(s.start, s.end)}, at, name) for text, at, name in texts)
    return [text for text, inside, at, name in covered if not set(range(at, at + len(name))) <= inside]


def test_rare_surnames_are_found_before_titles() -> None:
    if tagger() is None:
        pytest.skip("the language model has no package for this machine")
    frames = [
        "班主任{}老师刚毕业。",
        "教务处的{}主任让我等。",
        "大家都找{}姐登记。",
        "{}某当众打了孩子。",
        "监督员{}女士在场。",
    ]
    assert not missed(frames, list("仝妫鬲毋官储乜尉皇仉昝郗訾苑鄢隗郦缪"))


def test_a_reply_names_whom_it_addresses_whatever_the_name() -> None:
    people = ["么甫", "计划", "成功", "温度", "官文斌", "万一"]
    assert not missed(["{}先生：您好！来信收悉。", "{}女士：您反映的问题收悉。"], people)
    for text in ("各位家长：您好！", "班主任：您好！", "高中老师：您好！", "尊敬的校长：您好！"):
        assert not names(text)


def test_pet_words_are_names_at_home_and_food_elsewhere() -> None:
    frames = ["我家{}的书包被扔了。", "女儿{}哭着回来。", "大家喊他{}。", "昨晚{}被推倒了。", "不交钱，{}就不能拍照。"]
    assert not missed(frames, ["芋圆", "铁锤", "小海螺", "果冻", "石榴", "兜兜"])
    for text in ("食堂的土豆和番茄发黑。", "花生过敏的孩子要当心。", "我家孩子的作业太多。", "我家天天停电。"):
        assert not names(text)


def test_a_word_that_is_a_name_is_judged_by_its_own_place() -> None:
    text = "我爸是温度，今年六十。教室温度太低，温度计也坏了。"
    assert names(text) == ["温度"]
    assert not names("班主任应该负责，我爱人常年不在家，助理经常迟到。")


def test_names_of_other_languages_need_no_dot() -> None:
    people = ["那木罕", "巴图孟和", "格桑曲珍", "岩香叫", "尔古拉则", "斯琴高娃", "努尔加玛丽"]
    assert not missed(["隔壁机位的{}也一样。", "{}被学校拒收。", "同学{}没有考好。"], people)


def test_a_famous_bearer_of_a_name_survives() -> None:
    assert not names("课本里有颜真卿和晏子，墙上是画家关山月的画。")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("副校长过承礼已登门道歉。", "过承礼"),
        ("门卫铁长春救了我家孩子。", "铁长春"),
        ("经查，驾驶人车永安（群众称“五叔”）已被处罚。", "车永安"),
        ("开车的人都叫他五叔，没系安全带。", "五叔"),
        ("经查，驾驶人车永安（群众称“五叔”）已被处罚。", "五叔"),
    ],
)
def test_who_holds_an_office_or_is_called_something_is_named(text: str, name: str) -> None:
    assert name in [span.text for span in find(text) if span.kind == "person"]


@pytest.mark.parametrize(
    "text",
    [
        "校长办公室，请到二楼。",
        "主任医师，每周二出诊。",
        "局长信箱，欢迎来信。",
        "园长安排，下周再谈。",
        "大家都叫她外婆，很亲。",
    ],
)
def test_what_stands_behind_an_office_is_no_name_by_that(text: str) -> None:
    assert [span.text for span in find(text) if span.kind == "person"] == []
