"""Postings inside the database, kept by the database: FTS5 with triggers, or a generated tsvector with GIN.

Terms come ready from the application, parted by spaces; neither engine cuts or stems anything.
"""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE search_postings USING fts5(
        terms, content='search_searchtext', content_rowid='document_id', detail=none, columnsize=0,
        tokenize="unicode61 remove_diacritics 0")""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_postings, row)",
    """CREATE TRIGGER search_text_inserted AFTER INSERT ON search_searchtext BEGIN
        INSERT INTO search_postings(rowid, terms) VALUES (new.document_id, new.terms); END""",
    """CREATE TRIGGER search_text_deleted AFTER DELETE ON search_searchtext BEGIN
        INSERT INTO search_postings(search_postings, rowid, terms) VALUES ('delete', old.document_id, old.terms); END""",
    """CREATE TRIGGER search_text_updated AFTER UPDATE ON search_searchtext BEGIN
        INSERT INTO search_postings(search_postings, rowid, terms) VALUES ('delete', old.document_id, old.terms);
        INSERT INTO search_postings(rowid, terms) VALUES (new.document_id, new.terms); END""",
)
SQLITE_BACK = (
    "DROP TRIGGER search_text_inserted",
    "DROP TRIGGER search_text_deleted",
    "DROP TRIGGER search_text_updated",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_postings",
)
POSTGRESQL = (
    """ALTER TABLE search_searchtext ADD COLUMN postings tsvector
        GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(terms, ' '), ''))) STORED""",
    "CREATE INDEX search_text_postings ON search_searchtext USING gin (postings)",
    # wide columns move out of the rows that every question scans
    "ALTER TABLE search_searchtext SET (toast_tuple_target = 128)",
    "CREATE TABLE search_vocabulary (term text COLLATE \"C\" PRIMARY KEY, doc bigint NOT NULL)",
)
POSTGRESQL_BACK = (
    "DROP TABLE search_vocabulary",
    "DROP INDEX search_text_postings",
    "ALTER TABLE search_searchtext DROP COLUMN postings",
    "ALTER TABLE search_searchtext RESET (toast_tuple_target)",
)


def run(editor, statements):
    for statement in statements:
        editor.execute(statement)


def forward(apps, editor):
    run(editor, POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def back(apps, editor):
    run(editor, POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
