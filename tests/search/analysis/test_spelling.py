"""您是不是要找: what was typed by sound, by letters or with a slip, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.data import stop_words
from search.analysis.spelling import plain, proposals, unknown_pairs, variants
from search.analysis.vocabulary import Vocabulary

WORDS = {
    "转学": 40,
    "学位": 30,
    "学费": 9,
    "择校": 5,
    "摇号": 12,
    "学籍": 20,
    "材料": 25,
    "幼儿园": 30,
    "一年级": 18,
    "上学": 30,
    "学前教育": 6,
    "义务教育": 8,
    "课后服务费": 15,
    "随迁子女": 7,
    "民办学校": 6,
    "云岭区清溪小学": 1,
}
VOCABULARY = Vocabulary(WORDS, stop_words())


def meant(text: str, *, doubting: bool = False) -> list[str]:
    return [each.text for each in proposals(text, VOCABULARY, doubting=doubting)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("zhuanxue", "转学"),
        ("Ｚｈｕａｎｘｕｅ", "转学"),
        ("xueqian jiaoyu", "学前教育"),
        ("xueqianjiaoyu", "学前教育"),
        ("zhuanxueyaoshenmecailiao", "转学要什么材料"),
        ("yaohao", "摇号"),
    ],
)
def test_full_pinyin_is_read_as_words(typed, wanted):
    assert meant(typed)[0] == wanted


@pytest.mark.parametrize(("typed", "wanted"), [("zx", ["转学", "择校"]), ("yey", ["幼儿园"])])
def test_initials_give_the_most_frequent_words_first(typed, wanted):
    assert meant(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("专学", "转学"), ("摇好", "摇号"), ("学为", "学位"), ("学级", "学籍"), ("专学要什么材料", "转学要什么材料")],
)
def test_homophones_are_read_as_the_word_that_is_known(typed, wanted):
    assert meant(typed, doubting=True) == [wanted]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("zuanxue", "转学"),
        ("钻学", "转学"),
        ("民版学校", "民办学校"),
        ("择笑", "择校"),
        ("随千子女", "随迁子女"),
    ],
)
def test_sounds_that_many_do_not_part_are_taken_for_each_other(typed, wanted):
    assert meant(typed) == [wanted]


@pytest.mark.parametrize("typed", ["课后服务废", "可后服务费", "课后服X费", "课后服费", "课后后服务费", "课后服费务"])
def test_one_slip_in_a_long_word_is_seen_through(typed):
    assert variants(typed, VOCABULARY) == ["课后服务费"]


def test_two_characters_in_the_wrong_order():
    assert meant("学转") == ["转学"]


@pytest.mark.parametrize(
    "typed",
    [
        "转学",
        "轉學",
        "课后服务费",
        "二年级",
        "下学",
        "九年级几点放学",
        "我想转学到本区",
        "banana",
        "wifi",
        "2026",
        "？！",
        "",
    ],
)
@pytest.mark.parametrize("doubting", [False, True])
def test_what_may_well_be_meant_as_it_stands_is_left_alone(typed, doubting):
    assert meant(typed, doubting=doubting) == []


def test_a_real_word_is_doubted_only_when_it_finds_nothing():
    assert meant("血迹") == []
    assert meant("血迹", doubting=True) == ["学籍"]


def test_two_characters_that_are_usual_in_the_index_are_meant():
    assert meant("择笑") == ["择校"]
    assert proposals("择笑", VOCABULARY, seen={"择笑"}) == []


def test_pairs_that_the_vocabulary_lacks_can_be_looked_up_in_the_index():
    assert unknown_pairs("专学材料，學為", VOCABULARY) == ["专学", "学材", "学为"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("我们外地孩子初中专学要什么材料", ["我们外地孩子初中转学要什么材料"]),  # exact sound, one character
        ("我们外地孩子初中钻雪要什么材料", []),  # two characters differ, and the sound only nearly fits
        ("孩子的课后服务绑在前夫手机上了", []),  # one character off a known word, which may be chance
        ("孩子这学期的课后后服务费还能退吗", ["孩子这学期的课后服务费还能退吗"]),
    ],
)
def test_a_long_question_is_corrected_with_care(typed, wanted):
    assert meant(typed) == wanted


def test_the_rest_of_the_question_stays_as_it_was_typed():
    (proposal,) = proposals("清溪：专学, app!", VOCABULARY)
    assert proposal.text == "清溪:转学, app!"
    assert proposal.words == ("转学",)


def test_a_letter_is_too_long_to_be_a_slip():
    assert meant("专学" * 40) == []


@pytest.mark.parametrize(
    ("term", "wanted"), [("专学", ["转学"]), ("zhuanxue", ["转学"]), ("转学", []), ("学", []), ("hello", []), ("", [])]
)
def test_variants_of_a_term_that_nobody_knows(term, wanted):
    assert variants(term, VOCABULARY) == wanted


TEXTS = st.text() | st.text("转学位费摇号籍幼儿园专为好服务课后的要什么zhuanxueyao  '，x1２學轉", max_size=70)


@given(TEXTS, st.booleans())
def test_whatever_is_typed_a_proposal_differs_and_holds_only_known_words_beside_the_typed(text, doubting):
    for each in proposals(text, VOCABULARY, doubting=doubting):
        assert each.text not in {text, plain(text)}
        assert each.words
        assert all(word in VOCABULARY and word in each.text for word in each.words)
        left = each.text
        for word in each.words:
            left = left.replace(word, "", 1)
        assert set(left) <= set(plain(text))


@given(TEXTS)
def test_whatever_the_term_variants_are_words_of_the_vocabulary(text):
    found = variants(text, VOCABULARY)
    assert set(found) <= WORDS.keys()
    assert plain(text) not in found
