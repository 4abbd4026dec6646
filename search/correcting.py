"""From a mistyped search to what was meant: proposals that really find something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search import finding
from search.mending import proposed
from search.queries import Query


@dataclass(frozen=True)
class Answered:
    """A page of results, and what the words were taken for.

    ``asked`` is the text that gave the results: the typed one, or ``meant`` where the typed one found nothing.
    ``meant`` are texts that find something, likeliest first.
    """

    page: finding.Page
    asked: str
    meant: tuple[str, ...] = ()


def answered(query: Query, *, as_typed: bool = False) -> Answered:
    """Results for ``query``, or for what was meant by it when it finds nothing. Raises SearchUnavailable.

    ``as_typed``: the reader wants these very words.
    """
    page = finding.results(query)
    if as_typed:
        return Answered(page, query.text)
    nothing = not page.total
    if nothing and _open(query) != query and finding.results(_open(query)).total:
        return Answered(page, query.text)  # the filters keep everything out, not the spelling
    meant = tuple(each.text for each in proposed(query.text, nothing=nothing) if _finds(each.text))
    if nothing and meant:
        return Answered(finding.results(replace(query, text=meant[0])), meant[0], meant)
    return Answered(page, query.text, meant)


def _open(query: Query) -> Query:
    """``query`` without its filters."""
    return Query(query.text, sort=query.sort)


def _finds(text: str) -> bool:
    return bool(finding.results(Query(text, size=1)).total)
