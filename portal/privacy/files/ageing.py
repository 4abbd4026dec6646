"""How long files wait for two people: what the rules let go today, what they will soon, and letting it go."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from portal.audit.record import record
from portal.privacy.files.folder import FOLDER, Folder
from portal.privacy.files.models import HeldFile, HeldFileRule

WARNED = timedelta(days=14)
LOOSE_AFTER = timedelta(days=1)  # a folder is made before its row is stored


@dataclass(frozen=True)
class Due:
    """A rule and the files whose time is up by it."""

    rule: HeldFileRule
    files: QuerySet[HeldFile]


def due(now: datetime) -> list[Due]:
    """Every active rule with what it lets go at ``now``."""
    return [Due(rule, _past(rule, now)) for rule in HeldFileRule.objects.filter(is_active=True)]


def _past(rule: HeldFileRule, now: datetime) -> QuerySet[HeldFile]:
    return HeldFile.objects.filter(state=rule.state, stepped_at__lt=now - timedelta(days=rule.keep)).order_by("pk")


def deletions(files: Iterable[HeldFile], now: datetime) -> dict[int, datetime]:
    """For those of ``files`` that will be deleted within ``WARNED``: when, by primary key."""
    keep = dict(HeldFileRule.objects.filter(is_active=True).values_list("state", "keep"))
    ends = {one.pk: one.stepped_at + timedelta(days=keep[one.state]) for one in files if one.state in keep}
    return {pk: end for pk, end in ends.items() if end - now <= WARNED}


def let_go(each: Due, now: datetime) -> int:
    """Deletes the originals of what ``each`` lists; returns how many. What somebody works on meanwhile stays."""
    return sum(_drop(pk, each.rule, now) for pk in each.files.values_list("pk", flat=True))


@transaction.atomic
def _drop(pk: int, rule: HeldFileRule, now: datetime) -> bool:
    one = _past(rule, now).select_for_update().filter(pk=pk).first()
    if one is None:
        return False
    record(None, "file.expired", target=f"held_file:{one.key}", detail={"rule": rule.pk, "days": rule.keep})
    one.state, one.decided_at = HeldFile.State.DROPPED, now
    one.save()
    transaction.on_commit(Folder(one).remove)
    return True


def loose_folders(now: datetime) -> list[Path]:
    """Folders that no waiting file owns: of a process that ended between its transaction and the deletion."""
    root = Path(settings.VAR_DIR) / FOLDER
    owned = {str(key) for key in HeldFile.objects.filter(state__in=HeldFile.OPEN).values_list("key", flat=True)}
    old = (now - LOOSE_AFTER).timestamp()
    folders = sorted(root.iterdir()) if root.exists() else []
    return [one for one in folders if one.name not in owned and one.stat().st_mtime < old]


def remove_loose(now: datetime) -> int:
    """Deletes them; returns how many."""
    found = loose_folders(now)
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found)
