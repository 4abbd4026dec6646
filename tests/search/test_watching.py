"""What a probe and ``doctor`` hear of search."""

import json
from contextlib import suppress

import pytest
from django.core.management import call_command

from search import watching
from search.engine import backend
from search.models import SearchIndex
from search.schools import school_names
from search.sources import everything
from tests import factories
from tests.elasticsearch.fixtures import NEEDS_NODE
from tests.elasticsearch.node import free_port
from tests.search.answers import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    made = published()
    backend().rebuild(everything(), names=school_names())
    return made


def probed(client):
    return client.get("/health/ready/").json()["checks"]["search"]


def examined(capsys):
    with suppress(SystemExit):  # other findings may be bad: a SQLite of tests does not wait for the disk
        call_command("doctor", json=True)
    return {each["name"]: each for each in json.loads(capsys.readouterr().out)["findings"]}


def test_an_index_that_answers_is_well(client, answer, capsys):
    assert probed(client)["ok"]
    found = examined(capsys)
    assert (found["搜索索引"]["ok"], found["学校名称"]["ok"], found["search"]["ok"]) == (True, True, True)


def test_an_index_that_is_gone_degrades_the_site_and_letters_are_still_taken(client, answer, capsys):
    SearchIndex.objects.all().delete()
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert probed(client) == {"ok": False, "about": "搜索索引读不了"}
    found = examined(capsys)
    assert found["搜索索引"]["remedy"] == "运行 manage.py rebuild_index。"
    assert not found["学校名称"]["ok"]


def test_different_counts_are_said_with_the_way_to_mend_them(answer, capsys):
    public = backend().count()
    backend().remove([f"answer:{answer.pk}"])
    found = examined(capsys)["搜索索引"]
    assert (found["ok"], found["about"]) == (False, f"公开的有{public}条，索引里有{public - 1}条")
    assert "check_index --repair" in found["remedy"]


def test_a_school_that_the_index_does_not_know_is_said(answer, capsys):
    factories.school()
    assert examined(capsys)["学校名称"]["about"] == "有1所学校的名称索引还不认识"


@pytest.fixture
def away(settings):
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{free_port()}"}
    return settings


def test_a_cluster_that_is_away_degrades_the_site_and_is_asked_once(away, monkeypatch):
    finding = watching.cluster_answers()
    assert (finding.ok, finding.sentence) == (False, "Elasticsearch没有回应，正在用内置搜索")
    assert "自动赶上" in finding.remedy
    monkeypatch.setattr(watching.ElasticBackend, "count", lambda self: pytest.fail("asked again at once"))
    assert not watching.cluster_answers().ok
    assert not watching.cluster_agrees().ok


def test_a_site_without_a_cluster_says_nothing_of_one(client, answer):
    assert "elasticsearch" not in client.get("/health/ready/").json()["checks"]


@NEEDS_NODE
def test_a_cluster_that_answers_is_well_and_agrees(cluster, answer):
    assert watching.cluster_agrees().sentence == "公开的有1条，Elasticsearch里有0条，0条在排队"
    cluster.rebuild(everything(), names=school_names())
    assert watching.cluster_answers().sentence == "Elasticsearch可用，收了1条"
    assert watching.cluster_agrees().ok
    factories.school()
    assert "1所学校" in watching.cluster_agrees().sentence
    cluster.drop()
    assert "rebuild_index --backend elasticsearch" in watching.cluster_agrees().remedy


def test_a_probe_costs_two_small_queries(client, answer, django_assert_num_queries):
    from search.watching import reachable

    with django_assert_num_queries(2):
        assert reachable().ok
