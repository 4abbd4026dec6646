"""The register of erasures: which personal data was deleted, by id and time, kept outside the database.

A backup from before an erasure brings the data back; the register brings the erasure back (``restore``). It lies in one
file beside the database (``ERASURE_REGISTER``) and, at each backup, beside the backups; what the owners of the data
remember in the database is merged into both. It only ever grows, and holds nobody's data.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from portal.registries import Finding, Registry

logger = logging.getLogger(__name__)
BESIDE_BACKUPS = "erasures.jsonl"


@dataclass(frozen=True, order=True)
class Erasure:
    """``kind`` and ``id`` say what was deleted; ``proof`` is a value that no later object with the same id shares;
    ``at`` is the time, ISO 8601 in UTC."""

    kind: str
    id: int
    proof: str
    at: str


remembered: Registry[Callable[[], Iterable[Erasure]]] = Registry()  # what the database knows, by its owners


def register() -> Path:
    return Path(settings.ERASURE_REGISTER)


def read(path: Path) -> set[Erasure]:
    """What ``path`` holds; nothing when it is not there. A line torn by a power cut is left out."""
    if not path.exists():
        return set()
    found = set()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = Erasure(**json.loads(line))
            found |= {entry} if isinstance(entry.id, int) else set()
        except (ValueError, TypeError):
            logger.warning("erasures.line_unreadable")
    return found


def add(path: Path, entries: Iterable[Erasure]) -> int:
    """Append what ``path`` does not hold yet, on the disk when this returns; how many that were. Raises OSError.

    A line written twice by two processes at once does no harm: what is read is a set.
    """
    new = sorted(set(entries) - read(path))
    if new:
        _append(path, new)
    return len(new)


def note(entry: Erasure) -> None:
    """Write one erasure down, after it was committed; what fails here is caught up by ``keep``. Raises OSError."""
    _append(register(), [entry])


def _append(path: Path, entries: Sequence[Erasure]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # released with the file
        text = "".join(f"{json.dumps(asdict(entry), ensure_ascii=False)}\n" for entry in entries)
        file.write(text if _ends_a_line(path) else f"\n{text}")
        file.flush()
        os.fsync(file.fileno())


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def in_database() -> set[Erasure]:
    return {entry for source in remembered for entry in source.run()}


def keep() -> None:
    """Merge what the database remembers into the register; raises OSError."""
    add(register(), in_database())


def keep_beside(folder: Path) -> None:
    """The whole register into the folder that holds the backups. Raises OSError."""
    keep()
    add(folder / BESIDE_BACKUPS, read(register()))


def gather(folder: Path) -> str:
    """Before a restore: all that is known into the register, from the database about to go and from beside the backups.
    A sentence about what could not be read; "" when all could."""
    add(register(), read(folder / BESIDE_BACKUPS))
    try:
        keep()
    except DatabaseError:
        return "原来的数据库读不出删除登记，只按登记文件执行。"
    return ""


def finding() -> Finding:
    """For ``doctor``: whether the register outside the database knows every erasure."""
    missing = len(in_database() - read(register()))
    if missing:
        return Finding(
            False, f"有{missing}项删除没有写进 {register()}", "检查这个文件能否写入，再运行 apply_retention。"
        )
    return Finding(True, f"删除登记完整，{len(read(register()))}项")
