"""The filters of the result page as links: every choice with its count, every chosen one with the way back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.backends.base import Facets
from search.documents import Kind
from search.forms import KIND_NAMES
from search.queries import Query, Sort

SHOWN = 6  # choices of a filter that are shown at once; the others are folded away
SORT_NAMES = {Sort.RELEVANCE: gettext_lazy("最相近的在前"), Sort.NEWEST: gettext_lazy("最新的在前")}


@dataclass(frozen=True)
class Choice:
    """One value of a filter, the number of results it would keep, and the address that chooses it."""

    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Filter:
    """One filter with its choices; ``more`` are folded away."""

    name: str
    title: str
    choices: list[Choice]
    more: list[Choice]


@dataclass(frozen=True)
class Chip:
    """A condition that holds, and the address without it."""

    label: str
    url: str


class Addresses:
    """Addresses of this page with one thing changed; every change starts again at the first page."""

    def __init__(self, given: QueryDict) -> None:
        self._given = {name: given.get(name, "") for name in given if name != "page"}

    def having(self, **changes: str) -> str:
        """An empty value takes the parameter away."""
        wanted = QueryDict(mutable=True)
        wanted.update({name: value for name, value in {**self._given, **changes}.items() if value})
        return f"?{wanted.urlencode()}"

    def kept(self, *left_out: str) -> list[tuple[str, str]]:
        """Parameters for a form's hidden fields."""
        return [(name, value) for name, value in self._given.items() if value and name not in left_out]


def kinds(query: Query, facets: Facets, to: Addresses) -> list[Choice]:
    """All kinds together, then each kind that has results."""
    everything = Choice(_("全部"), sum(facets.kind.values()), query.kind is None, to.having(kind=""))
    found = [kind for kind in Kind if facets.kind.get(kind) or query.kind == kind]
    return [
        everything,
        *(
            Choice(str(KIND_NAMES[kind]), facets.kind.get(kind, 0), query.kind == kind, to.having(kind=kind))
            for kind in found
        ),
    ]


def filters(query: Query, facets: Facets, to: Addresses, *, total: int) -> list[Filter]:
    """Topic, unit and year; those that would not part the ``total`` results are left out."""
    years = {str(year): count for year, count in facets.year.items()}
    offered = [
        _filter("topic", _("主题"), facets.topic, query.topic, to),
        _filter("unit", _("单位"), facets.unit, query.unit, to),
        _filter("year", _("年份"), years, str(query.year or ""), to),
    ]
    return [each for each in offered if any(choice.chosen or choice.count < total for choice in each.choices)]


def _filter(name: str, title: str, counts: Mapping[str, int], chosen: str, to: Addresses) -> Filter:
    known = counts if not chosen or chosen in counts else {chosen: 0, **counts}
    listed = [
        Choice(_said(name, value), count, value == chosen, to.having(**{name: "" if value == chosen else value}))
        for value, count in known.items()
    ]
    listed.sort(key=lambda choice: not choice.chosen)
    return Filter(name, title, listed[:SHOWN], listed[SHOWN:])


def _said(name: str, value: str) -> str:
    return _("%(year)s年") % {"year": value} if name == "year" else value


def orders(query: Query, to: Addresses) -> list[tuple[str, bool, str]]:
    """Label, whether it is the present order, address."""
    return [
        (str(label), query.sort == sort, to.having(sort="" if sort == Sort.RELEVANCE else sort))
        for sort, label in SORT_NAMES.items()
    ]


def chips(query: Query, to: Addresses) -> list[Chip]:
    """Everything that narrows the results, in the order of the page."""
    said = {
        "kind": str(KIND_NAMES[query.kind]) if query.kind else "",
        "topic": query.topic,
        "unit": query.unit,
        "year": _said("year", str(query.year)) if query.year else "",
        "since": _("%(day)s以后") % {"day": query.since} if query.since else "",
        "until": _("%(day)s以前") % {"day": query.until} if query.until else "",
    }
    return [Chip(label, to.having(**{name: ""})) for name, label in said.items() if label]
