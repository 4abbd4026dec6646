import pytest

from search.words import Fields, Statistics, Wanted, rarity, relevance, weighted

STATISTICS = Statistics(documents=100, title=10, question=50, answer=200)


def test_a_rare_term_weighs_more_than_a_common_one():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) >= 0


def test_a_frequency_above_the_number_of_documents_is_no_error():
    assert rarity(500, 100) == rarity(100, 100)


def test_the_second_occurrence_adds_less_than_the_first():
    weights = {"转学": 1.0}
    wanted = Wanted.of(weights)
    scores = [relevance(weights, wanted, Fields("", "转学" * times, ""), STATISTICS) for times in (1, 2, 3)]
    assert scores[1] - scores[0] > scores[2] - scores[1] > 0


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
