"""The dialects of postings: which documents hold a term, and how many do.

Every term in the database begins with one private-use character, the mark of its index version, so that versions
share tables and keep frequencies of their own. Both engines take marked terms as they are: FTS5's ``unicode61`` counts
private use among the word characters, a tsvector made from an array is not parsed at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Protocol

import numpy as np
from django.db import connection
from numpy.typing import NDArray

References = NDArray[np.int64]  # keys of SearchDocument

FIRST_MARK, MARKS = 0xE000, 6_400  # the private use area of the basic plane
MERGE_PENDING = "SELECT gin_clean_pending_list('search_text_postings')"  # else every question reads that list through
# The term comes from a row, so that the planner, who cannot know how common it is, always takes the index: reading the
# table through would unpack every document's terms (50 ms a common term at 5,000 documents, against 2).
HOLDERS = (
    "SELECT term, array_to_string(ARRAY("
    "SELECT document_id FROM search_searchtext WHERE postings @@ quote_literal(term)::tsquery AND document_id > last"
    "), ',') FROM unnest(%s::text[], %s::bigint[]) AS asked(term, last)"
)
BATCH = 400  # parameters of one statement, below every engine's limit


def mark(index_id: int) -> str:
    """The character that parts the terms of one index version from those of others."""
    return chr(FIRST_MARK + index_id % MARKS)


class Postings(Protocol):
    """What the embedded backend needs of a database engine. Terms are marked."""

    def frequencies(self, terms: Collection[str]) -> dict[str, int]: ...

    def holders(self, terms: Mapping[str, int]) -> Iterator[tuple[str, References]]:
        """Each term with the references of its documents, ascending, from the one after that which is given."""

    def references(self, index_id: int) -> References:
        """All references of a version, ascending."""

    def added(self, counts: Counter[str]) -> None:
        """Documents with these terms were written; a negative count: were deleted."""

    def counted(self, index_id: int) -> None:
        """Count all terms of a version afresh: once, after it was filled."""

    def dropped(self, index_id: int) -> None:
        """A version is gone."""


def _numbers(found: str | None) -> References:
    """Numbers parted by commas, ascending. One text instead of rows: a third of the time for a common term."""
    return np.sort(np.fromstring(found, np.int64, sep=",")) if found else np.empty(0, np.int64)


def batches(items: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


class SqlitePostings:
    """FTS5. Its vocabulary table counts by itself."""

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        with connection.cursor() as cursor:
            for batch in batches(terms):
                holes = ",".join(["%s"] * len(batch))
                cursor.execute(f"SELECT term, doc FROM search_vocabulary WHERE term IN ({holes})", batch)  # noqa: S608
                found.update(cursor.fetchall())
        return found

    def holders(self, terms: Mapping[str, int]) -> Iterator[tuple[str, References]]:
        statement = "SELECT group_concat(rowid) FROM search_postings WHERE search_postings MATCH %s AND rowid > %s"
        with connection.cursor() as cursor:
            for term, last in terms.items():
                cursor.execute(statement, [f'"{term}"', last])
                yield term, _numbers(cursor.fetchone()[0])

    def references(self, index_id: int) -> References:
        with connection.cursor() as cursor:
            cursor.execute("SELECT group_concat(id) FROM search_searchdocument WHERE index_id = %s", [index_id])
            return _numbers(cursor.fetchone()[0])

    def added(self, counts: Counter[str]) -> None:
        """Triggers have done it."""

    def counted(self, index_id: int) -> None:
        """Triggers have done it; merging the segments makes reading faster."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_postings(search_postings, rank) VALUES ('merge', 500)")

    def dropped(self, index_id: int) -> None:
        """Triggers have done it."""


class PostgresPostings:
    """A GIN index over tsvectors finds; a table of ours counts, because PostgreSQL's ranking knows no rarity."""

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT term, doc FROM search_vocabulary WHERE term = ANY(%s) AND doc > 0", [list(terms)])
            return dict(cursor.fetchall())

    def holders(self, terms: Mapping[str, int]) -> Iterator[tuple[str, References]]:
        with connection.cursor() as cursor:
            cursor.execute(HOLDERS, [list(terms), list(terms.values())])
            for term, found in cursor.fetchall():
                yield term, _numbers(found)

    def references(self, index_id: int) -> References:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT array_to_string(ARRAY(SELECT id FROM search_searchdocument WHERE index_id = %s), ',')",
                [index_id],
            )
            return _numbers(cursor.fetchone()[0])

    def added(self, counts: Counter[str]) -> None:
        ordered = sorted(counts.items())  # one order for all writers: no deadlock
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_vocabulary AS v (term, doc) SELECT * FROM unnest(%s::text[], %s::bigint[])"
                " ON CONFLICT (term) DO UPDATE SET doc = v.doc + excluded.doc",
                [[term for term, _ in ordered], [count for _, count in ordered]],
            )
            cursor.execute(MERGE_PENDING)

    def counted(self, index_id: int) -> None:
        self.dropped(index_id)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_vocabulary (term, doc) SELECT word, ndoc FROM ts_stat(format("
                "'SELECT postings FROM search_searchtext JOIN search_searchdocument d ON d.id = document_id"
                " WHERE d.index_id = %%s', %s::bigint))",
                [index_id],
            )
            cursor.execute(MERGE_PENDING)
            cursor.execute("ANALYZE search_searchtext, search_searchdocument, search_vocabulary")

    def dropped(self, index_id: int) -> None:
        first = mark(index_id)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_vocabulary WHERE term >= %s AND term < %s", [first, chr(ord(first) + 1)])


def postings() -> Postings:
    """The dialect of the default database."""
    return PostgresPostings() if connection.vendor == "postgresql" else SqlitePostings()
