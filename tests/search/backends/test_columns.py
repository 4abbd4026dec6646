"""Columns say what plain entries say, for any entries, filters and order."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.backends import entries
from search.backends.columns import Columns, matched
from search.backends.entries import Entry
from search.documents import Kind
from search.queries import Query, Sort

DAYS = st.sampled_from([None, date(2024, 2, 29), date(2025, 9, 1), date(2025, 12, 31), date(2026, 1, 1)])
ROWS = st.lists(
    st.tuples(
        st.sampled_from([*Kind]),
        st.sampled_from(["", "收费", "招生入学"]),
        st.sampled_from(["", "基础教育科", "云岭区清溪小学"]),
        DAYS,
        st.integers(1, 4),
    ),
    max_size=30,
)
QUERIES = st.builds(
    Query,
    text=st.just("校服"),
    kind=st.sampled_from([None, *Kind]),
    topic=st.sampled_from(["", "收费", "没有的主题"]),
    unit=st.sampled_from(["", "基础教育科"]),
    year=st.sampled_from([None, 1, 2025]),
    since=DAYS,
    until=DAYS,
    sort=st.sampled_from([*Sort]),
)


@given(rows=ROWS, query=QUERIES, limit=st.integers(1, 12), parts=st.integers(1, 3))
def test_columns_and_entries_give_the_same_answer(rows, query, limit, parts):
    plain = [Entry(10 + n, f"answer:{n * 7 % 31}", *facts, False) for n, (*facts, _) in enumerate(rows)]
    held = {10 + n: weight / 1024 for n, (*_, weight) in enumerate(rows)}
    columns = Columns()
    size = -(-len(plain) // parts) or 1
    for start in range(0, len(plain), size):
        columns = columns.plus(
            [(each.ref, each.id, each.kind, each.topic, each.unit, each.on) for each in plain[start : start + size]]
        )
    expected = entries.matched(query, plain, held, limit=limit)
    found = matched(query, columns, np.array([*held.values()], float), limit=limit)
    assert found == expected
    assert list(found.facets.year) == list(expected.facets.year)


def test_the_most_frequent_values_are_offered_first_and_only_some():
    rows = [(n, f"answer:{n}", "answer", f"主题{n % 20:02}", "", None) for n in range(1, 60)]
    topics = Columns().plus([*rows, (60, "answer:60", "answer", "主题19", "", None)]).facets(Query("校服")).topic
    assert list(topics.items())[:3] == [("主题19", 4), ("主题01", 3), ("主题02", 3)]
    assert len(topics) == entries.MOST_VALUES


def test_what_is_left_out_is_in_no_count():
    columns = Columns().plus([(1, "answer:1", "answer", "收费", "", None), (2, "answer:2", "answer", "", "", None)])
    assert columns.at(np.array([False, True])).facets(Query("校服")).topic == {}
