"""Finding by meaning in memory: what is new is there with the next question, what is gone is not; shadows suffice."""

import numpy as np
import pytest

from search.backends import shelf, vectors
from search.backends.embedded import EmbeddedBackend
from search.backends.meanings import read
from search.models import SearchIndex, SearchMeaning
from search.passages import Part
from tests.search.documents import ALL, FEES, REFUND, TRANSFER, UNIFORM, document

pytestmark = pytest.mark.django_db
MODEL = "by-hand"
EAST, NORTH, UP = np.eye(3, dtype=np.float32)


@pytest.fixture
def backend():
    made = EmbeddedBackend("near")
    made.clear()
    made.index(ALL)
    yield made
    shelf.forget("near")


def meaning(*rows):
    return (Part.TITLE, *(Part.QUESTION for _ in rows[1:])), np.array(rows, np.float32)


def near(backend, *rows, limit=2):
    backend.names()  # looks which version is live
    return backend.nearest(np.array(rows, np.float32), limit=limit)


def test_nothing_is_near_while_nothing_is_embedded(backend):
    assert near(backend, EAST) == []


def test_the_nearest_passage_of_a_document_counts(backend):
    backend.give_meaning({REFUND.id: meaning(UP, EAST), UNIFORM.id: meaning(NORTH)}, MODEL)
    assert near(backend, EAST, limit=1) == [REFUND.id]
    assert near(backend, NORTH, limit=1) == [UNIFORM.id]
    assert set(near(backend, EAST, NORTH)) == {REFUND.id, UNIFORM.id}


def test_what_is_given_later_is_found_with_the_next_question(backend):
    backend.give_meaning({REFUND.id: meaning(NORTH)}, MODEL)
    assert near(backend, EAST) == [REFUND.id]
    backend.give_meaning({UNIFORM.id: meaning(EAST)}, MODEL)
    assert near(backend, EAST) == [UNIFORM.id, REFUND.id]


def test_another_process_sees_it_too(backend):
    near(backend, EAST)
    EmbeddedBackend("near").give_meaning({REFUND.id: meaning(EAST)}, MODEL)
    assert near(backend, EAST) == [REFUND.id]


def test_new_vectors_take_the_place_of_old_ones(backend):
    backend.give_meaning({REFUND.id: meaning(EAST), UNIFORM.id: meaning(UP)}, MODEL)
    near(backend, EAST)
    backend.give_meaning({REFUND.id: meaning(NORTH)}, MODEL)
    assert near(backend, NORTH, limit=1) == [REFUND.id]
    assert len(near(backend, EAST)) == 2


def test_what_is_gone_is_not_found_and_leaves_room_for_the_next(backend):
    backend.give_meaning({each.id: meaning(EAST) for each in (REFUND, UNIFORM, FEES)}, MODEL)
    backend.give_meaning({TRANSFER.id: meaning(EAST + UP / 10)}, MODEL)
    assert len(near(backend, EAST, limit=4)) == 4
    backend.remove([REFUND.id, UNIFORM.id, FEES.id])
    assert near(backend, EAST, limit=1) == [TRANSFER.id]


def test_a_rebuild_keeps_the_vectors_of_unchanged_passages(backend):
    backend.give_meaning({REFUND.id: meaning(EAST), UNIFORM.id: meaning(NORTH)}, MODEL)
    backend.rebuild([REFUND, document(9, "校车路线")])
    assert near(backend, EAST) == [REFUND.id]
    assert backend.pending(9, model=MODEL) == ["answer:9"]


def test_an_entry_written_again_keeps_its_vectors_only_when_it_says_the_same(backend):
    backend.give_meaning({REFUND.id: meaning(EAST), UNIFORM.id: meaning(NORTH)}, MODEL)
    backend.index([REFUND, document(3, "食堂可以自己带饭吗", "可以自带午餐。")])
    assert near(backend, EAST) == [REFUND.id]
    assert UNIFORM.id in backend.pending(9, model=MODEL)


def test_vectors_given_during_a_rebuild_are_in_both_versions(backend):
    def documents():
        yield from ALL
        backend.give_meaning({REFUND.id: meaning(EAST)}, MODEL)

    backend.rebuild(documents())
    assert near(backend, EAST) == [REFUND.id]
    assert REFUND.id not in backend.pending(9, model=MODEL)
    assert SearchIndex.objects.filter(name="near").count() == 1


def test_ranking_reads_the_vectors_of_what_was_found(backend):
    backend.give_meaning({REFUND.id: meaning(UP, EAST)}, MODEL)
    backend.names()
    found = {each.id: each for each in backend.candidates([REFUND.id, UNIFORM.id])}
    assert found[REFUND.id].parts == (Part.TITLE, Part.QUESTION)
    assert np.allclose(found[REFUND.id].vectors, [UP, EAST])
    assert found[UNIFORM.id].vectors is None
    assert found[UNIFORM.id].fields.title == UNIFORM.title


def test_half_precision_moves_a_cosine_by_less_than_a_thousandth():
    rows = np.random.default_rng(1).normal(size=(200, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    _, kept = read(" ".join(["title"] * 200), rows.astype("<f2").tobytes())
    assert np.abs(kept @ rows.T - rows @ rows.T).max() < 1e-3


def test_a_large_index_comes_into_memory_over_a_few_questions(backend, monkeypatch):
    monkeypatch.setattr(vectors, "AT_ONCE", 3)
    backend.give_meaning({each.id: meaning(EAST) for each in ALL}, MODEL)
    sizes = [len(near(backend, EAST, limit=9)) for _ in range(3)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == len(ALL)


def test_shadows_find_what_whole_vectors_find(backend, monkeypatch):
    monkeypatch.setattr(vectors, "SAMPLE", 300)
    chance = np.random.default_rng(2)
    spread = chance.normal(size=(20, 200))  # like sentences of one field: they spread in few directions
    made = [document(number, f"第{number}问") for number in range(100, 500)]
    rows = (chance.normal(size=(400, 20)) @ spread).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    backend.index(made)
    backend.give_meaning({each.id: meaning(row) for each, row in zip(made, rows, strict=True)}, MODEL)
    for asked in (3, 200, 399):
        best = [made[number].id for number in np.argsort(-(rows @ rows[asked]))[:10]]
        assert near(backend, rows[asked], limit=10) == best
    held = backend._shelf()[0].space("", 200)._held
    assert {block.rows.shape[1] for block in held.blocks} == {vectors.DIRECTIONS}


def test_finding_by_meaning_costs_the_same_number_of_queries_for_few_and_many(backend, django_assert_num_queries):
    for count in (2, 5):
        backend.give_meaning({each.id: meaning(EAST) for each in ALL[:count]}, MODEL)
        near(backend, EAST)
        backend.names()
        with django_assert_num_queries(1):
            assert len(backend.nearest(EAST[None], limit=2)) == 2


def test_an_index_that_is_dropped_frees_its_memory(backend):
    backend.give_meaning({REFUND.id: meaning(EAST)}, MODEL)
    near(backend, EAST)
    backend.drop()
    assert "near" not in shelf._shelves
    assert not SearchMeaning.objects.filter(document__index__name="near").exists()
