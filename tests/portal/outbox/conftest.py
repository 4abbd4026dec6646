import pytest

from portal.limits.models import Hits
from portal.outbox import registry


@pytest.fixture
def kind():
    """Register handlers for a test: ``kind("test.note", function)``; taken back afterwards."""
    kinds = []

    def register(name, function, **options):
        kinds.append(name)
        registry.handler(name, **options)(function)

    yield register
    for name in kinds:
        registry.forget(name)


@pytest.fixture
def effect():
    """A handler with an effect in the database that can be counted."""

    def run(payload):
        Hits.objects.create(scope="effect", client=str(payload["n"]), window=Hits.objects.count())

    return run


@pytest.fixture
def effects():
    return lambda: sorted(Hits.objects.filter(scope="effect").values_list("client", flat=True))
