from datetime import date

import numpy as np
import pytest

from search.asking import Asked
from search.calibration import calibration
from search.passages import Part
from search.ranking import Candidate, Fields, Statistics, freshness, rank

STATISTICS = Statistics(documents=100, title=10, question=50, answer=200)
TODAY = date(2026, 3, 19)
EAST, NORTH, UP = np.eye(3, dtype=np.float32)


def candidate(ref, title="", answer="", on=TODAY, superseded=False, vectors=None):
    parts = () if vectors is None else (Part.TITLE, *[Part.ANSWER] * (len(vectors) - 1))
    rows = None if vectors is None else np.array(vectors, np.float32)
    return Candidate(f"answer:{ref}", Fields(title, "", answer), on, superseded, parts=parts, vectors=rows)


def order(weights, *candidates, asked=None):
    return [int(each.id.partition(":")[2]) for each in rank(asked or Asked(""), weights, candidates, STATISTICS)]


def test_the_title_counts_more_than_the_text():
    assert order({"转学": 1.0}, candidate(1, answer="转学"), candidate(2, title="转学")) == [2, 1]


def test_of_two_equal_answers_the_newer_comes_first():
    old, new = candidate(1, "转学", on=date(2022, 3, 1)), candidate(2, "转学", on=date(2026, 3, 1))
    assert order({"转学": 1.0}, old, new) == [2, 1]


def test_freshness_is_a_share():
    assert freshness(TODAY, TODAY) == 1.0
    assert 0 < freshness(date(2020, 1, 1), TODAY) < 0.01
    assert freshness(None, TODAY) == 0.0


def test_a_replaced_answer_falls_behind():
    valid, replaced = candidate(1, "转学"), candidate(2, "转学", superseded=True)
    first, second = rank(Asked("转学"), {"转学": 1.0}, [replaced, valid], STATISTICS)
    assert (first.id, second.id) == ("answer:1", "answer:2")
    assert first.score - second.score == pytest.approx(calibration().replaced)


def test_equal_answers_of_one_day_keep_a_stable_order():
    assert order({"转学": 1.0}, candidate(2, "转学"), candidate(1, "转学")) == [1, 2]


def test_what_readers_were_helped_by_comes_first():
    plain, helped = candidate(1, "转学"), candidate(2, "转学")
    asked = Asked("转学", feedback=lambda ids: {"answer:2": 0.8})
    assert order({"转学": 1.0}, plain, helped, asked=asked) == [2, 1]


def test_an_answer_without_a_common_word_is_found_by_what_it_means():
    words, meaning = candidate(1, "校车", vectors=[NORTH]), candidate(2, "接送车辆", vectors=[EAST])
    assert order({"校": 0.1}, words, meaning, asked=Asked("", ("接娃的车",), EAST[None])) == [2, 1]


def test_each_sentence_of_a_letter_counts_the_same():
    one, both = candidate(1, vectors=[EAST]), candidate(2, vectors=[(EAST + NORTH) / 2**0.5])
    asked = Asked("", ("一", "二"), np.stack([EAST, NORTH]))
    assert order({}, one, both, asked=asked) == [2, 1]


def test_an_answer_that_waits_for_its_vectors_is_neither_first_nor_last():
    near, far = candidate(1, vectors=[EAST]), candidate(3, vectors=[UP])
    waiting = candidate(2)
    middle = candidate(4, vectors=[(EAST + UP) / 2**0.5])
    assert order({}, near, waiting, far, middle, asked=Asked("", ("一",), EAST[None]))[::3] == [1, 3]


def test_an_answer_of_a_moment_ago_that_holds_the_words_comes_first_before_it_has_vectors():
    others = [candidate(at, "校车", vectors=[(EAST * at + UP) / (at**2 + 1) ** 0.5]) for at in (1, 2, 3)]
    asked = Asked("", ("转学",), EAST[None])
    assert order({"转学": 1.0}, *others, candidate(4, "转学"), asked=asked)[0] == 4


def test_vectors_of_another_model_are_not_compared():
    asked = Asked("", ("一",), np.array([[1.0, 0.0]], np.float32))
    assert order({"转学": 1.0}, candidate(1, "转学", vectors=[UP]), asked=asked) == [1]


def test_the_latest_of_answers_that_say_the_same_comes_first():
    said = "符合条件的双胞胎可以捆绑派位，请在报名时填写"
    old = candidate(1, "双胞胎可以捆绑派位吗", said, on=date(2023, 3, 1), vectors=[EAST, NORTH])
    near = np.array([0.0, 0.999, 0.045], np.float32)
    new = candidate(2, "今年双胞胎怎么派位", said + "今年起", on=date(2026, 3, 1), vectors=[EAST, near])
    other = candidate(3, "校车", "路线", on=date(2026, 3, 1), vectors=[UP])
    assert order({}, old, new, other, asked=Asked("", ("双胞胎",), NORTH[None])) == [2, 1, 3]


def test_a_later_answer_to_something_else_does_not_rise():
    old = candidate(1, "双胞胎派位", "可以捆绑派位", on=date(2023, 3, 1), vectors=[EAST, NORTH])
    new = candidate(2, "校服", "自愿购买", on=date(2026, 3, 1), vectors=[UP, UP])
    assert order({}, old, new, asked=Asked("", ("双胞胎",), NORTH[None])) == [1, 2]


def test_a_question_nearer_to_a_matter_of_others_is_less_likely_ours():
    found = [candidate(1, "转学", vectors=[(EAST + UP) / 2**0.5]), candidate(2, "校服", vectors=[NORTH])]
    ours = rank(Asked("", ("一",), EAST[None], others=NORTH[None]), {"转学": 1.0}, found, STATISTICS)
    theirs = rank(Asked("", ("一",), EAST[None], others=EAST[None]), {"转学": 1.0}, found, STATISTICS)
    assert [each.id for each in ours] == [each.id for each in theirs]
    assert theirs[0].evidence.elsewhere < ours[0].evidence.elsewhere == 0


def test_nothing_to_rank_is_nothing_found():
    assert rank(Asked("转学"), {"转学": 1.0}, [], STATISTICS) == []


def test_of_two_alike_the_answer_of_the_place_asked_for_comes_first():
    other, same = candidate(1, "A4区转学"), candidate(2, "A3区转学")
    assert order({"转学": 1.0}, other, same, asked=Asked("A3区转学要什么材料")) == [2, 1]
