"""Versions of one index behind an alias, and the index of meanings that outlives them.

``portal-site`` is the alias of the live version among ``portal-site-v1``, ``-v2`` …. Each version has an alias of its
own to be written through: a write to a version that is gone is refused, not answered by making an index of guesses.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from elasticsearch import BadRequestError, NotFoundError
from elasticsearch_dsl import Document

from search.analysis import version as analysis_version
from search.backends.base import SearchUnavailable
from search.backends.elastic.client import reading, writing
from search.backends.elastic.mapping import SETTINGS, Entry, Sense, mapping

COUNTS_SECONDS, MOST_COUNTS = 300.0, 200_000  # how common a term is changes slowly, and counting common ones is dear
META_SECONDS = 5.0  # names of schools, as a process remembers them, may be this old
SEGMENTS = 5
MAKING = {**SETTINGS, "refresh_interval": "-1"}  # nobody asks a version that is being filled


@dataclass(frozen=True)
class Version:
    """``name`` of an index; ``names`` of schools that it keeps whole."""

    name: str
    names: frozenset[str]
    is_live: bool

    @property
    def number(self) -> int:
        return int(self.name.rpartition("-v")[2])

    @property
    def written_as(self) -> str:
        return f"{self.name}-w"


@dataclass
class Remembered:
    """What this process knows of a live version. ``counts``: documents of terms that were asked for."""

    names: frozenset[str] = frozenset()
    names_at: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    counts_at: float = 0.0


_remembered: defaultdict[tuple[str, str], Remembered] = defaultdict(Remembered)  # by address and alias


class Versions:
    """Of the index called ``name``."""

    def __init__(self, name: str) -> None:
        self.alias = f"{settings.ELASTICSEARCH['prefix']}-{name}"
        self.meanings = f"{self.alias}-meaning"
        self._known = _remembered[settings.ELASTICSEARCH["url"], self.alias]

    def all(self) -> list[Version]:
        """Every version, oldest first."""
        found = writing().indices.get(index=f"{self.alias}-v*", features=["aliases", "mappings"])
        versions = [self._version(name, about) for name, about in found.items()]
        return sorted(versions, key=lambda each: each.number)

    def _version(self, name: str, about: dict[str, Any]) -> Version:
        names = frozenset(about["mappings"].get("_meta", {}).get("names", ()))
        return Version(name, names, self.alias in about.get("aliases", {}))

    def live_names(self, *, afresh: bool = False) -> frozenset[str]:
        """Names of the live version, at most META_SECONDS old. Raises SearchUnavailable when there is none."""
        known = self._known
        if afresh or time.monotonic() - known.names_at > META_SECONDS or not known.names_at:
            try:
                found = reading().indices.get_mapping(index=self.alias)
            except NotFoundError as error:
                raise SearchUnavailable(f"no live version of index {self.alias}") from error
            (about,) = found.values()
            known.names = frozenset(about["mappings"].get("_meta", {}).get("names", ()))
            known.names_at = time.monotonic()
        return known.names

    def counts(self) -> dict[str, int]:
        """Counts of terms that were asked for in the last COUNTS_SECONDS; to be added to."""
        known = self._known
        if time.monotonic() - known.counts_at > COUNTS_SECONDS or len(known.counts) > MOST_COUNTS:
            known.counts, known.counts_at = {}, time.monotonic()
        return known.counts

    def forget(self) -> None:
        """What is remembered of the live version."""
        self._known.names_at = 0.0
        self._known.counts = {}

    def exists(self) -> bool:
        """Whether both the live version and the meanings are there."""
        return self.has_live() and self.has_meanings()

    def has_live(self) -> bool:
        return bool(reading().indices.exists_alias(name=self.alias))

    def ensure(self) -> list[Version]:
        """Every version, with a live one, made empty when it is missing."""
        versions = self.all()
        if not any(each.is_live for each in versions):
            made = self.make(frozenset(), versions)
            self.swap(made, [])
            versions = self.all()
        return versions

    def make(self, names: frozenset[str], existing: list[Version]) -> Version:
        """A new version, not live yet."""
        number = max((each.number for each in existing), default=0) + 1
        made = Version(f"{self.alias}-v{number}", names, is_live=False)
        self._create(made.name, Entry, made.written_as, MAKING, names=sorted(names), analysis=analysis_version())
        return made

    def has_meanings(self) -> bool:
        return bool(reading().indices.exists_alias(name=self.meanings))

    def make_meanings(self) -> None:
        """The index of meanings, empty; an older one is gone."""
        self.delete(writing().indices.get(index=f"{self.meanings}-v*", features=["aliases"]))
        self._create(f"{self.meanings}-v1", Sense, self.meanings, SETTINGS)

    def _create(self, index: str, kind: type[Document], alias: str, settings_: dict[str, Any], **meta: object) -> None:
        try:
            writing().indices.create(
                index=index, settings=settings_, mappings=mapping(kind, **meta), aliases={alias: {}}
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":  # another process was quicker
                raise

    def swap(self, fresh: Version, old: list[Version]) -> None:
        """``fresh`` answers from now on, in one step."""
        client = writing()
        client.indices.put_settings(index=fresh.name, settings={"index": {"refresh_interval": "1s"}})
        client.indices.refresh(index=fresh.name)
        remove = [{"remove": {"index": each.name, "alias": self.alias}} for each in old if each.is_live]
        client.indices.update_aliases(actions=[*remove, {"add": {"index": fresh.name, "alias": self.alias}}])
        self.forget()

    def merge(self) -> None:
        """Few segments, once after a rebuild, in the background: questions take half the time then."""
        index = [self.alias, self.meanings]
        writing().indices.forcemerge(index=index, max_num_segments=SEGMENTS, wait_for_completion=False)

    def rename(self, version: Version, names: frozenset[str]) -> None:
        """Keep ``names`` whole in ``version`` from now on."""
        meta = {"names": sorted(names), "analysis": analysis_version()}
        writing().indices.put_mapping(index=version.name, meta=meta)
        self.forget()

    def delete(self, names: Any) -> None:
        """Indices by their own names, one by one: clusters refuse to delete by pattern."""
        for name in names:
            writing().indices.delete(index=name, ignore_unavailable=True)
        self.forget()

    def drop(self) -> None:
        """Everything of this index."""
        for pattern in (f"{self.alias}-v*", f"{self.meanings}-v*"):
            self.delete(writing().indices.get(index=pattern, features=["aliases"]))
