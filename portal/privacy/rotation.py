"""Moving stored values to the newest field key while the portal runs.

Each batch is one short transaction over locked rows, so that a value saved meanwhile is never written back old. What is
already on the newest key is skipped in SQL: the rotation can be stopped and started at will. Keyed hashes (``lookup``)
hang on ``CODE_PEPPER`` alone and stay valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models, router, transaction
from django.db.models import Q, QuerySet

from portal.privacy.ciphers import decrypt, newest_prefix
from portal.privacy.errors import DecryptionFailed
from portal.privacy.fields import EncryptedTextField, stored

BATCH = 200  # rows under lock at once; a save waits for one batch at most


@dataclass(slots=True)
class Progress:
    """What happened to one field. ``unreadable`` holds primary keys whose value no known key opens."""

    label: str
    pending: int
    rotated: int = 0
    left: int = 0  # rows on an older key after the last look, unreadable ones not counted
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted field of one concrete model."""

    model: type[models.Model]
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def pending(self) -> QuerySet[Any]:
        """Rows whose stored text is not on the newest key; ``stored`` is that text, not decrypted."""
        rows: QuerySet[Any] = self.model._base_manager.using(router.db_for_write(self.model))
        rows = rows.annotate(stored=stored(self.name)).order_by("pk")
        return rows.exclude(Q(stored__isnull=True) | Q(stored="") | Q(stored__startswith=newest_prefix()))


def columns(registry: Apps = installed) -> list[Column]:
    """Every encrypted field of every installed model that has a table of its own, in a stable order."""
    found = [
        Column(model, each.name)
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for each in model._meta.local_concrete_fields
        if isinstance(each, EncryptedTextField)
    ]
    return sorted(found, key=lambda column: column.label)


def rotate(column: Column, progress: Progress) -> Iterator[int]:
    """Re-encrypts the pending rows of ``column``; yields how many rows each committed batch has looked at.

    ``progress.left`` tells at the end what was written under an older key meanwhile: some process has not been started
    anew with the new keys.
    """
    last: Any = None
    while True:
        with transaction.atomic(using=router.db_for_write(column.model)):
            rows = list(_batch(column, last))
            for pk, stored in rows:
                _reencrypt(column, pk, stored, progress)
        if not rows:
            progress.left = column.pending().exclude(pk__in=progress.unreadable).count()
            return
        last = rows[-1][0]
        yield len(rows)


def _batch(column: Column, last: Any) -> QuerySet[Any]:
    rows = column.pending() if last is None else column.pending().filter(pk__gt=last)
    return rows.select_for_update().values_list("pk", "stored")[:BATCH]


def _reencrypt(column: Column, pk: Any, stored: str, progress: Progress) -> None:
    """Only while the row still holds ``stored``: SQLite has no row locks, and a newer value must win."""
    try:
        plain = decrypt(stored)
    except DecryptionFailed:
        progress.unreadable.append(str(pk))
        return
    progress.rotated += column.pending().filter(pk=pk, stored=stored).order_by().update(**{column.name: plain})
