"""The result page and the suggestions while typing. Nothing that is typed here is logged or kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import choices, finding, sources
from search.backends.base import SearchUnavailable
from search.browsing import topics
from search.correcting import Answered, answered
from search.documents import Document, Kind
from search.forms import KIND_NAMES, SearchForm
from search.highlights import words_of
from search.mending import proposed
from search.queries import Query

SUGGESTED, LISTED = 6, 10  # in the box below the field; in the JSON answer
SUBJECT = 100  # characters that are carried over to a letter's subject
RETRY_SECONDS = "60"


@dataclass(frozen=True)
class Row:
    """One result as the page shows it; ``newer`` is the address of the answer that took its place."""

    document: Document
    excerpt: str
    words: tuple[str, ...]
    kind: str
    newer: str = ""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One page over answers, disclosures and articles."""
    form = SearchForm(request.GET)
    query = form.query
    context: dict[str, object] = {
        "form": form,
        "q": query.text,
        "subject": " ".join(query.text.split())[:SUBJECT],
        "notes": [str(error) for errors in form.errors.values() for error in errors],
        "trail": [(_("搜索"), "")],
    }
    if not query.is_askable:
        return render(request, "search/results.html", {**context, "topics": topics()})
    try:
        found = answered(query, as_typed=form.as_typed)
    except SearchUnavailable:
        response = render(request, "search/unavailable.html", {**context, "topics": topics()}, status=503)
        response["Retry-After"] = RETRY_SECONDS
        return response
    return render(request, "search/results.html", context | _found(query, found, choices.Addresses(request.GET)))


def _found(query: Query, found: Answered, to: choices.Addresses) -> dict[str, object]:
    page = found.page
    corrected = found.asked != query.text
    return {
        "page": page,
        "page_obj": _page_object(page),
        "results": _rows(page.results),
        "degraded": page.degraded,
        "corrected": found.asked if corrected else "",
        "as_typed": to.having(exact="1"),
        "meant": [(text, _asking(text)) for text in found.meant if text != found.asked],
        "kinds": choices.kinds(query, page.facets, to),
        "filters": choices.filters(query, page.facets, to, total=page.total),
        "orders": choices.orders(query, to),
        "chips": choices.chips(query, to),
        "kept": to.kept("q", "since", "until", "view"),
        "without_filters": _asking(query.text),
        **({} if page.total else _other_ways(query.text)),
    }


def _other_ways(text: str) -> dict[str, object]:
    """What helps when nothing was found: fewer words, and topics to look through."""
    fewer = words_of(text)
    return {"fewer": [(word, _asking(word)) for word in fewer] if len(fewer) > 1 else [], "topics": topics()}


def _asking(text: str) -> str:
    return f"{reverse('search:results')}?{urlencode({'q': text})}"


def _page_object(page: finding.Page) -> PaginatorPage[int]:
    return Paginator(range(page.total), page.size).get_page(page.number)


def _rows(found: Sequence[finding.Found]) -> list[Row]:
    newer = sources.newer(each.document.id for each in found if each.document.superseded)
    return [
        Row(
            each.document,
            each.excerpt,
            each.words,
            str(KIND_NAMES[each.document.kind]),
            newer.get(each.document.id, ""),
        )
        for each in found
    ]


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Suggestions for ``?q=``: an HTML fragment, or JSON when asked with ``Accept: application/json``."""
    started = time.perf_counter()
    as_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    query = SearchForm(request.GET).query
    try:
        found, meant = _suggested(query, as_json=as_json)
    except SearchUnavailable:
        return _unavailable(request, as_json=as_json)
    if as_json:
        return JsonResponse({"results": [_record(each) for each in found], "took_ms": _milliseconds(started)})
    context = {"results": _rows(found), "meant": [(each, _asking(each)) for each in meant]}
    return render(request, "search/similar.html", context)


def _suggested(query: Query, *, as_json: bool) -> tuple[list[finding.Found], list[str]]:
    if not query.is_askable:
        return [], []  # only punctuation or emoji: meaning would find something in them
    return _with_meaning(query.text) if as_json else _by_words(query.text)


def _by_words(text: str) -> tuple[list[finding.Found], list[str]]:
    """For each letter that is typed: documents, and what may have been meant; that, when the typed finds nothing."""
    found, _confidence = finding.similar(text, limit=SUGGESTED, meaning=False)
    meant = [each.text for each in proposed(text, nothing=not found)]
    if not found and meant:
        found, _confidence = finding.similar(meant[0], limit=SUGGESTED, meaning=False)
    return found, meant if found else []


def _with_meaning(text: str) -> tuple[list[finding.Found], list[str]]:
    """For a question as a whole, as the form's step asks it; a slip is mended on the way."""
    found, _confidence = finding.similar(text, limit=LISTED, meaning=True)
    return found, []


def _record(found: finding.Found) -> dict[str, object]:
    document = found.document
    return {
        "id": document.id.partition(":")[2] if document.kind == Kind.ANSWER else document.id,
        "title": document.title,
        "url": document.url,
        "score": round(found.score, 4),
        "kind": document.kind,
    }


def _milliseconds(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def _unavailable(request: HttpRequest, *, as_json: bool) -> HttpResponse:
    sentence = _("搜索暂时用不了，不是没有答案。请过几分钟再查。")
    if as_json:
        response: HttpResponse = JsonResponse({"error": sentence}, status=503)
    else:
        response = render(request, "search/similar.html", {"sentence": sentence}, status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response
