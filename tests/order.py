"""In which order tests run, and which of them stay together on one of the parallel workers.

Tests of one file stay together, so that what the file prepares is prepared once; so do those that share something dear
(a site with its browser, a cluster). The long ones begin, the short ones fill up the end. Tests that empty the tables
come after all others that read them; tests without a database can run at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from _pytest.nodeid import NodeId
from django.test import TestCase, TransactionTestCase

if TYPE_CHECKING:
    from xdist.scheduler import LoadGroupScheduling

# Pages in a browser come before everything else: the longest unit, and no Django in it.
BROWSER, TABLES, EMPTIED, NO_TABLES = range(4)


def empties(item: pytest.Item) -> bool:
    """Whether the test leaves empty tables behind."""
    if django_case(item):
        return not issubclass(item.cls, TestCase)  # type: ignore[attr-defined]
    marker = item.get_closest_marker("django_db")
    names: list[str] = getattr(item, "fixturenames", [])
    return bool(marker and marker.kwargs.get("transaction")) or bool({"transactional_db", "live_server"} & {*names})


def django_case(item: pytest.Item) -> bool:
    own: type | None = getattr(item, "cls", None)
    return own is not None and issubclass(own, TransactionTestCase)


def phase(item: pytest.Item) -> int:
    if item.get_closest_marker("e2e"):
        return BROWSER
    if empties(item):
        return EMPTIED
    uses = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", [])
    return TABLES if uses or django_case(item) else NO_TABLES


def unit(item: pytest.Item) -> str:
    """The name of what ``item`` stays together with."""
    group = item.get_closest_marker("xdist_group")
    name = group.args[0] if group else item.nodeid.partition("::")[0]
    return f"{name} {phase(item)}"


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort and mark ``items``; on a parallel worker the id of each says its unit, as the scheduler of xdist reads it.

    xdist writes the unit too, but where pytest keeps ids no more since 9.2: its groups were parted.
    """
    slow = {unit(item) for item in items if item.get_closest_marker("slow") or item.get_closest_marker("xdist_group")}
    for item in items:
        if phase(item) in (TABLES, EMPTIED):
            item.add_marker("tables")
    first: dict[str, int] = {}
    for place, item in enumerate(items):
        first.setdefault(unit(item), place)
    items.sort(key=lambda item: (phase(item), unit(item) not in slow, first[unit(item)]))
    if hasattr(config, "workerinput"):
        for item in items:
            item._id = NodeId.parse(f"{item.nodeid}@{unit(item)}")  # type: ignore[attr-defined]


def scheduler(config: pytest.Config, log: Any) -> LoadGroupScheduling:
    """Units in the order in which they are collected; xdist would begin with those of many tests."""
    from xdist.scheduler import LoadGroupScheduling

    config.option.loadscopereorder = False
    return LoadGroupScheduling(config, log)
