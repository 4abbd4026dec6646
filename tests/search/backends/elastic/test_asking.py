"""Bodies of questions: exact sums, filters that stay out of their own facet; no module, no plugin, no script."""

import json
from datetime import date

import pytest

from search.backends.elastic import asking
from search.backends.elastic.mapping import LONGEST_TERM, Entry, Sense, mapping
from search.documents import Kind
from search.queries import Query, Sort

WEIGHTS = {"校服": 2.5, "自愿": 1.25}


def others(body, facet):
    """The filters that the counts of ``facet`` look at."""
    return [next(iter(each["term"])) for each in body["aggs"][facet]["filter"].get("bool", {}).get("filter", [])]


def test_weights_are_kept_to_the_last_digit():
    clauses = asking.strongest(WEIGHTS, 5)["query"]["bool"]["should"]
    assert [each["constant_score"]["boost"] for each in clauses] == [2.5, 1.25]


def test_a_facet_ignores_its_own_filter_and_no_other():
    body = asking.match(WEIGHTS, 1.5, Query("校服", kind=Kind.ANSWER, unit="财务科"), 10)
    assert others(body, "kind") == ["unit"]
    assert others(body, "unit") == ["kind"]
    assert others(body, "topic") == ["kind", "unit"]
    assert len(body["post_filter"]["bool"]["filter"]) == 2
    assert (body["min_score"], body["size"]) == (1.5, 10)


@pytest.mark.parametrize(
    ("query", "span"),
    [
        (Query("校服", since=date(2025, 9, 1)), {"gte": "2025-09-01"}),
        (Query("校服", until=date(2025, 9, 1)), {"lte": "2025-09-01"}),
        (Query("校服", since=date(2025, 1, 1), until=date(2025, 9, 1)), {"gte": "2025-01-01", "lte": "2025-09-01"}),
    ],
)
def test_a_span_of_dates_has_the_ends_that_were_given(query, span):
    (only,) = asking.match(WEIGHTS, 1, query, 10)["post_filter"]["bool"]["filter"]
    assert only == {"range": {"on": span}}


def test_newest_first_sorts_by_date_before_weight():
    assert list(asking.match(WEIGHTS, 1, Query("校服", sort=Sort.NEWEST), 10)["sort"][0]) == ["on"]
    assert asking.match(WEIGHTS, 1, Query("校服"), 10)["sort"][0] == "_score"


def test_a_term_longer_than_the_analyzer_takes_is_cut_as_it_was_indexed():
    (clause,) = asking.strongest({"a" * 3000: 1.0}, 5)["query"]["bool"]["should"]
    assert clause["constant_score"]["filter"]["term"]["terms"] == "a" * LONGEST_TERM


def test_nothing_needs_a_plugin_a_script_or_an_analysis_module():
    said = json.dumps([mapping(Entry, names=[]), mapping(Sense), asking.match(WEIGHTS, 1, Query("校服"), 10)])
    assert "script" not in said
    assert '"analyzer": "whitespace"' in said
    assert all(word not in said for word in ("tokenizer", "icu", "cjk", "smartcn", "ik_"))
    assert mapping(Entry)["_source"] == {"excludes": ["terms"]}
