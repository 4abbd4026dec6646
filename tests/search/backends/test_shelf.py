"""What a process remembers of an index is never older than the index, and never more than it may be."""

from dataclasses import replace

import pytest

from search.backends import shelf
from search.backends.embedded import EmbeddedBackend
from search.queries import Query
from tests.search.documents import ALL, ARTICLE, FEES, REFUND, UNIFORM, document

pytestmark = pytest.mark.django_db


@pytest.fixture
def backend():
    made = EmbeddedBackend("shelf")
    made.clear()
    made.index(ALL)
    yield made
    shelf.forget("shelf")


def found(backend, words):
    return {hit.id for hit in backend.search(Query(words)).hits}


def test_what_another_process_wrote_is_found_with_the_next_question(backend):
    assert found(backend, "校服") == {UNIFORM.id}
    shelves = dict(shelf._shelves)
    shelf.forget()
    EmbeddedBackend("shelf").index([document(9, "校服尺码怎么选")])
    shelf._shelves.update(shelves)
    assert found(backend, "校服") == {UNIFORM.id, "answer:9"}
    assert backend.frequencies(["校服"]) == {"校服": 2}


def test_what_is_gone_is_in_no_result_no_total_and_no_facet(backend):
    assert found(backend, "课后服务费") == {REFUND.id, FEES.id}
    backend.remove([FEES.id])
    answer = backend.search(Query("课后服务费"))
    assert (answer.total, answer.facets.unit) == (1, {"基础教育科": 1})
    assert backend.strongest({"课后": 1.0}, limit=9) == [REFUND.id]


def test_an_entry_written_again_is_one_result(backend):
    found(backend, "校服")
    for title in ("校服必须买吗", "校服一定要买吗"):
        backend.index([replace(UNIFORM, title=title)])
        assert [hit.id for hit in backend.search(Query("校服")).hits] == [UNIFORM.id]


def test_everything_may_go_and_come_back(backend):
    found(backend, "校服")
    backend.remove([each.id for each in ALL])
    assert found(backend, "校服") == set()
    assert backend.strongest({"校服": 1.0}, limit=9) == []
    backend.index([ARTICLE, UNIFORM])
    assert found(backend, "校服") == {UNIFORM.id}


def test_a_rebuilt_version_is_read_afresh(backend):
    found(backend, "校服")
    backend.rebuild([document(8, "校服多少钱一套")])
    assert found(backend, "校服") == {"answer:8"}


def test_common_terms_keep_their_frequency_and_rare_ones_are_counted_again(backend, monkeypatch):
    monkeypatch.setattr(shelf, "STABLE", 2)
    assert backend.frequencies(["校服", "课后"]) == {"校服": 1, "课后": 2}
    backend.index([document(9, "校服和课后服务")])
    assert backend.frequencies(["校服", "课后"]) == {"校服": 2, "课后": 2}


def test_a_term_that_nobody_knew_is_known_once_somebody_writes_it(backend):
    assert backend.frequencies(["量子"]) == {}
    backend.index([document(9, "量子科普进校园")])
    assert backend.frequencies(["量子"]) == {"量子": 1}


def test_memory_is_bounded_and_keeps_what_was_asked_last(backend, monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 3)
    for term in ("校服", "课后", "报名", "校服"):
        backend.strongest({term: 1.0}, limit=3)
    held = backend._shelf()[0]
    assert held._size == sum(len(refs) for _, refs in held._holders.values()) <= 3
    assert next(reversed(held._holders)) == "校服"
    assert backend.strongest({"课后": 1.0}, limit=3) == [FEES.id, REFUND.id]


def test_the_strongest_hold_most_and_among_equals_the_last_written_come_first(backend):
    assert backend.strongest({"课后": 1.0, "请假": 0.5}, limit=1) == [REFUND.id]
    backend.index([document(number, "校车") for number in (21, 22, 23)])
    assert backend.strongest({"校车": 1.0}, limit=2) == ["answer:23", "answer:22"]
