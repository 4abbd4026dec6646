"""From a question to what is shown: the backend says where to look, the live database what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portal.suggestions import Suggestion, SuggestionsUnavailable
from search import sources
from search.analysis import MAX_TEXT
from search.asking import asked
from search.backends.base import Backend, Facets, Hit, SearchUnavailable, Similar
from search.calibration import SHOWN
from search.deflection.feedback import helpfulness
from search.documents import Document
from search.embeddings import embedder
from search.engine import backend
from search.highlights import excerpt, found_words, telling
from search.mending import mended
from search.queries import Query

SPARE = 3  # more hits than asked for, in case some were taken off a moment ago
WEAK = 0.3  # a suggestion less probable than this share of the best helps nobody


@dataclass(frozen=True)
class Found:
    """One result as it is shown. ``words`` are spellings to mark in title and excerpt."""

    document: Document
    score: float
    excerpt: str
    words: tuple[str, ...]
    probability: float = 0.0  # that it helps, 0–1


@dataclass(frozen=True)
class Page:
    """One page of results; ``number`` is the page really shown; ``degraded``: a simpler engine answered."""

    results: tuple[Found, ...]
    total: int
    facets: Facets
    number: int
    size: int
    degraded: bool = False


def results(query: Query) -> Page:
    """The page that ``query`` asks for; past the end, the last one. Raises SearchUnavailable."""
    index = backend()
    answer = index.search(query)
    if not answer.hits and answer.total and query.page > 1:
        query = replace(query, page=-(-answer.total // query.size))
        answer = index.search(query)
    shown = tuple(_shown(answer.hits, query.text))
    return Page(shown, answer.total, answer.facets, query.page, query.size, answer.degraded)


def best_for(text: str, *, limit: int, index: Backend, meaning: bool = True, meant: str = "") -> Similar:
    """The one function behind the form's step, the suggestions while typing and the evaluation.

    Without ``meaning`` words alone are compared: faster, for a text that is not finished. ``meant``: the same text
    without a slip.
    """
    question = asked(text[:MAX_TEXT], embedder() if meaning else None, feedback=helpfulness, meant=meant)
    return index.similar(question, limit=limit)


def similar(text: str, *, limit: int, meaning: bool = False) -> tuple[list[Found], float]:
    """Documents that may answer ``text``, best first, and the probability that the best helps."""
    meant = mended(text) if meaning else ""
    answer = best_for(text, limit=limit + SPARE, index=backend(), meaning=meaning, meant=meant)
    return _shown(answer.hits, text)[:limit], answer.confidence


def _shown(hits: Iterable[Hit], text: str) -> list[Found]:
    listed = list(hits)
    documents = sources.live(hit.id for hit in listed)
    terms = telling(text)
    found = []
    for hit in listed:
        document = documents.get(hit.id)
        if document is None:
            continue  # taken off a moment ago; the index follows
        piece = excerpt(document.body or document.question, terms)
        words = tuple(dict.fromkeys((*found_words(document.title, terms), *piece.words)))
        found.append(Found(document, hit.score, piece.text, words, hit.probability))
    return found


def suggestions(text: str, limit: int) -> Sequence[Suggestion]:
    """Provider of ``portal.suggestions``. Below the threshold nothing is offered."""
    return _suggestions(text, limit, meaning=True)


def quick_suggestions(text: str, limit: int) -> Sequence[Suggestion]:
    """The same by words alone, while somebody types."""
    return _suggestions(text, limit, meaning=False)


def _suggestions(text: str, limit: int, *, meaning: bool) -> Sequence[Suggestion]:
    try:
        found, confidence = similar(text, limit=limit, meaning=meaning)
    except SearchUnavailable as error:
        raise SuggestionsUnavailable from error
    if confidence < SHOWN:
        return ()
    chosen = [each for each in found if each.probability >= confidence * WEAK]
    newer = sources.newer(each.document.id for each in chosen if each.document.superseded)
    return [_suggestion(each, newer.get(each.document.id, "")) for each in chosen]


def _suggestion(found: Found, newer_url: str) -> Suggestion:
    document = found.document
    return Suggestion(
        id=document.id,
        kind=document.kind,
        title=document.title,
        url=document.url,
        excerpt=found.excerpt,
        unit=document.unit,
        on=document.on,
        score=found.score,
        body=document.body,
        marks=found.words,
        probability=found.probability,
        superseded=document.superseded,
        newer_url=newer_url,
        topic=document.topic,
    )
