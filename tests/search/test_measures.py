import math

import pytest

from search.measures import Asked, measure, percentile

GRADES = {"a": 3, "b": 2, "c": 1}


def asked(*ids, confidence=0.5, kind="in", grades=None):
    return Asked(ids, confidence, kind, GRADES if grades is None else grades)


def test_hit_asks_for_grade_two_and_best_for_the_best():
    figures = measure([asked("b", "x", "a")])
    assert (figures["hit@1"], figures["best@1"], figures["best@3"], figures["mrr"]) == (1.0, 0.0, 1.0, 1.0)


def test_ndcg_of_the_ideal_order_is_one():
    assert measure([asked("a", "b", "c")])["ndcg@5"] == 1.0


def test_ndcg_discounts_lower_places():
    ideal = 7 + 3 / math.log2(3) + 1 / 2
    assert measure([asked("x", "a")])["ndcg@5"] == pytest.approx(7 / math.log2(3) / ideal, abs=0.001)


def test_auc_counts_ties_half():
    good = [asked("a", confidence=0.5)]
    out = [asked(kind="out", confidence=value, grades={}) for value in (0.1, 0.5)]
    assert measure(good + out)["auc_out"] == 0.75


def test_queries_without_a_judgement_are_left_out_of_ndcg():
    figures = measure([asked("a", grades={})])
    assert (figures["queries"], figures["ndcg_queries"], figures["ndcg@5"]) == (1, 0, None)


def test_percentile_of_nothing_is_nothing():
    assert percentile([], 0.95) == 0.0
    assert percentile([3, 1, 2], 0.95) == 3
