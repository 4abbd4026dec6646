"""The connection: a cluster with TLS and a password is a matter of settings; what is wrong is said, never guessed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import elasticsearch_config
from search.backends.base import SearchUnavailable
from search.backends.elastic.backend import ElasticBackend
from search.backends.elastic.client import client, reading, within
from search.queries import Query
from tests.elasticsearch.fixtures import NEEDS_NODE
from tests.elasticsearch.proxy import secured
from tests.search.documents import ALL, UNIFORM


@pytest.fixture
def official(cluster, elasticsearch_node, settings, tmp_path):
    """The site's settings for a cluster behind TLS and a password."""
    cluster.index(ALL)
    assert cluster.ids()
    with secured(elasticsearch_node.port, tmp_path, user="portal", password="a long secret") as (url, ca):
        settings.ELASTICSEARCH = {
            **settings.ELASTICSEARCH,
            "url": url,
            "user": "portal",
            "password": "a long secret",
            "ca_file": str(ca),
        }
        yield settings
        client().close()


@NEEDS_NODE
def test_tls_and_a_password_are_settings(official):
    assert [hit.id for hit in ElasticBackend().search(Query("校服")).hits] == [UNIFORM.id]


@NEEDS_NODE
@pytest.mark.parametrize("wrong", [{"password": "guessed"}, {"user": ""}, {"ca_file": ""}])
def test_a_wrong_password_or_a_stranger_s_certificate_is_unavailability(official, wrong):
    official.ELASTICSEARCH = {**official.ELASTICSEARCH, **wrong}
    with pytest.raises(SearchUnavailable) as told:
        ElasticBackend().search(Query("校服"))
    assert "secret" not in str(told.value)
    client().close()


def test_no_cluster_in_the_settings_is_unavailability():
    with pytest.raises(SearchUnavailable):
        client()


def test_a_budget_that_is_used_up_asks_no_more(settings):
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": "http://127.0.0.1:9"}
    with within(0), pytest.raises(SearchUnavailable):
        reading()
    assert reading()


@pytest.mark.parametrize(
    "url",
    ["localhost", "localhost:9200", "ftp://h:9200", "https://host", "https://me:secret@host:9200", "http://h:x"],
)
def test_an_address_that_cannot_be_read_is_refused_with_a_sentence(monkeypatch, url):
    monkeypatch.setenv("ELASTICSEARCH_URL", url)
    with pytest.raises(ImproperlyConfigured) as told:
        elasticsearch_config()
    assert "ELASTICSEARCH_URL" in str(told.value)
    assert "secret" not in str(told.value)


def test_several_nodes_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("ELASTICSEARCH_URL", "https://a:9200, https://b:9200")
    monkeypatch.setenv("ELASTICSEARCH_USER", "portal")
    assert elasticsearch_config()["url"] == "https://a:9200, https://b:9200"
    assert elasticsearch_config()["user"] == "portal"


def test_a_certificate_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("ELASTICSEARCH_CA_FILE", "/nowhere/ca.pem")
    with pytest.raises(ImproperlyConfigured):
        elasticsearch_config()
