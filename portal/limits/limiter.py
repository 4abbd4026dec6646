"""Counting what one client does. Counts live in the database: shared by all processes and hosts, and exact."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from portal.limits.models import Hits
from portal.privacy.lookup import keyed_hash

# One statement, so that two requests at once never read the same count. PostgreSQL and SQLite both know it.
COUNT_ONE = """
    INSERT INTO {table} (scope, client, "window", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (scope, client, "window") DO UPDATE SET count = {table}.count + 1
    RETURNING count
"""


def allow(scope: str, client: str, *, limit: int, seconds: int) -> bool:
    """Count one hit of ``client`` on ``scope``; True while it is within ``limit`` hits in the window of ``seconds``.

    Windows are fixed (they start at multiples of ``seconds``), so over a border up to twice ``limit`` may pass.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE.format(table=Hits._meta.db_table), [scope, _hashed(client), _window(seconds)])
        return int(cursor.fetchone()[0]) <= limit


def exhausted(scope: str, client: str, *, limit: int, seconds: int) -> bool:
    """Whether ``client`` has already used all ``limit`` hits of this window; counts nothing."""
    return Hits.objects.filter(scope=scope, client=_hashed(client), window=_window(seconds), count__gte=limit).exists()


def forget(scope: str, client: str) -> None:
    """Clear the counts of ``client`` on ``scope``, for instance after a successful login."""
    Hits.objects.filter(scope=scope, client=_hashed(client)).delete()


def purge(older_than: timedelta = timedelta(days=2)) -> int:
    """Drop counts of past windows; returns how many rows went."""
    oldest = int((timezone.now() - older_than).timestamp())
    return Hits.objects.filter(window__lt=oldest).delete()[0]


def _window(seconds: int) -> int:
    return int(timezone.now().timestamp()) // seconds * seconds


def _hashed(client: str) -> str:
    return keyed_hash(client, purpose="client")
