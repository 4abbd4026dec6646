"""Counting what one client does. Counts live in the database: shared by all processes and hosts, and atomic."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from portal.limits.models import Hits
from portal.privacy.lookup import keyed_hash


def allow(scope: str, client: str, *, limit: int, seconds: int) -> bool:
    """Count one hit of ``client`` on ``scope``; True while it is within ``limit`` hits in the window of ``seconds``."""
    window = int(timezone.now().timestamp()) // seconds * seconds
    who = keyed_hash(client, purpose="client")
    row = {"scope": scope, "client": who, "window": window}
    Hits.objects.bulk_create([Hits(**row)], ignore_conflicts=True)
    Hits.objects.filter(**row).update(count=F("count") + 1)
    return Hits.objects.values_list("count", flat=True).get(**row) <= limit


def purge(older_than: timedelta = timedelta(days=2)) -> int:
    """Drop counts of past windows; returns how many rows went."""
    oldest = int((timezone.now() - older_than).timestamp())
    return Hits.objects.filter(window__lt=oldest).delete()[0]
