"""What readers did with an answer moves it a little, and only once there are some."""

import pytest

from search.deflection.feedback import helpfulness, share
from search.deflection.models import Deed
from tests.search.deflection.logged import journey

pytestmark = pytest.mark.django_db


def test_an_unseen_answer_is_neutral_and_so_is_one_that_was_only_shown():
    journey(Deed.OPENED)
    assert helpfulness(["answer:1", "answer:99"]) == {"answer:1": 0.5, "answer:99": 0.5}
    assert helpfulness([]) == {}


def test_solving_lifts_and_letters_lower():
    journey(Deed.SOLVED, answers=["answer:1"])
    journey(Deed.WROTE_ANYWAY, answers=["answer:2"])
    found = helpfulness(["answer:1", "answer:2"])
    assert found["answer:1"] == share(1, 0) > 0.5
    assert found["answer:2"] == share(0, 1) < 0.5


def test_who_came_back_was_not_helped():
    journey(Deed.SOLVED, Deed.RETURNED)
    assert helpfulness(["answer:1"])["answer:1"] == share(0, 1)


def test_one_reader_moves_an_answer_by_less_than_a_twentieth_and_none_moves_it_past_the_ends():
    assert 0.5 < share(1, 0) < 0.55
    assert 0.45 < share(0, 1) < 0.5
    assert 0 < share(0, 10_000) < share(10_000, 0) < 1


def test_it_is_one_query_for_any_number_of_answers(django_assert_num_queries):
    with django_assert_num_queries(1):
        helpfulness([f"answer:{number}" for number in range(120)])
