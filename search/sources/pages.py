"""Wagtail pages: articles and sections, and documents of the bureau. Live and public ones only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from home.disclosures import queries
from home.disclosures.metadata import Validity
from home.models import ArticlePage, DisclosurePage, SectionPage
from search.documents import Document, Kind
from search.sources.base import Source


class PageSource(Source):
    """One page type; subclasses name it and add what only they have."""

    kind = Kind.ARTICLE

    def pages(self) -> QuerySet[Any]:
        raise NotImplementedError

    def load(self, keys: Collection[int] | None = None) -> Iterator[Document]:
        pages = self.pages()
        if keys is not None:
            pages = pages.filter(pk__in=keys)
        return (self.document(page) for page in pages.order_by("pk"))

    def count(self) -> int:
        return self.pages().count()

    def document(self, page: Any) -> Document:
        published = page.first_published_at
        return Document(
            id=f"{self.name}:{page.pk}",
            kind=self.kind,
            title=page.title,
            url=page.url or "",
            brief=page.intro,
            answer=_words(page),
            on=timezone.localtime(published).date() if published else None,
            **self.facts(page),
        )

    def facts(self, page: Any) -> dict[str, Any]:
        """Unit, topic and validity, where the type has them."""
        return {}


class ArticleSource(PageSource):
    name = "article"

    def pages(self) -> QuerySet[Any]:
        found: QuerySet[Any] = ArticlePage.objects.live().public()
        return found

    def facts(self, page: Any) -> dict[str, Any]:
        return {"unit": page.source}


class SectionSource(PageSource):
    name = "section"

    def pages(self) -> QuerySet[Any]:
        found: QuerySet[Any] = SectionPage.objects.live().public()
        return found


class DocumentSource(PageSource):
    name = "document"
    kind = Kind.DISCLOSURE

    def pages(self) -> QuerySet[Any]:
        return queries.documents().select_related("publisher")

    def facts(self, page: DisclosurePage) -> dict[str, Any]:
        return {
            "unit": page.publisher.name if page.publisher else "",
            "topic": page.subject,
            "superseded": page.validity != Validity.CURRENT,
        }


def _words(page: Any) -> str:
    """Running text of the body, without markup; what the block says is searchable is what the page shows."""
    return "\n".join(str(part) for part in page.body.stream_block.get_searchable_content(page.body))
