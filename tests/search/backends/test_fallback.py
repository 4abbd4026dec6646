"""Elasticsearch slow, down or wrong: who asks gets an answer from the database, soon, and is told."""

import socket
import time
from contextlib import closing, contextmanager

import pytest

from search.asking import Asked
from search.backends import breaker, fallback
from search.backends.base import SearchUnavailable
from search.backends.elastic.backend import ElasticBackend
from search.backends.embedded import EmbeddedBackend
from search.backends.fallback import FallbackBackend
from search.backends.memory import MemoryBackend
from search.documents import Kind
from search.engine import backend, used
from search.queries import Query
from tests.elasticsearch.node import free_port
from tests.search.documents import ALL, FEES, REFUND, UNIFORM

pytestmark = pytest.mark.django_db


class Counting(MemoryBackend):
    """A first backend that counts its questions and may be away."""

    def __init__(self):
        super().__init__()
        self.asked = 0
        self.away = False

    def statistics(self):
        """Every question begins with these."""
        self.asked += 1
        if self.away:
            raise SearchUnavailable("away")
        return super().statistics()


@pytest.fixture
def first():
    made = Counting()
    made.index([UNIFORM])
    return made


@pytest.fixture
def second():
    made = MemoryBackend()
    made.index(ALL)
    return made


def ids(answer):
    return [hit.id for hit in answer.hits]


def test_the_first_is_asked_while_it_answers(first, second):
    answer = FallbackBackend(first, second).search(Query("校服课后服务费", kind=Kind.ANSWER))
    assert (ids(answer), answer.degraded) == ([UNIFORM.id], False)


def test_the_second_answers_when_the_first_is_away_and_says_so(first, second):
    first.away = True
    answer = FallbackBackend(first, second).search(Query("请假课后服务费"))
    assert (ids(answer)[0], answer.degraded) == (REFUND.id, True)


def test_after_a_failure_nobody_asks_for_a_while_then_one_tries(first, second, monkeypatch):
    both = FallbackBackend(first, second)
    first.away = True
    for _ in range(5):
        assert both.search(Query("校服")).degraded
    assert first.asked == 1
    now = time.time()
    monkeypatch.setattr(breaker.time, "time", lambda: now + breaker.REST_SECONDS + 1)
    assert both.search(Query("校服")).degraded
    assert first.asked == 2
    first.away = False
    monkeypatch.setattr(breaker.time, "time", lambda: now + 2 * breaker.REST_SECONDS + 2)
    assert not both.search(Query("校服")).degraded
    assert not breaker.is_away()


def test_only_one_tries_at_a_time(first):
    breaker.failed("away")
    breaker.cache.set(breaker.AWAY, time.time() - 1)
    assert not breaker.is_open()
    assert breaker.is_open()


def test_both_away_is_unavailable_not_nothing_found(first):
    first.away = True
    with pytest.raises(SearchUnavailable):
        FallbackBackend(first, EmbeddedBackend("never")).search(Query("校服"))


@pytest.fixture
def site(settings):
    """The site's own backend, with a cluster at an address that nobody listens at."""
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{free_port()}"}
    EmbeddedBackend().index(ALL)
    return settings


def test_without_a_cluster_the_database_answers_and_nothing_is_degraded():
    EmbeddedBackend().index(ALL)
    assert used() == ["embedded"]
    assert not backend().search(Query("校服")).degraded


def test_a_cluster_that_is_not_there_is_no_reason_not_to_answer(site):
    assert used() == ["embedded", "elasticsearch"]
    answer = backend().similar(Asked("校服必须买吗"), limit=3)
    assert (ids(answer)[0], answer.degraded) == (UNIFORM.id, True)


def test_the_words_are_read_anew_by_the_one_that_answers(first, second, monkeypatch):
    read = []
    second.add_names(["清溪小学"])
    second.index([FEES])
    frequencies = MemoryBackend.frequencies

    def away_after_reading(self, terms):
        read.append(set(terms))
        if self is first:
            raise SearchUnavailable("away")
        return frequencies(self, terms)

    monkeypatch.setattr(MemoryBackend, "frequencies", away_after_reading)
    assert ids(FallbackBackend(first, second).similar(Asked("清溪小学收费"), limit=3))[0] == FEES.id
    assert ["清溪小学" in terms for terms in read] == [False, True]


@contextmanager
def silence():
    """A host that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as host:
        yield f"http://127.0.0.1:{host.getsockname()[1]}"


def test_a_cluster_that_hangs_is_waited_for_within_the_budget_once(site, monkeypatch):
    assert fallback.BUDGET_SECONDS <= 1.2  # and half a second for the other backend
    with silence() as url:
        site.ELASTICSEARCH = {**site.ELASTICSEARCH, "url": url}
        began = time.monotonic()
        assert backend().search(Query("校服")).degraded
        assert time.monotonic() - began < fallback.BUDGET_SECONDS + 3  # generous: the machine is shared
        monkeypatch.setattr(ElasticBackend, "search", lambda *args: pytest.fail("asked again at once"))
        assert backend().search(Query("校服")).degraded


def test_what_is_written_goes_to_the_database_and_asks_no_cluster(site):
    backend().remove([UNIFORM.id])
    assert UNIFORM.id not in backend().ids()
    assert not breaker.is_away()
