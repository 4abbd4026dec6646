"""What is missing in the cluster is made by itself; vectors are handed on, never made twice."""

import numpy as np
import pytest

from search.backends import breaker
from search.cluster import meaning, upkeep
from search.cluster.tasks import look_after_cluster
from search.engine import backend
from search.indexing import compare
from search.meaning import fill
from search.passages import Part
from search.queries import Query
from search.sources import everything
from tests.elasticsearch.fixtures import NEEDS_NODE
from tests.elasticsearch.node import free_port
from tests.search.answers import published
from tests.search.embedder import Matters

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(monkeypatch):
    made = Matters()
    monkeypatch.setattr(meaning, "embedder", lambda: made)
    return made


def seen(cluster):
    """What was written a moment ago is there for who asks; else that takes a second."""
    cluster.ids(), cluster.pending(1, model="")


def embedded():
    """The database's index, with everything in it."""
    index = backend("embedded")
    index.index(everything())
    return index


@NEEDS_NODE
def test_an_index_that_is_missing_is_made_from_the_database(cluster):
    answer = published()
    cluster.drop()
    look_after_cluster()
    assert f"answer:{answer.pk}" in cluster.ids()
    assert not compare(cluster, everything())


@NEEDS_NODE
def test_meanings_that_are_missing_begin_anew_and_the_index_stays(cluster, by):
    answer = published()
    embedded()
    upkeep.fill(cluster)
    fill(backend("embedded"), by, seconds=60)
    look_after_cluster()
    assert cluster.pending(5, model=by.model) == []
    names = [each.name for each in cluster.versions.all()]
    cluster.versions.delete([f"{cluster.versions.meanings}-v1"])
    look_after_cluster()
    seen(cluster)
    assert [each.name for each in cluster.versions.all()] == names
    look_after_cluster()
    (found,) = cluster.candidates([f"answer:{answer.pk}"])
    assert found.vectors is not None


@NEEDS_NODE
def test_vectors_of_the_database_are_handed_on(cluster, by):
    answer = published("校服必须买吗", question="", answer="自愿。")
    embedded()
    upkeep.fill(cluster)
    look_after_cluster()
    assert f"answer:{answer.pk}" in cluster.pending(50, model=by.model)  # the database has none yet
    fill(backend("embedded"), by, seconds=60)
    read = len(by.read)
    look_after_cluster()
    seen(cluster)
    assert cluster.pending(50, model=by.model) == []
    assert len(by.read) == read
    (here,), (there,) = (index.candidates([f"answer:{answer.pk}"]) for index in (backend("embedded"), cluster))
    assert there.parts == here.parts
    assert there.vectors == pytest.approx(here.vectors)
    assert cluster.nearest(by.queries(["校服"]), limit=1) == [f"answer:{answer.pk}"]


@NEEDS_NODE
def test_vectors_of_another_width_begin_the_meanings_anew(cluster):
    answer = published()
    upkeep.fill(cluster)
    key = f"answer:{answer.pk}"
    for width in (3, 5):
        row = np.eye(1, width, dtype=np.float32)
        cluster.give_meaning({key: ((Part.TITLE,), row)}, f"model-{width}")
        seen(cluster)
        assert cluster.nearest(row, limit=1) == [key]
    assert cluster.nearest(np.eye(1, 3, dtype=np.float32), limit=1) == []


@NEEDS_NODE
def test_too_much_to_index_beside_other_work_is_left_to_an_operator(cluster, monkeypatch, caplog):
    published()
    cluster.drop()
    monkeypatch.setattr(upkeep, "MOST", 0)
    look_after_cluster()
    assert not cluster.exists()
    assert "search.cluster_unmade" in caplog.messages


def test_a_cluster_that_is_away_is_said_to_be(settings):
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{free_port()}"}
    look_after_cluster()
    assert breaker.is_away()


@NEEDS_NODE
def test_readers_who_fail_for_a_missing_index_do_not_keep_it_from_being_made(cluster):
    answer = published()
    embedded()
    cluster.drop()
    assert backend().search(Query("请假课后服务费")).degraded
    assert breaker.is_open()
    look_after_cluster()
    assert f"answer:{answer.pk}" in cluster.ids()
    assert not backend().search(Query("请假课后服务费")).degraded


def test_without_a_cluster_there_is_nothing_to_look_after(monkeypatch):
    monkeypatch.setattr(upkeep, "_look_after", lambda index: pytest.fail("there is none"))
    look_after_cluster()


@NEEDS_NODE
def test_only_one_process_at_a_time_looks_after_it(cluster, monkeypatch):
    monkeypatch.setattr(upkeep, "_look_after", lambda index: look_after_cluster())
    look_after_cluster()
    monkeypatch.setattr(upkeep, "_look_after", lambda index: pytest.fail("reached"))
    with pytest.raises(pytest.fail.Exception):
        look_after_cluster()
