import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.places import agreement, places


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A3区桐溪小学课后服务", {"a3区"}),
        ("我们小区附近没有公办幼儿园", set()),
        ("跨区读书要什么材料", set()),
        ("", set()),
    ],
)
def test_places_are_told_from_words_that_end_like_one(text, named):
    assert named <= places(text)
    assert bool(places(text)) == bool(named)


def test_a_school_the_index_knows_is_a_place(settings):
    from search.analysis import learn

    learn(["清溪小学"])
    try:
        assert places("清溪小学的校服必须买吗") == {"清溪小学"}
    finally:
        learn([])


def test_one_place_in_common_agrees_and_none_in_common_differs():
    assert agreement(frozenset({"a3区"}), frozenset({"a3区", "a4区"})) == 1
    assert agreement(frozenset({"a3区"}), frozenset({"a4区"})) == -1
    assert agreement(frozenset(), frozenset({"a4区"})) == 0


@given(st.text(max_size=500))
def test_any_text_names_only_what_it_holds(text):
    assert all(len(each) > 1 for each in places(text))
