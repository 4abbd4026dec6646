"""What a backup folder holds, and the proof that it is whole: database, media, a manifest with each file's sha256."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

MANIFEST = "manifest.json"
SQLITE_FILE = "database.sqlite3"
POSTGRES_FILE = "database.dump"
MEDIA = "media"
FORMAT = 1
BLOCK = 1024 * 1024


class ArchiveFault(Exception):
    """A backup that is not whole, or does not belong here; the text says which file and what to do."""


@dataclass(frozen=True)
class Manifest:
    """``files`` maps a path inside the folder to its sha256; ``database`` is the vendor that wrote it."""

    format: int
    made_at: str
    database: str
    files: dict[str, str]


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def files_under(folder: Path) -> Iterator[Path]:
    """Every file but the manifest, in a fixed order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)


def dump_database(folder: Path) -> None:
    """A consistent copy while the portal keeps running."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / SQLITE_FILE)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(folder / POSTGRES_FILE))


def write_manifest(folder: Path, *, made_at: str) -> Manifest:
    files = {path.relative_to(folder).as_posix(): digest(path) for path in files_under(folder)}
    manifest = Manifest(FORMAT, made_at, connection.vendor, files)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def verify(folder: Path) -> Manifest:
    """The manifest of a whole backup. Raises ArchiveFault when a file is missing, changed, or not listed."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise ArchiveFault(f"{folder} 不是完整的备份：读不出 {MANIFEST}。") from None
    if manifest.format != FORMAT:
        raise ArchiveFault(f"备份的格式是{manifest.format}，这个版本只认识{FORMAT}。请用做备份的那个版本恢复。")
    found = {path.relative_to(folder).as_posix(): digest(path) for path in files_under(folder)}
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise ArchiveFault(f"备份里的 {name} 与清单不符（缺少、多出或被改过）。请换一份备份。")
    if manifest.database == "sqlite":
        _check_sqlite(folder / SQLITE_FILE)
    return manifest


def _check_sqlite(path: Path) -> None:
    """A file may be just what was written and still not be a sound database."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        answer = "not a database"
    if answer != "ok":
        raise ArchiveFault(f"备份里的 {path.name} 已损坏。请换一份备份。")


def load_database(folder: Path) -> None:
    """Replace the whole database by the backup's. Nothing else may be connected."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{folder / SQLITE_FILE}?mode=ro&immutable=1", uri=True)) as copy:
            copy.backup(connection.connection)
        connection.close()
    else:
        connection.close()
        dump = str(folder / POSTGRES_FILE)
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname", None, dump)


def replace_media(folder: Path) -> Path | None:
    """Put the backup's media in place; returns where the media of before now lie, None when there were none."""
    target = Path(settings.MEDIA_ROOT)
    before = target.with_name(f"{target.name}.before-restore")
    shutil.rmtree(before, ignore_errors=True)
    kept = target.exists()
    if kept:
        target.rename(before)
    source = folder / MEDIA
    if source.exists():
        shutil.copytree(source, target)
    else:
        target.mkdir(parents=True, exist_ok=True)
    return before if kept else None


def _postgres(program: str, *arguments: str | None) -> None:
    """Run one of PostgreSQL's own programs on the default database; None stands for the database's name."""
    config: dict[str, Any] = connection.settings_dict
    name = str(config["NAME"])
    env = os.environ | {
        "PGHOST": str(config["HOST"] or ""), "PGPORT": str(config["PORT"] or ""), "PGUSER": str(config["USER"] or ""),
        "PGPASSWORD": str(config["PASSWORD"] or ""), "PGDATABASE": name,
    }  # fmt: skip
    command = [program, *(name if argument is None else argument for argument in arguments)]
    try:
        subprocess.run(command, env=env, check=True, capture_output=True)
    except FileNotFoundError:
        raise ArchiveFault(f"没有找到 {program}：请安装 PostgreSQL 的客户端程序。") from None
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
        raise ArchiveFault(f"{program} 没有成功：{last[0]}") from None
