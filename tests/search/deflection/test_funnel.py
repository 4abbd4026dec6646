"""The funnel: journeys, each once and in one topic; and the answers that do not help."""

import pytest

from search.deflection import funnel
from search.deflection.funnel import Row
from search.deflection.models import Deed, DeflectionEvent
from tests.search.answers import published, take_off
from tests.search.deflection.logged import days_ago, journey

pytestmark = pytest.mark.django_db


def test_each_journey_counts_once_in_the_topic_of_its_best_answer():
    journey(Deed.OPENED, Deed.SOLVED, answers=["answer:1", "answer:2", "answer:3"])
    journey(Deed.WROTE_ANYWAY)
    journey(Deed.SOLVED, Deed.RETURNED)
    journey(topic="招生入学")
    rows = funnel.by_topic(days_ago(1), days_ago(0))
    assert rows == [Row("收费", 3, 1, 2, 1, 1), Row("招生入学", 1)]
    assert funnel.total(rows) == Row("", 4, 1, 2, 1, 1)
    assert (rows[0].kept, rows[0].share) == (1, 33)


def test_who_wrote_after_all_was_not_helped():
    journey(Deed.SOLVED, Deed.WROTE_ANYWAY)
    (row,) = funnel.by_topic(days_ago(1), days_ago(0))
    assert (row.solved, row.wrote_anyway, row.kept) == (0, 1, 0)


def test_a_period_is_of_showings_and_keeps_what_followed_later():
    name = journey(Deed.SOLVED, on=days_ago(40))
    DeflectionEvent.objects.filter(journey=name, kind=Deed.SOLVED).get().followed_by(Deed.RETURNED, days_ago(15)).save()
    (row,) = funnel.by_topic(days_ago(41), days_ago(39))
    assert (row.solved, row.returned) == (1, 1)
    assert funnel.by_topic(days_ago(30), days_ago(0)) == []


def test_no_topic_costs_more_queries(django_assert_num_queries):
    for topic in ("收费", "招生入学", "学校管理"):
        journey(Deed.SOLVED, topic=topic)
    with django_assert_num_queries(1):
        funnel.by_topic(days_ago(1), days_ago(0))


def answers_shown(number: int, *deeds: Deed, answer: str, times: int | None = None) -> None:
    for each in range(number):
        journey(*(deeds if times is None or each < times else ()), answers=[answer])


def test_answers_that_are_read_and_do_not_help_come_worst_first():
    bad, worse, good, rare = (published(title=title) for title in ("差", "更差", "好", "少"))
    answers_shown(6, Deed.WROTE_ANYWAY, answer=f"answer:{bad.pk}", times=2)
    answers_shown(6, Deed.WROTE_ANYWAY, answer=f"answer:{worse.pk}", times=5)
    answers_shown(6, Deed.SOLVED, answer=f"answer:{good.pk}", times=5)
    answers_shown(4, Deed.WROTE_ANYWAY, answer=f"answer:{rare.pk}")
    found = funnel.unhelpful(days_ago(1), days_ago(0))
    assert [(each.document.title, each.shown, each.wrote_anyway) for each in found] == [("更差", 6, 5), ("差", 6, 2)]


def test_solved_and_come_back_is_no_help():
    answer = published()
    answers_shown(5, Deed.SOLVED, Deed.RETURNED, answer=f"answer:{answer.pk}")
    (found,) = funnel.unhelpful(days_ago(1), days_ago(0))
    assert (found.solved, found.returned) == (5, 5)


def test_an_answer_that_is_no_longer_public_needs_no_check():
    answer = published()
    answers_shown(5, Deed.WROTE_ANYWAY, answer=f"answer:{answer.pk}")
    take_off(answer)
    assert funnel.unhelpful(days_ago(1), days_ago(0)) == []
