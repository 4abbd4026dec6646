"""Readers and writers run in the process of the tests, which takes a tenth of the time; what the child process adds,
its bounds, is tested by those that ask for ``in_the_child``."""

from __future__ import annotations

import json

import pytest

from portal.privacy.files import child, sandbox

run_in_the_child = sandbox.run


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(
        sandbox, "run", lambda order: json.loads(json.dumps(child.answer(json.loads(json.dumps(order)))))
    )


@pytest.fixture
def in_the_child(_in_this_process, monkeypatch):
    monkeypatch.setattr(sandbox, "run", run_in_the_child)
