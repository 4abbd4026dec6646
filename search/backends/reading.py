"""A document as the backends keep it: folded and bounded."""

from __future__ import annotations

from search.analysis import index_terms, normalize
from search.documents import Document
from search.words import KEPT, Fields

INDEXED = 20_000  # characters of a document that can be found; far above any letter


def entry_fields(document: Document) -> Fields:
    """Folded texts, as long as they can be found."""
    return Fields(
        title=normalize(document.title[:500]),
        question=normalize(document.question[:INDEXED]),
        answer=normalize(document.body[:INDEXED]),
    )


def terms_of(fields: Fields) -> set[str]:
    """Every term under which the document is found."""
    return index_terms("\n".join((fields.title, fields.question, fields.answer)))


def scored(fields: Fields) -> Fields:
    """The part that ranking reads."""
    return Fields(fields.title, fields.question[:KEPT], fields.answer[:KEPT])
