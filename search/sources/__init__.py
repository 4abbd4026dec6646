"""Everything that can be found, and the one way to look it up in the live database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.documents import Document
from search.sources.answers import AnswerSource
from search.sources.base import Source
from search.sources.disclosures import EnrollmentSource, FeeBoardSource, FinanceSource
from search.sources.pages import ArticleSource, DocumentSource, SectionSource

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        AnswerSource(),
        FeeBoardSource(),
        EnrollmentSource(),
        FinanceSource(),
        DocumentSource(),
        ArticleSource(),
        SectionSource(),
    )
}


def everything() -> Iterator[Document]:
    """All documents of all sources."""
    for source in SOURCES.values():
        yield from source.load()


def total() -> int:
    """How many documents ``everything`` gives, about."""
    return sum(source.count() for source in SOURCES.values())


def live(ids: Iterable[str]) -> dict[str, Document]:
    """Those of ``ids`` that a stranger may read at this moment, as they read now; one look per source."""
    keys: dict[str, list[int]] = {}
    for each in ids:
        source, _, key = each.partition(":")
        if source in SOURCES and key.isdecimal():
            keys.setdefault(source, []).append(int(key))
    return {document.id: document for source, wanted in keys.items() for document in SOURCES[source].load(wanted)}
