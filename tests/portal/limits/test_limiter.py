from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.limits import limiter
from portal.limits.models import Hits

pytestmark = pytest.mark.django_db


def test_exactly_the_limit_passes():
    passed = [limiter.allow("write", "203.0.113.9", limit=3, seconds=3600) for _ in range(5)]

    assert passed == [True, True, True, False, False]


def test_clients_and_scopes_are_counted_apart():
    assert limiter.allow("write", "203.0.113.9", limit=1, seconds=3600)
    assert limiter.allow("write", "203.0.113.10", limit=1, seconds=3600)
    assert limiter.allow("track", "203.0.113.9", limit=1, seconds=3600)
    assert not limiter.allow("write", "203.0.113.9", limit=1, seconds=3600)


def test_the_next_window_starts_anew(monkeypatch):
    now = timezone.now()
    assert limiter.allow("write", "203.0.113.9", limit=1, seconds=60)
    monkeypatch.setattr(limiter.timezone, "now", lambda: now + timedelta(seconds=60))

    assert limiter.allow("write", "203.0.113.9", limit=1, seconds=60)


def test_the_address_is_nowhere_in_the_table():
    limiter.allow("write", "203.0.113.9", limit=1, seconds=60)

    row = Hits.objects.values().get()
    assert "203.0.113.9" not in str(row)
    assert len(row["client"]) == 64


def test_looking_counts_nothing():
    for _ in range(3):
        assert limiter.exhausted("login", "a", limit=1, seconds=3600) is False
    limiter.allow("login", "a", limit=1, seconds=3600)

    assert limiter.exhausted("login", "a", limit=1, seconds=3600) is True
    limiter.forget("login", "a")
    assert limiter.exhausted("login", "a", limit=1, seconds=3600) is False


@pytest.mark.django_db(transaction=True)
def test_thirty_at_once_pass_exactly_twenty():
    def hit(_):
        try:
            return limiter.allow("write", "203.0.113.9", limit=20, seconds=86400)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        passed = list(pool.map(hit, range(30)))

    assert passed.count(True) == 20


def test_old_windows_are_purged_and_this_one_stays():
    limiter.allow("write", "a", limit=1, seconds=60)
    Hits.objects.create(scope="write", client="b", window=0, count=1)

    assert limiter.purge() == 1
    assert Hits.objects.get().window > 0
