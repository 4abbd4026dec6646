"""The order of the tests themselves: what empties tables comes after what reads them, and what is dear is made once."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests import order


def test_tests_that_empty_tables_come_after_all_that_read_them(request):
    phases = [order.phase(item) for item in request.session.items]
    assert phases == sorted(phases)


def test_a_unit_is_not_parted(request):
    units = [order.unit(item) for item in request.session.items]
    changes = sum(before != after for before, after in pairwise(units))
    assert changes == len(set(units)) - 1


def test_on_a_parallel_worker_every_test_names_its_unit(request):
    """The scheduler reads it off the id; without it each test would go to the next free worker."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("not parallel")
    assert all(item.nodeid.endswith(f"@{order.unit(item)}") for item in request.session.items)
