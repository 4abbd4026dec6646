"""What the embedded database must be like before a letter is trusted to it, and looking whether it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

LIBRARY = (3, 51, 3)  # older ones can lose a committed transaction when a write-ahead log restarts (WAL-reset bug)
LEAST_TIMEOUT = 20  # seconds a writer waits for another; an import or a report may hold the lock for some
# PRAGMA → (what it must answer, why)
PRAGMAS: Mapping[str, tuple[str, str]] = {
    "journal_mode": ("wal", "读信的人会挡住写信的人"),
    "synchronous": ("2", "断电时会丢失已经给出回执的信"),
    "foreign_keys": ("1", "会留下没有主人的记录"),
    "mmap_size": ("0", "磁盘出错时整个进程会中断"),
    "secure_delete": ("1", "删掉的文字还留在文件里"),
}


def faults_of_library(version: tuple[int, ...] | None = None) -> list[str]:
    found = version or sqlite3.sqlite_version_info
    if found >= LIBRARY:
        return []
    return [
        f"SQLite 是 {'.'.join(map(str, found))}，需要 {'.'.join(map(str, LIBRARY))} 以上：旧版本可能丢失已提交的数据。"
    ]


def faults_of_settings(config: Mapping[str, Any]) -> list[str]:
    """Sentences about what ``DATABASES`` says: transaction mode and timeout cannot be asked from the database."""
    options = config.get("OPTIONS", {})
    faults = []
    if options.get("transaction_mode") != "IMMEDIATE":
        faults.append("SQLite 的 transaction_mode 必须是 IMMEDIATE，否则同时写入会失败而不是等待。")
    if options.get("timeout", 0) < LEAST_TIMEOUT:
        faults.append(f"SQLite 的 timeout 至少是{LEAST_TIMEOUT}秒，否则繁忙时信件会提交失败。")
    return faults


def faults_of_connection(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences about what the open database answers."""
    faults = []
    with connection.cursor() as cursor:
        for pragma, (wanted, otherwise) in PRAGMAS.items():
            cursor.execute(f"PRAGMA {pragma}")
            row = cursor.fetchone()
            got = str(row[0]).lower() if row else wanted  # no answer: this build has no such feature (mmap)
            if got != wanted:
                faults.append(f"SQLite 的 {pragma} 是 {got}，应该是 {wanted}，否则{otherwise}。")
    return faults
