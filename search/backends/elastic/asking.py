"""Questions to the cluster as bodies, and its answers as ours. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from elasticsearch_dsl import A, Q, Search

from search.backends.base import Facets
from search.backends.elastic.mapping import LONGEST_TERM
from search.backends.entries import MOST_VALUES
from search.queries import Query, Sort

MOST_YEARS = 200
FACETS = {"kind": MOST_VALUES, "topic": MOST_VALUES, "unit": MOST_VALUES, "year": MOST_YEARS}
BY_WEIGHT = ["_score", {"on": {"order": "desc", "missing": "_last"}}, "id"]
BY_DATE = [{"on": {"order": "desc", "missing": "_last"}}, "_score", "id"]
IDS = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["id"]}  # a column of ids: no record is unpacked
Body = dict[str, Any]


def _holds(term: str) -> Any:
    return Q("term", terms=term[:LONGEST_TERM])


def _weighed(weights: Mapping[str, float]) -> Any:
    """Documents score the sum of the weights of the terms they hold; exact, see ``staged.STEP``."""
    return Q(
        "bool",
        should=[Q("constant_score", filter=_holds(term), boost=weight) for term, weight in weights.items()],
        minimum_should_match=1,
    )


def strongest(weights: Mapping[str, float], limit: int) -> Body:
    """Without a count, so that documents which cannot come in are passed over."""
    search = Search().query(_weighed(weights)).extra(size=limit, track_total_hits=False, **IDS)
    body: Body = search.to_dict()
    return body


def frequencies(terms: Collection[str]) -> Body:
    """A count of each term, exact: deleted documents do not count. Keyed by place in ``terms``."""
    filters = {str(place): _holds(term).to_dict() for place, term in enumerate(terms)}
    return {"size": 0, "track_total_hits": False, "aggs": {"terms": {"filters": {"filters": filters}}}}


def _filters(query: Query) -> dict[str, Any]:
    """The filters that ``query`` really sets, by name."""
    since, until = query.since, query.until
    spans = {"gte": since and since.isoformat(), "lte": until and until.isoformat()}
    set_ = {
        "kind": query.kind and Q("term", kind=query.kind.value),
        "topic": query.topic and Q("term", topic=query.topic),
        "unit": query.unit and Q("term", unit=query.unit),
        "year": query.year is not None and Q("term", year=query.year),
        "dates": (since or until) and Q("range", on={name: day for name, day in spans.items() if day}),
    }
    return {name: test for name, test in set_.items() if test}


def match(weights: Mapping[str, float], needed: float, query: Query, limit: int) -> Body:
    """A result page: ids, the weight each holds, the number of all, and facets that ignore their own filter."""
    filters = _filters(query)
    search = Search().query(_weighed(weights)).extra(size=limit, min_score=needed, **IDS)
    search = search.extra(track_total_hits=True, track_scores=True)
    search = search.sort(*(BY_DATE if query.sort == Sort.NEWEST else BY_WEIGHT))
    if filters:
        search = search.post_filter(Q("bool", filter=list(filters.values())))
    for name, size in FACETS.items():
        others = [test for other, test in filters.items() if other != name]
        facet = A("filter", Q("bool", filter=others) if others else Q("match_all"))
        facet.bucket("values", "terms", field=name, size=size)
        search.aggs.bucket(name, facet)
    body: Body = search.to_dict()
    return body


def facets(answer: Mapping[str, Any]) -> Facets:
    """The facets in the answer to ``match``."""
    counts = {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["values"]["buckets"] if bucket["key"]}
        for name in FACETS
    }
    return Facets(counts["kind"], counts["topic"], counts["unit"], dict(sorted(counts["year"].items(), reverse=True)))


def nearest(row: list[float], limit: int) -> Body:
    """Documents with a passage near ``row``. Every segment looks at ``limit`` candidates: together they are enough."""
    knn = {"field": "vectors.vector", "query_vector": row, "k": limit, "num_candidates": limit}
    return {"knn": knn, "size": limit, "track_total_hits": False, **IDS}


def averages() -> Body:
    """Number of documents and average lengths."""
    names = ("title", "question", "answer")
    aggs = {name: {"avg": {"field": f"{name}_length"}} for name in names}
    return {"size": 0, "track_total_hits": True, "aggs": aggs}


def waiting(model: str, limit: int) -> Body:
    """Ids of documents without vectors of ``model``, newest first."""
    search = Search().query(Q("bool", must_not=[Q("term", model=model)])).extra(**IDS)
    body: Body = search.sort({"on": {"order": "desc", "missing": "_last"}}, "id").extra(size=limit).to_dict()
    return body


def scores(answer: Mapping[str, Any]) -> dict[str, float]:
    """Ids in the order of the answer, with their scores."""
    return {hit["fields"]["id"][0]: hit["_score"] for hit in answer["hits"]["hits"]}
