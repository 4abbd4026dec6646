"""A writer's own values are found however they were typed, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.scrubbing import STAR, Traces
from portal.privacy.lookup import normalize_phone

MINE = Traces("许清和", "138 1234 1234", "xuqinghe@example.com")


@pytest.mark.parametrize(
    "typed",
    [
        "许清和", "许 清 和", "13812341234", "138-1234-1234", "１３８１２３４１２３４", "+8613812341234",
        "一三八一二三四一二三四", "幺三八幺二三四幺二三四", "138\u200b12341234", "XuQingHe@Example.com",
        "ｘｕｑｉｎｇｈｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    ],
)  # fmt: skip
def test_a_value_is_blanked_however_it_was_typed(typed):
    text = f"您好，我是（{typed}）。请回复。"
    blanked = MINE.blanked(text)
    assert len(blanked) == len(text)
    assert not MINE.are_in(blanked)
    assert set(typed) - set(blanked) >= set(typed) - set("您好，我是（）。请回复 +86-")


def test_words_around_stay_as_they_are():
    text = "我叫许清和，电话13812341234，请假12天。"
    assert MINE.blanked(text) == f"我叫{STAR * 3}，电话{STAR * 11}，请假12天。"


@pytest.mark.parametrize("other", ["许清", "13812341235", "2026年11月23日", "qinghe@example.com", ""])
def test_what_is_not_the_writers_stays(other):
    assert MINE.blanked(other) == other


def test_an_anonymous_writer_has_no_traces():
    assert Traces("", "", "").spans("我叫许清和，电话13812341234。") == []


@pytest.mark.parametrize("name", ["家长", "学生家长", "市民", "热心市民", "匿名", "群众", "本人", "退休教师"])
def test_what_stands_instead_of_a_name_is_not_taken_out_of_the_letter(name):
    text = f"我是{name}，学生家长都不满意，市民也反映过，老师不回复匿名信。"
    assert Traces(name, "", "").blanked(text) == text


@pytest.mark.parametrize("name", ["许女士", "王先生", "高峰", "李娜", "阿依古丽·买买提", "欧阳金丝雀", "Tom Lee"])
def test_what_names_a_person_is(name):
    assert not Traces(name, "", "").are_in(Traces(name, "", "").blanked(f"我是{name}，请回复。"))
    assert name not in Traces(name, "", "").blanked(f"我是{name}，请回复。")


@pytest.mark.parametrize("name", ["许", "*", "。"])
def test_a_single_character_is_no_name(name):
    assert Traces(name, "", "").blanked(f"{name}先生") == f"{name}先生"


@given(
    st.text(), st.text(), st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.sampled_from(["", " ", "-", "－", "\u200b"])
)
def test_no_phone_survives_in_any_text(before, after, phone, between):
    traces = Traces("", phone, "")
    blanked = traces.blanked(before + between.join(phone) + after)
    assert not traces.are_in(blanked)
    assert phone not in normalize_phone(blanked)
    assert len(blanked) == len(before) + len(after) + len(between.join(phone))
