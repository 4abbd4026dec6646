"""From the change to the cluster: each record has one message, which waits as long as the cluster is away."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from mailbox.signals import answer_published, answer_unpublished
from portal.outbox.drain import MOST_ATTEMPTS, drain
from portal.outbox.models import MessageState, OutboxMessage
from search.backends import breaker
from search.backends.elastic import writing
from search.cluster import catching_up
from search.cluster.following import KIND, follow, left
from search.engine import backend
from search.indexing import compare
from search.queries import Query
from search.sources import everything
from tests.elasticsearch.fixtures import NEEDS_NODE
from tests.elasticsearch.node import free_port
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db


def release(answer):
    answer_published.send(sender=None, answer_id=answer.pk)


def withdraw(answer):
    take_off(answer)
    answer_unpublished.send(sender=None, answer_id=answer.pk)


def rows():
    return OutboxMessage.objects.filter(kind=KIND)


def soon():
    """What waits for its time is due, and the cluster may be tried again."""
    rows().filter(state=MessageState.PENDING).update(available_at=timezone.now())
    breaker.cache.clear()


@pytest.fixture
def away(settings):
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{free_port()}"}
    return settings


def test_without_a_cluster_nothing_is_left_for_one():
    release(published())
    assert not rows().exists()


def test_a_message_left_from_a_cluster_that_is_no_more_is_done(away):
    release(published())
    away.ELASTICSEARCH = {**away.ELASTICSEARCH, "url": ""}
    drain()
    assert left() == 0


def test_a_record_has_one_message_however_often_it_changes(away):
    answer = published()
    for _ in range(3):
        release(answer)
    row = rows().get()
    assert (row.payload, row.state) == ({"source": "answer", "id": answer.pk}, MessageState.PENDING)


def test_a_change_that_is_rolled_back_leaves_no_message(away):
    answer = published()

    def released_then_failed():
        with transaction.atomic():
            release(answer)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        released_then_failed()
    assert not rows().exists()


def test_while_the_cluster_is_away_messages_wait_and_never_fail(away):
    answers = [published() for _ in range(3)]
    for answer in answers:
        release(answer)
    for _ in range(MOST_ATTEMPTS + 2):
        soon()
        drain()
    assert set(rows().values_list("state", "attempts")) == {(MessageState.PENDING, 0)}
    assert rows().filter(available_at__gt=timezone.now()).count() == 3
    assert {f"answer:{answer.pk}" for answer in answers} <= set(backend("embedded").ids())


def test_one_message_finds_out_for_all_that_the_cluster_is_away(away, monkeypatch):
    for _ in range(5):
        release(published())
    tried = []
    bring = catching_up.bring
    monkeypatch.setattr(catching_up, "bring", lambda ids: (tried.append(ids), bring(ids)))
    drain()
    assert len(tried) == 1


def test_a_change_while_a_worker_is_at_the_message_is_not_lost(away, monkeypatch):
    answer = published()
    release(answer)
    brought = []

    def bring(ids):
        brought.append(list(ids))
        if len(brought) == 1:
            release(answer)  # another process, at this very moment

    monkeypatch.setattr(catching_up, "bring", bring)
    drain()
    assert brought == [[f"answer:{answer.pk}"]] * 2
    assert left() == 0


def test_a_worker_that_dies_holding_many_gives_them_back(away, monkeypatch):
    for _ in range(3):
        release(published())
    died = pytest.raises(KeyboardInterrupt)

    def die(ids):
        raise KeyboardInterrupt

    monkeypatch.setattr(catching_up, "bring", die)
    with died:
        drain()
    assert rows().filter(state=MessageState.LEASED).count() == 3
    monkeypatch.setattr(catching_up, "bring", lambda ids: None)
    rows().update(leased_until=timezone.now() - timedelta(seconds=1))
    drain()
    assert left() == 0


@NEEDS_NODE
def test_a_released_answer_is_found_in_the_cluster_and_a_withdrawn_one_is_not(cluster):
    kept, gone = published(), published()
    release(kept), release(gone)
    drain()
    assert {f"answer:{kept.pk}", f"answer:{gone.pk}"} <= set(cluster.ids())
    withdraw(gone)
    drain()
    assert f"answer:{gone.pk}" not in cluster.ids()
    found = backend().search(Query("请假课后服务费"))
    assert ([hit.id for hit in found.hits], found.degraded) == ([f"answer:{kept.pk}"], False)


@NEEDS_NODE
def test_what_happened_while_the_cluster_was_away_is_made_up_for(cluster, settings):
    there = settings.ELASTICSEARCH
    before = published()
    release(before)
    drain()
    settings.ELASTICSEARCH = {**there, "url": f"http://127.0.0.1:{free_port()}"}
    meanwhile = [published() for _ in range(4)]
    for answer in meanwhile:
        release(answer)
    withdraw(before)
    drain()
    assert left() == 5
    settings.ELASTICSEARCH = there
    soon()
    drain()
    assert left() == 0
    assert not compare(cluster, everything())
    assert f"answer:{before.pk}" not in cluster.ids()
    assert not breaker.is_away()


@NEEDS_NODE
def test_an_index_that_is_missing_is_waited_for_not_begun_with_one_answer(cluster):
    cluster.drop()
    release(published())
    drain()
    assert not cluster.exists()
    assert rows().get().state == MessageState.PENDING


@NEEDS_NODE
def test_a_record_that_the_cluster_refuses_keeps_no_other_back(cluster, monkeypatch):
    bad, good = published(), published()
    put = writing.put

    def broken(index, key, source, **meta):
        if key == f"answer:{bad.pk}" and "terms" in source:
            source = {**source, "year": "no year"}
        return put(index, key, source, **meta)

    monkeypatch.setattr("search.backends.elastic.backend.put", broken)
    release(bad), release(good)
    drain()
    assert rows().get(payload__id=good.pk).state == MessageState.DONE
    waiting = rows().get(payload__id=bad.pk)
    assert waiting.last_error == "Refused"
    assert f"answer:{good.pk}" in cluster.ids()
    assert not breaker.is_away()


def test_a_message_holds_a_source_and_an_id_and_no_words(away):
    follow("answer", 7)
    row = rows().get()
    assert (row.key, row.payload) == ("search.cluster:answer:7", {"source": "answer", "id": 7})
