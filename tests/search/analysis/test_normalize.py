import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, normalize


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("學籍", "学籍"),
        ("A3\u200b区\u202e", "a3区"),
        ("娃上学", "孩子入学"),
        ("摇号", "随机派位"),
        ("学位证", "学位证"),  # protected: no place at a school
        ("𠮷", "𠮷"),
        ("转\x00学", "转学"),
        ("", ""),
    ],
)
def test_texts_that_mean_the_same_read_the_same(typed, read):
    assert normalize(typed) == read


@given(st.text(max_size=80))
def test_folding_with_and_without_the_way_back_agree(text):
    assert fold(text).text == normalize(text)


@given(st.text(alphabet="娃学學籍上㎡Ａ 。\u200b摇号", max_size=40))
def test_every_folded_character_comes_from_a_span_of_the_original(text):
    folded = fold(text)
    for position in range(len(folded.text)):
        start, end = folded.span(position, position + 1)
        assert 0 <= start < end <= len(text)


def test_a_synonym_points_back_to_the_whole_word():
    folded = fold("娃的学位")
    start = folded.text.index("入学名额")
    assert folded.span(start, start + 4) == (2, 4)
