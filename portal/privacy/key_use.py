"""Which field keys the stored values still need: for ``doctor``, and after a restore of an older backup."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from portal.privacy.ciphers import known_prefixes
from portal.privacy.rotation import columns
from portal.registries import Finding

ROTATE = "运行 manage.py rotate_field_keys，做完才能去掉旧密钥。"
ADD_BACK = "把当时的密钥加回 FIELD_KEYS（放在后面），再运行 manage.py rotate_field_keys。"


@dataclass(frozen=True)
class KeyUse:
    """Counts of values: under an older key that is still known, and under none that is known."""

    older: int
    unknown: int


def key_use() -> KeyUse:
    """Counted in SQL by how each stored text begins; nothing is opened."""
    opens = Q()
    for prefix in known_prefixes():
        opens |= Q(stored__startswith=prefix)
    pending = [column.pending() for column in columns()]
    unknown = sum(rows.exclude(opens).count() for rows in pending)
    return KeyUse(sum(rows.count() for rows in pending) - unknown, unknown)


def finding() -> Finding:
    used = key_use()
    if used.unknown:
        return Finding(False, f"有{used.unknown}项加密内容没有密钥能打开", ADD_BACK)
    if used.older:
        return Finding(False, f"还有{used.older}项加密内容用的是旧密钥", ROTATE)
    return Finding(True, "全部加密内容都用最新的密钥")


def after_restore() -> str:
    found = finding()
    return found.sentence if found.ok else f"{found.sentence}。{found.remedy}"
