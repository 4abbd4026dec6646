"""Backups as items: what ``backup`` wrote, a database dump unpacked."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from portal.archives import MANIFEST, MEDIA, POSTGRES_FILE
from portal.privacy.sweep.folders import blocks_of, files
from portal.privacy.sweep.report import Item

PLACE = "backup"


def is_archive(folder: Path) -> bool:
    """Whether ``folder`` is where ``backup`` writes to."""
    return any((path / MANIFEST).is_file() for path in folder.iterdir())


def archives(folder: Path) -> Iterator[Item]:
    """Each file of each backup below ``folder``. A dump of PostgreSQL is read by its own program."""
    for backup in sorted(path for path in folder.iterdir() if path.is_dir()):
        yield from files(PLACE, backup, without=(MEDIA, POSTGRES_FILE))
        if (backup / MEDIA).is_dir():
            yield from files("backup media", backup / MEDIA)
        if (backup / POSTGRES_FILE).is_file():
            yield from _dump(backup / POSTGRES_FILE)


def _dump(path: Path) -> Iterator[Item]:
    """The dump as SQL. Raises FileNotFoundError without ``pg_restore``, CalledProcessError when it cannot be read."""
    program = shutil.which("pg_restore")
    if program is None:
        raise FileNotFoundError("pg_restore")
    written = path.with_suffix(".sql")
    command = [program, "--file", str(written), str(path)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed program, no shell
    for block in blocks_of(written):
        yield Item(PLACE, block, path.name)
    written.unlink()
