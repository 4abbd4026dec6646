"""What only the embedded backend must keep: versions apart, the database's postings in step, honest failure."""

import pytest
from django.db import DatabaseError, connection

from search.backends.base import SearchUnavailable
from search.backends.embedded import EmbeddedBackend
from search.models import SearchDocument, SearchIndex, SearchText
from search.queries import Query
from tests.search.documents import ALL, REFUND, TRANSFER, UNIFORM, document

pytestmark = pytest.mark.django_db


@pytest.fixture
def backend():
    made = EmbeddedBackend("own")
    made.clear()
    made.index(ALL)
    return made


def vocabulary():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_vocabulary WHERE doc > 0")
        return cursor.fetchone()[0]


def test_two_indexes_know_nothing_of_each_other(backend):
    other = EmbeddedBackend("other")
    other.clear()
    other.index([TRANSFER])
    assert set(other.ids()) == {TRANSFER.id}
    assert other.search(Query("校服")).total == 0
    assert other.frequencies(["转学"]) == {"转学": 1}
    other.drop()
    assert len(backend.ids()) == len(ALL)


def test_dropping_an_index_leaves_nothing_behind():
    EmbeddedBackend("site").clear()
    before = (SearchDocument.objects.count(), SearchText.objects.count(), vocabulary())
    made = EmbeddedBackend("gone")
    made.rebuild(ALL)
    made.drop()
    assert (SearchDocument.objects.count(), SearchText.objects.count(), vocabulary()) == before


def test_frequencies_follow_indexing_and_removal(backend):
    before = backend.frequencies(["校服"])["校服"]
    backend.index([UNIFORM])
    assert backend.frequencies(["校服"])["校服"] == before
    backend.remove([UNIFORM.id])
    assert backend.frequencies(["校服"]).get("校服", 0) == before - 1


def test_frequencies_after_a_rebuild_are_those_of_single_indexing(backend):
    terms = ["校服", "课后", "课后服务费", "孩子"]
    before = backend.frequencies(terms)
    backend.rebuild(ALL)
    assert backend.frequencies(terms) == before


def test_a_rebuild_that_was_killed_is_cleared_by_the_next(backend):
    left = SearchIndex.objects.create(name="own", is_live=False, analysis="old")
    SearchDocument.objects.create(index=left, key="answer:1", fingerprint="x", kind="answer")
    backend.rebuild(ALL)
    assert SearchIndex.objects.filter(name="own").count() == 1


def test_what_is_taken_off_during_a_rebuild_does_not_come_back(backend):
    def documents():
        yield from ALL
        backend.remove([REFUND.id])

    backend.rebuild(documents())
    live = set(backend.ids())
    assert UNIFORM.id in live


def test_an_index_that_was_never_made_is_unavailable_not_empty():
    with pytest.raises(SearchUnavailable):
        EmbeddedBackend("never").search(Query("校服"))


def test_a_database_error_is_unavailability(backend, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(backend._postings, "frequencies", fail)
    with pytest.raises(SearchUnavailable):
        backend.search(Query("校服"))


def test_the_sites_index_is_made_with_its_tables():
    assert EmbeddedBackend().ids() == {}


def test_a_search_costs_the_same_number_of_queries_for_one_and_three_results(django_assert_num_queries):
    for count in (1, 3):
        made = EmbeddedBackend(f"size{count}")
        made.clear()
        made.index(document(number, f"校车路线{number}", "校车接送") for number in range(count))
        made.statistics()
        with django_assert_num_queries(6):
            assert made.search(Query("校车")).total == count
        with django_assert_num_queries(2):  # the version, and what ranking reads
            assert made.search(Query("校车")).total == count
        made.drop()
