"""The log counts each thing once, gives credit where it is due, and holds nobody's words."""

import pytest
from django.db import connection, models

from portal import suggestions
from portal.suggestions import Card, Step
from search.deflection.models import AppendOnly, Deed, DeflectionEvent

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (Card(f"answer:{rank}", rank, "收费", 0.95 - rank / 10) for rank in (1, 2, 3))
ALL = [FIRST, SECOND, THIRD]


def deeds(journey: str = "j") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for event in DeflectionEvent.objects.filter(journey=journey):
        found.setdefault(event.kind, set()).add(event.document)
    return found


def test_a_page_loaded_twice_counts_once():
    for _time in range(2):
        suggestions.record(Step.SHOWN, "j", ALL)
        suggestions.record(Step.OPENED, "j", [SECOND])
        suggestions.record(Step.SOLVED, "j")
    assert DeflectionEvent.objects.count() == 5


def test_an_event_holds_rank_topic_of_the_journey_and_tenths_of_confidence():
    suggestions.record(Step.SHOWN, "j", [FIRST, Card("article:9", 2, "招生入学", 1.0)])
    found = DeflectionEvent.objects.order_by("rank").values_list("document", "rank", "topic", "confidence")
    assert list(found) == [("answer:1", 1, "收费", 8), ("article:9", 2, "收费", 9)]


def test_what_was_opened_solved_the_matter():
    suggestions.record(Step.SHOWN, "j", ALL)
    suggestions.record(Step.OPENED, "j", [THIRD])
    suggestions.record(Step.SOLVED, "j")
    assert deeds()[Deed.SOLVED] == {"answer:3"}


def test_without_script_the_first_answer_which_stands_open_solved_it():
    suggestions.record(Step.SHOWN, "j", ALL)
    suggestions.record(Step.SOLVED, "j")
    assert deeds()[Deed.SOLVED] == {"answer:1"}


def test_a_letter_all_the_same_is_held_against_everything_that_was_read():
    suggestions.record(Step.SHOWN, "j", ALL)
    suggestions.record(Step.OPENED, "j", [THIRD])
    suggestions.record(Step.WROTE_ANYWAY, "j")
    assert deeds()[Deed.WROTE_ANYWAY] == {"answer:1", "answer:3"}


def test_what_was_opened_while_typing_counts_as_shown_then():
    suggestions.record(Step.OPENED, "j", [SECOND])
    assert deeds() == {Deed.SHOWN: {"answer:2"}, Deed.OPENED: {"answer:2"}}


def test_a_journey_that_was_shown_nothing_leaves_no_trace():
    suggestions.record(Step.SHOWN, "j", [])
    suggestions.record(Step.WROTE_ANYWAY, "j")
    suggestions.record(Step.SOLVED, "j")
    assert DeflectionEvent.objects.count() == 0


def test_the_log_can_only_grow():
    suggestions.record(Step.SHOWN, "j", [FIRST])
    event = DeflectionEvent.objects.get()
    for change in (event.save, event.delete, DeflectionEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        DeflectionEvent.objects.update(rank=9)


def test_there_is_no_place_for_text_people_or_minutes():
    kinds = {field.name: type(field) for field in DeflectionEvent._meta.get_fields()}
    assert kinds == {
        "id": models.BigAutoField,
        "kind": models.CharField,
        "journey": models.CharField,
        "document": models.CharField,
        "rank": models.PositiveSmallIntegerField,
        "topic": models.CharField,
        "confidence": models.PositiveSmallIntegerField,
        "on": models.DateField,
    }


def test_a_step_costs_the_same_for_one_and_three_cards(django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, look, insert, release
        suggestions.record(Step.SHOWN, "one", [FIRST])
    with django_assert_num_queries(4):
        suggestions.record(Step.SHOWN, "three", ALL)


def test_a_database_that_cannot_count_stops_nobody(caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_deflectionevent RENAME TO away")
        suggestions.record(Step.SHOWN, "j", ALL)
        cursor.execute("ALTER TABLE away RENAME TO search_deflectionevent")
    assert [record.message for record in caplog.records] == ["deflection.not_recorded"]
