"""Keyed hashes of contact data computed anew, after ``CODE_PEPPER`` had to be changed (it was seen by a stranger).

Rotating ``FIELD_KEYS`` needs none of this: the hashes hang on the pepper alone. Batches, and each row only while it
still holds what was read: it runs beside writers and can be stopped and started at will.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from mailbox.erasing import with_contact
from mailbox.models import LetterContact
from portal.privacy.errors import DecryptionFailed
from portal.privacy.lookup import keyed_hash, normalize_phone
from portal.registries import Finding

BATCH = 200
SAMPLE = 20


@dataclass(slots=True)
class Progress:
    """``unreadable`` holds ids of letters whose contact data no known key opens."""

    looked_at: int = 0
    changed: int = 0
    unreadable: list[int] = field(default_factory=list)


def hashes_of(name: str, phone: str) -> tuple[str, str]:
    """What lies beside the encrypted name and phone, for finding a writer by equality."""
    digits = normalize_phone(phone) if phone else ""
    return (
        keyed_hash(name, purpose="name") if name else "",
        keyed_hash(digits, purpose="phone") if digits else "",
    )


def rehash(progress: Progress, *, dry_run: bool = False) -> Iterator[int]:
    """Brings every row up to the present pepper; yields how many rows each committed batch has looked at."""
    last = 0
    while ids := list(with_contact().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            for pk in ids:
                _rehash_one(pk, progress, dry_run=dry_run)
        last = ids[-1]
        progress.looked_at += len(ids)
        yield len(ids)


def _rehash_one(pk: int, progress: Progress, *, dry_run: bool) -> None:
    try:
        row = LetterContact.objects.select_for_update().get(pk=pk)
    except DecryptionFailed:
        progress.unreadable.append(LetterContact.objects.values_list("letter_id", flat=True).get(pk=pk))
        return
    name_hash, phone_hash = hashes_of(row.name, row.phone)
    if (row.name_hash, row.phone_hash) == (name_hash, phone_hash):
        return
    progress.changed += 1
    if not dry_run:
        same = LetterContact.objects.filter(pk=pk, name_hash=row.name_hash, phone_hash=row.phone_hash)
        same.update(name_hash=name_hash, phone_hash=phone_hash)


def finding() -> Finding:
    """For ``doctor``: whether writers can be found by the present pepper, judged by the last few."""
    try:
        rows = list(with_contact().order_by("-pk")[:SAMPLE])
    except DecryptionFailed:
        return Finding(True, "打不开的联系方式由“字段密钥”一项说明")
    wrong = sum((row.name_hash, row.phone_hash) != hashes_of(row.name, row.phone) for row in rows)
    if wrong:
        return Finding(
            False, "按姓名和手机号查找用的记录是用另一个 CODE_PEPPER 算的", "运行 manage.py rehash_contacts。"
        )
    return Finding(True, "按姓名和手机号能找到写信人")
