"""相关答复: public answers like a public answer, by the words of its own title and question."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from search import sources
from search.asking import asked
from search.backends.base import SearchUnavailable
from search.documents import Document
from search.engine import backend

SOURCE = "answer:"
QUESTION = 200  # characters of the question that are compared; a question repeats itself after that
LOOKED_AT = 20  # hits: disclosures, articles and the answer itself are among them
ALIKE = 0.4  # share of the best other answer's probability from which an answer is shown
SECONDS = 600


def related(key: int, limit: int) -> Sequence[int]:
    """Provider of ``portal.related``. Found once in ten minutes for the same words."""
    document = sources.live([f"{SOURCE}{key}"]).get(f"{SOURCE}{key}")
    if document is None:
        return ()
    known = f"search-related-{key}-{document.fingerprint}"
    found: list[int] | None = cache.get(known)
    if found is None:
        try:
            found = _like(document)
        except SearchUnavailable:
            return ()
        cache.set(known, found, SECONDS)
    return found[:limit]


def _like(document: Document) -> list[int]:
    words = asked(f"{document.title}\n{document.question[:QUESTION]}")
    hits = backend().similar(words, limit=LOOKED_AT).hits
    others = [hit for hit in hits if hit.id.startswith(SOURCE) and hit.id != document.id]
    enough = others[0].probability * ALIKE if others else 0.0
    return [int(hit.id.removeprefix(SOURCE)) for hit in others if hit.probability >= enough]
