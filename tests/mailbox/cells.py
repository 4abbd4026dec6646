"""Every cell of the database, for looking whether something lies anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection


def places_of(*values: str) -> set[tuple[str, str]]:
    """(table, column) of every cell that holds one of ``values``."""
    wanted = [value.lower() for value in values]
    return {(table, column) for table, column, text in cells() if any(value in text.lower() for value in wanted)}


def cells() -> Iterator[tuple[str, str, str]]:
    """(table, column, text) of every cell, tables of the search index included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield table, column, _readable(value)


def _readable(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
