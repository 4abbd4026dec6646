"""An arriving letter takes back at most one "solved", by its words alone, and is remembered by what it found."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from mailbox.enums import LetterClass
from search.deflection import arriving
from search.deflection.arriving import examine_new
from search.deflection.models import Deed, DeflectionEvent, LetterLookup
from search.engine import backend
from search.models import SearchIndex
from search.sources import live
from tests import factories as f
from tests.search.answers import NUMBERS, letter, published
from tests.search.deflection.logged import days_ago, journey

pytestmark = pytest.mark.django_db
REFUND = {"subject": "请假的日子，课后服务费能退吗", "body": "9月孩子请假12天，课后服务费怎么退？想问能不能退。"}
LAMP = {"subject": "小区路灯坏了", "body": "门口路灯坏了一个月没有人来修，晚上看不见路。"}


def released():
    """An answer whose own letter came long ago, from an earlier mailbox."""
    return published(of=letter(source="旧信箱", source_number=str(next(NUMBERS))))


@pytest.fixture
def answer():
    made = released()
    backend().index(live([f"answer:{made.pk}"]).values())
    return made


def arrives(**given):
    return f.letter(now=timezone.now(), **{**REFUND, **given})


def returned() -> list[str]:
    return list(DeflectionEvent.objects.filter(kind=Deed.RETURNED).order_by("pk").values_list("journey", flat=True))


def key(answer) -> str:
    return f"answer:{answer.pk}"


def test_a_letter_about_what_was_solved_is_a_return(answer):
    solved = journey(Deed.SOLVED, answers=[key(answer)], on=days_ago(20))
    arrives()
    assert examine_new(timezone.now()) == 1
    assert returned() == [solved]


def test_a_letter_about_something_else_or_long_after_is_none(answer):
    journey(Deed.SOLVED, answers=[key(answer)], on=days_ago(31))
    journey(Deed.SOLVED, answers=["answer:999"], on=days_ago(1))
    arrives()
    journey(Deed.SOLVED, answers=[key(answer)], on=days_ago(1))
    LetterLookup.objects.all().delete()
    arrives(**LAMP)
    examine_new(timezone.now())
    assert len(returned()) == 1  # of the two letters, the one about refunds; of three journeys, yesterday's


def test_a_letter_takes_back_one_solved_and_each_is_taken_back_once(answer):
    older = journey(Deed.SOLVED, answers=[key(answer)], on=days_ago(9))
    newer = journey(Deed.SOLVED, answers=[key(answer)], on=days_ago(2))
    expected = [newer, older, None]
    for number in range(3):
        arrives()
        examine_new(timezone.now())
        examine_new(timezone.now())  # looked at once, however often it runs
        assert returned() == [each for each in expected[: number + 1] if each]


def test_the_answer_that_replaced_it_counts_as_the_same(answer):
    solved = journey(Deed.SOLVED, answers=[key(answer)])
    successor = released()
    answer.superseded_by = successor
    answer.save()
    backend().index(live([key(answer), key(successor)]).values())
    assert arriving.replaced(key(successor)) == [key(answer)]
    arrives()
    examine_new(timezone.now())
    assert LetterLookup.objects.get().best == key(successor)
    assert returned() == [solved]


def test_answers_that_replace_each_other_in_a_ring_end():
    one, two = released(), released()
    one.superseded_by, two.superseded_by = two, one
    one.save()
    two.save()
    assert set(arriving.replaced(key(one))) == {key(one), key(two)}


def test_who_wrote_from_the_same_form_did_not_come_back(answer):
    journey(Deed.SOLVED, Deed.WROTE_ANYWAY, answers=[key(answer)])
    arrives()
    examine_new(timezone.now())
    assert returned() == []


@pytest.mark.parametrize(
    "given", [{"letter_class": LetterClass.REPORT}, {"channel": "web"}], ids=["report", "ordinary letter"]
)
def test_words_of_a_report_are_not_looked_up(answer, given):
    arrives(**given)
    assert examine_new(timezone.now()) == ("letter_class" not in given)
    assert LetterLookup.objects.exists() == ("letter_class" not in given)


def test_an_imported_letter_is_no_arrival(answer):
    made = arrives()
    made.source, made.source_number = "旧信箱", "信〔2020〕17号"
    made.save()
    assert examine_new(timezone.now()) == 0


def test_while_search_is_down_no_letter_is_lost(answer):
    arrives()
    SearchIndex.objects.update(is_live=False)
    assert examine_new(timezone.now()) == 0
    SearchIndex.objects.update(is_live=True)
    assert examine_new(timezone.now()) == 1


def test_what_a_letter_found_is_forgotten_after_ninety_days_and_its_words_are_nowhere(answer):
    arrives()
    examine_new(timezone.now())
    (row,) = LetterLookup.objects.values()
    assert "课后" not in repr(row)
    examine_new(timezone.now() + timedelta(days=92))
    assert not LetterLookup.objects.exists()


def test_a_meaning_is_one_vector_of_unit_length_and_its_model(monkeypatch):
    class Engine:
        model, dimensions = "test/1", 3

        def queries(self, texts):
            return np.tile(np.array([0.6, 0.8, 0.0], dtype=np.float32), (len(texts), 1))

    monkeypatch.setattr(arriving, "embedder", Engine)
    meaning, model = arriving.meant("转学要什么材料\n孩子要转学，需要带什么材料？")
    assert model == "test/1"
    assert np.allclose(np.frombuffer(meaning, dtype="<f4"), [0.6, 0.8, 0.0])
    monkeypatch.setattr(arriving, "embedder", lambda: None)
    assert arriving.meant("转学要什么材料") == (b"", "")
