"""Filters, facets and order over plain entries, for backends that hold them in this process. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from search.backends.base import Facets
from search.backends.staged import Matched
from search.queries import Query, Sort

MOST_VALUES = 12  # values of a filter that are offered


@dataclass(frozen=True)
class Entry:
    """What filters, facets and sorting need of one document; ``ref`` is the backend's own key."""

    ref: int
    id: str
    kind: str
    topic: str
    unit: str
    on: date | None
    superseded: bool

    @property
    def day(self) -> int:
        return (self.on or date.min).toordinal()


def _tests(query: Query) -> dict[str, Callable[[Entry], bool]]:
    """The filters that ``query`` really sets, by name."""
    since, until = query.since or date.min, query.until or date.max
    tests: dict[str, Callable[[Entry], bool]] = {}
    if query.kind is not None:
        tests["kind"] = lambda entry: entry.kind == query.kind
    if query.topic:
        tests["topic"] = lambda entry: entry.topic == query.topic
    if query.unit:
        tests["unit"] = lambda entry: entry.unit == query.unit
    if query.year is not None:
        tests["year"] = lambda entry: entry.on is not None and entry.on.year == query.year
    if query.since or query.until:
        tests["dates"] = lambda entry: entry.on is not None and since <= entry.on <= until
    return tests


def passing(query: Query, entries: list[Entry], *, but: str = "") -> list[Entry]:
    """Entries that pass the filters of ``query``, leaving out the filter named ``but``."""
    tests = [test for name, test in _tests(query).items() if name != but]
    return [entry for entry in entries if all(test(entry) for test in tests)] if tests else entries


def facets(query: Query, entries: list[Entry]) -> Facets:
    """Counts per value; each facet ignores its own filter, so that the other values can still be chosen."""
    kinds = Counter(each.kind for each in passing(query, entries, but="kind"))
    topics = Counter(each.topic for each in passing(query, entries, but="topic") if each.topic)
    units = Counter(each.unit for each in passing(query, entries, but="unit") if each.unit)
    years = Counter(each.on.year for each in passing(query, entries, but="year") if each.on)
    return Facets(
        dict(kinds.most_common()),
        dict(topics.most_common(MOST_VALUES)),
        dict(units.most_common(MOST_VALUES)),
        dict(sorted(years.items(), reverse=True)),
    )


def matched(query: Query, entries: list[Entry], held: Mapping[int, float], *, limit: int) -> Matched:
    """The answer to ``query`` from all ``entries`` that hold enough; ``held`` by reference."""
    kept = passing(query, entries)

    def by_weight(each: Entry) -> tuple[float, int, str]:
        return -held[each.ref], -each.day, each.id

    def by_date(each: Entry) -> tuple[int, float, str]:
        return -each.day, -held[each.ref], each.id

    first = sorted(kept, key=by_date if query.sort == Sort.NEWEST else by_weight)[:limit]
    weights = {each.id: held[each.ref] for each in first}
    return Matched(tuple(weights), weights, len(kept), facets(query, entries))
