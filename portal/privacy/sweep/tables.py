"""The database as items: every cell of every table, and the bytes of an SQLite file with what deleting left in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from portal.privacy.sweep.folders import blocks_of
from portal.privacy.sweep.report import Item

CHUNK = 500  # rows


def cells() -> Iterator[Item]:
    """One item a cell; the place is ``database:table.column``. Index tables, sessions and queues are tables too."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
    for table in tables:
        yield from _cells_of(table)


def _cells_of(table: str) -> Iterator[Item]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name the database gave
        columns: list[str] = []
        while rows := cursor.fetchmany(CHUNK):
            columns = columns or [str(column[0]) for column in cursor.description or ()]
            for row in rows:
                where = f"{table} {columns[0]}={row[0]}" if isinstance(row[0], int) else table  # a text may be a name
                for column, value in zip(columns, row, strict=True):
                    if value is not None:
                        yield Item(f"database:{table}.{column}", _bytes(value), where)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode("utf-8", "surrogatepass")


def database_files() -> Iterator[Item]:
    """SQLite alone: its file with freed pages and its log. What was deleted on PostgreSQL lies where only it can
    read, until its own cleaning (VACUUM)."""
    if connection.vendor != "sqlite":
        return
    file = Path(str(connection.settings_dict["NAME"]))
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-journal")):
        if path.is_file():
            for block in blocks_of(path):
                yield Item("database file", block, path.name)
