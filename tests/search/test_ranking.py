from datetime import date

import pytest

from search.asking import Asked
from search.ranking import (
    FRESH,
    SUPERSEDED,
    Candidate,
    Fields,
    Statistics,
    Wanted,
    freshness,
    rank,
    rarity,
    relevance,
    weighted,
)

STATISTICS = Statistics(documents=100, title=10, question=50, answer=200)
TODAY = date(2026, 3, 19)


def candidate(ref, title="", answer="", on=TODAY, superseded=False):
    return Candidate(f"answer:{ref}", Fields(title, "", answer), on, superseded)


def order(weights, *candidates):
    return [int(each.id.partition(":")[2]) for each in rank(Asked(""), weights, candidates, STATISTICS)]


def test_a_rare_term_weighs_more_than_a_common_one():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) >= 0


def test_a_frequency_above_the_number_of_documents_is_no_error():
    assert rarity(500, 100) == rarity(100, 100)


def test_the_title_counts_more_than_the_text():
    assert order({"转学": 1.0}, candidate(1, answer="转学"), candidate(2, title="转学")) == [2, 1]


def test_the_second_occurrence_adds_less_than_the_first():
    weights = {"转学": 1.0}
    wanted = Wanted.of(weights)
    scores = [relevance(weights, wanted, Fields("", "转学" * times, ""), STATISTICS) for times in (1, 2, 3)]
    assert scores[1] - scores[0] > scores[2] - scores[1] > 0


def test_of_two_equal_answers_the_newer_comes_first():
    old, new = candidate(1, "转学", on=date(2022, 3, 1)), candidate(2, "转学", on=date(2026, 3, 1))
    assert order({"转学": 1.0}, old, new) == [2, 1]


def test_freshness_never_exceeds_its_share():
    assert freshness(TODAY, TODAY) == pytest.approx(1 + FRESH)
    assert freshness(None, TODAY) == 1.0


def test_a_replaced_answer_falls_behind():
    valid, replaced = candidate(1, "转学"), candidate(2, "转学", superseded=True)
    first, second = rank(Asked("转学"), {"转学": 1.0}, [replaced, valid], STATISTICS)
    assert (first.id, second.id) == ("answer:1", "answer:2")
    assert second.score == pytest.approx(first.score * SUPERSEDED)
    assert 0 <= second.probability < first.probability <= 1


def test_equal_answers_of_one_day_keep_a_stable_order():
    assert order({"转学": 1.0}, candidate(2, "转学"), candidate(1, "转学")) == [1, 2]


def test_only_the_telling_terms_of_a_long_letter_are_kept():
    frequencies = {"学校": 90, "晚托": 2, "孩子": 80}
    kept = weighted(dict.fromkeys([*frequencies, "没有"], 1.0), frequencies, STATISTICS, limit=1)
    assert list(kept) == ["晚托"]


def test_many_terms_and_few_terms_are_scored_alike():
    fields = Fields("转学", "转学材料", "转学")
    few = {"转学": 1.0}
    many = {**few, **{f"术{number}": 1.0 for number in range(60)}}
    assert relevance(few, Wanted.of(few), fields, STATISTICS) == pytest.approx(
        relevance(many, Wanted.of(many), fields, STATISTICS)
    )
