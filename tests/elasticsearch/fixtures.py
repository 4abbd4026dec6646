"""The node that tests share, and the site with a cluster of its own in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from search.backends.elastic.backend import ElasticBackend
from tests.elasticsearch.node import Node
from tests.elasticsearch.parts import Missing, home

NEEDS_NODE = pytest.mark.xdist_group("elasticsearch")  # one of the parallel workers starts the node, not each


@pytest.fixture(scope="session")
def elasticsearch_parts() -> None:
    """What a node is made of; without Java the tests that need one say so."""
    try:
        home()
    except Missing as error:
        pytest.skip(f"left out, no Elasticsearch: {error}")


@pytest.fixture(scope="session")
def elasticsearch_node(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A running node of this test session; the one at ELASTICSEARCH_URL_TEST where that is set."""
    running = os.environ.get("ELASTICSEARCH_URL_TEST")
    if running:
        yield Node(tmp_path_factory.mktemp("elasticsearch"), port=urlsplit(running).port)
        return
    request.getfixturevalue("elasticsearch_parts")
    node = Node(tmp_path_factory.mktemp("elasticsearch"))
    try:
        yield node.start()
    finally:
        node.stop()


@pytest.fixture
def cluster(elasticsearch_node: Node, settings: Any) -> Iterator[ElasticBackend]:
    """The site has a cluster, and in it an index of its own, empty; ``ids()`` lets it see what was just written."""
    prefix = f"test-{uuid4().hex[:8]}"
    own = {**settings.ELASTICSEARCH, "url": elasticsearch_node.url, "prefix": prefix}
    settings.ELASTICSEARCH = own
    made = ElasticBackend(grace=0)
    made.ensure()
    yield made
    settings.ELASTICSEARCH = own
    made.drop()
