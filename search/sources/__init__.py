"""Everything that can be found, and the one way to look it up in the live database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.documents import Document
from search.sources.answers import AnswerSource, successors
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


def newer(ids: Iterable[str]) -> dict[str, str]:
    """Address of the public answer that took the place of each of ``ids``, where there is one; no query for none."""
    keys = [int(key) for source, _, key in (each.partition(":") for each in ids) if source == AnswerSource.name]
    return {f"{AnswerSource.name}:{key}": url for key, url in successors(keys).items()} if keys else {}
