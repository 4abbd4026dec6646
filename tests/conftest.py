"""What every test gets: no network beyond this machine, and empty caches and mailboxes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache

from search.backends import shelf
from tests import order
from tests.elasticsearch.fixtures import cluster, elasticsearch_node, elasticsearch_parts
from tests.redis_server import redis_server

__all__ = ["cluster", "elasticsearch_node", "elasticsearch_parts", "redis_server"]  # fixtures for every folder
LOCAL = {"127.0.0.1", "::1", "localhost", ""}


class UnexpectedNetwork(AssertionError):
    """The code under test tried to reach another host."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached: databases, brokers, browsers. Anything else fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and str(address[0]) not in LOCAL:
            raise UnexpectedNetwork(f"unexpected connection to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    cache.clear()
    shelf.forget()  # the tables go back to an earlier state; no process does that outside of tests


@pytest.fixture
def migrates(transactional_db: None) -> Iterator[None]:
    """For tests that run ``migrate``: it clears the cache of content types, and the next test's tables are filled back
    in an order that needs them (Wagtail's tasks ask for theirs before its row is there)."""
    yield
    ContentType.objects.get_for_models(*apps.get_models())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that empty the tables get back what migrations wrote (rules, topics, first pages) before they start."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        names: list[str] = getattr(item, "fixturenames", [])
        if order.empties(item) and marker:
            marker.kwargs["serialized_rollback"] = True
        elif order.empties(item) and "django_db_serialized_rollback" not in names:
            names.append("django_db_serialized_rollback")
    order.arrange(config, items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return order.scheduler(config, log) if config.getoption("dist") == "loadgroup" else None
