"""The result page and the suggestions while typing. Nothing that is typed here is logged or kept."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import finding
from search.backends.base import SearchUnavailable
from search.documents import Kind
from search.forms import KIND_NAMES, SearchForm
from search.queries import Query

SUGGESTED, LISTED = 6, 10  # in the box below the field; in the JSON answer
RETRY_SECONDS = "60"


@dataclass(frozen=True)
class Choice:
    """One value of a filter with the number of results it would give."""

    value: str
    label: str
    count: int
    chosen: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One page over answers, disclosures and articles."""
    form = SearchForm(request.GET)
    query = form.query
    context: dict[str, object] = {
        "form": form,
        "q": query.text,
        "subject": query.text.strip().partition("\n")[0][:100],
        "notes": [str(error) for errors in form.errors.values() for error in errors],
        "trail": [(_("搜索"), "")],
    }
    if not query.is_askable:
        return render(request, "search/results.html", context)
    try:
        page = finding.results(query)
    except SearchUnavailable:
        response = render(request, "search/unavailable.html", context, status=503)
        response["Retry-After"] = RETRY_SECONDS
        return response
    context |= {"page": page, "page_obj": _page_object(page), "results": _named(page.results), **_choices(query, page)}
    return render(request, "search/results.html", context)


def _page_object(page: finding.Page) -> PaginatorPage[int]:
    return Paginator(range(page.total), page.size).get_page(page.number)


def _named(results: Iterable[finding.Found]) -> list[dict[str, object]]:
    return [
        {
            "document": each.document,
            "excerpt": each.excerpt,
            "words": each.words,
            "kind": KIND_NAMES[each.document.kind],
        }
        for each in results
    ]


def _choices(query: Query, page: finding.Page) -> dict[str, object]:
    facets = page.facets
    kinds = [
        Choice(kind, str(name), facets.kind.get(kind, 0), query.kind == kind)
        for kind, name in KIND_NAMES.items()
        if facets.kind.get(kind) or query.kind == kind
    ]
    return {
        "kinds": kinds,
        "all_kinds": Choice("", _("全部"), sum(facets.kind.values()), query.kind is None),
        "topics": _listed(facets.topic, query.topic),
        "units": _listed(facets.unit, query.unit),
        "years": _listed({str(year): count for year, count in facets.year.items()}, str(query.year or "")),
    }


def _listed(counts: dict[str, int], chosen: str) -> list[Choice]:
    known = counts if not chosen or chosen in counts else {chosen: 0, **counts}
    return [Choice(value, value, count, value == chosen) for value, count in known.items()]


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Suggestions for ``?q=``: an HTML fragment, or JSON when asked with ``Accept: application/json``."""
    started = time.perf_counter()
    as_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    text = SearchForm(request.GET).query.text
    try:
        found, _confidence = finding.similar(text, limit=LISTED if as_json else SUGGESTED)
    except SearchUnavailable:
        return _unavailable(request, as_json=as_json)
    if as_json:
        return JsonResponse({"results": [_record(each) for each in found], "took_ms": _milliseconds(started)})
    return render(request, "search/similar.html", {"results": _named(found)})


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
