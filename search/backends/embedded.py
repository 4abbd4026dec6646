"""Search inside the site's own database: nothing else to install, nothing else to lose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

import numpy as np
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F
from numpy.typing import NDArray

from search import ranking
from search.analysis import learn, normalize, version
from search.asking import Asked
from search.backends import meanings
from search.backends.base import Meaning, Results, SearchUnavailable
from search.backends.columns import matched
from search.backends.postings import mark, postings
from search.backends.reading import entry_fields, scored, terms_of
from search.backends.rows import entry_row, measured, text_row
from search.backends.shelf import Shelf, forget, shelf
from search.backends.staged import Matched, StagedBackend
from search.documents import Document
from search.embeddings import embedder
from search.models import SearchDocument, SearchIndex, SearchMeaning, SearchText
from search.queries import Query

SITE = "site"
CHUNK = 200  # documents written in one transaction: other writers wait no longer than that
STATISTICS_SECONDS = 300  # averages of the whole index may be this old


@contextmanager
def _available() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise SearchUnavailable(str(error)) from error


class EmbeddedBackend(StagedBackend):
    """``name`` is one index; the site's is "site", an evaluation has its own."""

    def __init__(self, name: str = SITE) -> None:
        self.name = name
        self._postings = postings()
        self._live_id: int | None = None
        self._version: tuple[object, int] = (None, 0)  # when the live version was made, and its revision
        self._names: frozenset[str] = frozenset()

    # Versions

    def ensure(self) -> SearchIndex:
        """The live version, made empty when there is none."""
        index, _ = SearchIndex.objects.get_or_create(name=self.name, is_live=True, defaults={"analysis": version()})
        return index

    def _live(self) -> int:
        if self._live_id is None:
            live = SearchIndex.objects.filter(name=self.name, is_live=True)
            found = live.values_list("pk", "names", "created_at", "revision").first()
            if found is None:
                raise SearchUnavailable(f"no live version of index {self.name}")
            self._live_id, self._names, self._version = found[0], frozenset(found[1].splitlines()), found[2:]
            learn(self._names)  # what is asked is read as what was indexed
        return self._live_id

    def _versions(self) -> list[SearchIndex]:
        self.ensure()
        return list(SearchIndex.objects.filter(name=self.name).order_by("pk"))

    # Names that are kept whole

    def names(self) -> frozenset[str]:
        """Names that the live version keeps whole."""
        self._live_id = None
        with _available():
            self._live()
        return self._names

    def add_names(self, names: Iterable[str]) -> list[str]:
        """Keep ``names`` whole from now on; ids of the documents that hold one and have to be indexed again."""
        with _available():
            versions = self._versions()
            new = sorted(set(names) - self.names())
            if not new:
                return []
            for each in versions:
                each.names = "\n".join(sorted({*each.names.splitlines(), *new}))
                each.save(update_fields=["names"])
            self._live_id = None
            return self._holding(new)

    def _holding(self, names: list[str]) -> list[str]:
        """Ids of documents of the live version that hold one of ``names``."""
        said = re.compile("|".join(re.escape(normalize(name)) for name in names))
        texts = SearchText.objects.filter(document__index_id=self._live())
        rows = texts.values_list("document__key", "title", "question", "answer").iterator(CHUNK)
        return sorted(key for key, *read in rows if any(map(said.search, read)))

    # Writing

    def index(self, documents: Iterable[Document]) -> int:
        rest, count = iter(documents), 0
        with _available():
            while chunk := list(islice(rest, CHUNK)):
                for each in self._versions():
                    learn(each.names.splitlines())
                    with self._changing(each.pk):
                        self._postings.added(self._replace(each.pk, chunk))
                count += len(chunk)
        return count

    @contextmanager
    def _changing(self, index_id: int) -> Iterator[None]:
        """A transaction that changes a version; writers come one after the other."""
        with transaction.atomic():
            SearchIndex.objects.filter(pk=index_id).update(revision=F("revision") + 1)
            yield
        self._live_id = None

    def _replace(self, index_id: int, documents: list[Document]) -> Counter[str]:
        """Write ``documents`` in place of their old entries; the terms of the new ones."""
        unique = list({document.id: document for document in documents}.values())
        digests = [meanings.digest(document) for document in unique]
        made = meanings.made(digests)  # before the old entries take their vectors along
        self._delete(index_id, [document.id for document in unique])
        rows = SearchDocument.objects.bulk_create(entry_row(index_id, document) for document in unique)
        SearchMeaning.objects.bulk_create(meanings.fresh_rows((row.pk for row in rows), digests, made))
        counts: Counter[str] = Counter()
        texts = []
        for row, document in zip(rows, unique, strict=True):
            fields = entry_fields(document)
            terms = [mark(index_id) + term for term in sorted(terms_of(fields))]
            counts.update(terms)
            texts.append(text_row(row.pk, scored(fields), terms))
        SearchText.objects.bulk_create(texts)
        return counts

    def _delete(self, index_id: int, keys: list[str]) -> None:
        found = SearchText.objects.filter(document__index_id=index_id, document__key__in=keys)
        counts: Counter[str] = Counter()
        for terms in found.values_list("terms", flat=True):
            counts.subtract(terms.split())
        if counts:
            self._postings.added(counts)
            SearchDocument.objects.filter(index_id=index_id, key__in=keys).delete()

    def remove(self, ids: Iterable[str]) -> None:
        rest = iter(ids)
        with _available():
            while chunk := list(islice(rest, CHUNK)):
                for each in self._versions():
                    with self._changing(each.pk):
                        self._delete(each.pk, chunk)

    def clear(self) -> None:
        with _available():
            for each in SearchIndex.objects.filter(name=self.name):
                self._drop(each)
            self._live_id = None
            self.ensure()

    def drop(self) -> None:
        """Forget the index itself; for an evaluation's."""
        with _available():
            for each in SearchIndex.objects.filter(name=self.name):
                self._drop(each)
            self._live_id = None
            forget(self.name)

    def _drop(self, index: SearchIndex) -> None:
        while ids := list(index.documents.values_list("pk", flat=True)[:CHUNK]):
            SearchDocument.objects.filter(pk__in=ids).delete()
        self._postings.dropped(index.pk)
        index.delete()

    def rebuild(self, documents: Iterable[Document], *, names: Iterable[str] = ()) -> int:
        kept = "\n".join(sorted(set(names)))
        with _available():
            for left in SearchIndex.objects.filter(name=self.name, is_live=False):  # of a rebuild that was killed
                self._drop(left)
            building = SearchIndex.objects.create(name=self.name, is_live=False, analysis=version(), names=kept)
            learn(kept.splitlines())
            count = self._fill(building, documents)
            with transaction.atomic():
                old = list(SearchIndex.objects.select_for_update().filter(name=self.name, is_live=True))
                SearchIndex.objects.filter(pk__in=[each.pk for each in old]).update(is_live=False)
                SearchIndex.objects.filter(pk=building.pk).update(is_live=True)
            self._live_id = None
            for each in old:
                self._drop(each)
        return count

    def _fill(self, building: SearchIndex, documents: Iterable[Document]) -> int:
        rest, count = iter(documents), 0
        while chunk := list(islice(rest, CHUNK)):
            with self._changing(building.pk):
                self._replace(building.pk, chunk)
            count += len(chunk)
        self._postings.counted(building.pk)
        return count

    # Reading

    def search(self, query: Query) -> Results:
        self._live_id = None  # a swap by another process is seen by the next question
        with _available():
            self._live()
            return super().search(query)

    def examined(self, asked: Asked) -> list[ranking.Ranked]:
        self._live_id = None
        with _available():
            self._live()
            return super().examined(asked)

    def count(self) -> int:
        self._live_id = None
        with _available():
            return SearchDocument.objects.filter(index_id=self._live()).count()

    def ids(self) -> Mapping[str, str]:
        self._live_id = None
        with _available():
            return dict(SearchDocument.objects.filter(index_id=self._live()).values_list("key", "fingerprint"))

    def statistics(self) -> ranking.Statistics:
        live = self._live()
        found: ranking.Statistics | None = cache.get(f"search-statistics-{live}")
        if found is None:
            found = measured(live)
            if found.documents:
                cache.set(f"search-statistics-{live}", found, STATISTICS_SECONDS)
        return found

    def _shelf(self) -> tuple[Shelf, int]:
        """What this process remembers of the live version, and the revision it has to be true to."""
        live, (made, revision) = self._live(), self._version
        return shelf(self.name, made, live, self._postings), revision

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        known, revision = self._shelf()
        return known.frequencies(terms, revision)

    def match(self, weights: Mapping[str, float], *, needed: float, query: Query, limit: int) -> Matched:
        known, revision = self._shelf()
        refs, held = known.held(weights, revision)
        enough = held >= needed
        found, there = known.columns(refs[enough], revision)
        return matched(query, found, held[enough][there], limit=limit)

    def strongest(self, weights: Mapping[str, float], *, limit: int) -> list[str]:
        known, revision = self._shelf()
        refs, held = known.held(weights, revision)
        if len(refs) > limit:
            enough = held >= np.partition(held, -limit)[-limit]
            refs, held = refs[enough], held[enough]
        best = refs[np.lexsort((-refs, -held))[:limit]].tolist()
        keys = dict(SearchDocument.objects.filter(pk__in=best).values_list("pk", "key"))
        return [keys[ref] for ref in best if ref in keys]

    def candidates(self, ids: Sequence[str]) -> list[ranking.Candidate]:
        entry = ("key", "on", "superseded", "unit", "topic", "kind")
        text = ("text__title", "text__question", "text__answer")
        meaning = ("meaning__parts", "meaning__vectors", "meaning__model")
        rows = SearchDocument.objects.filter(index_id=self._live(), key__in=list(ids), text__isnull=False)
        model = _model()
        found = []
        for key, on, superseded, unit, topic, kind, *texts, said, kept, of in rows.values_list(*entry, *text, *meaning):
            parts, vectors = meanings.read(said, kept) if model in {"", of} else ((), None)
            fields = ranking.Fields(*texts)
            found.append(ranking.Candidate(key, fields, on, superseded, unit, topic, kind, parts, vectors))
        return found

    # Meaning

    def pending(self, limit: int, *, model: str) -> list[str]:
        self._live_id = None
        with _available():
            return meanings.waiting(self._live(), model=model, limit=limit)

    def give_meaning(self, vectors: Mapping[str, Meaning], model: str) -> None:
        with _available():
            for each in self._versions():
                with self._changing(each.pk):
                    meanings.give(each.pk, vectors, model)

    def nearest(self, vectors: NDArray[np.float32], *, limit: int) -> list[str]:
        known, revision = self._shelf()
        near = known.space(_model(), vectors.shape[1])
        near.refresh(revision)
        return near.nearest(vectors, limit=limit)


def _model() -> str:
    """Only vectors of this model are compared with those of a question; any, where nothing embeds questions."""
    now = embedder()
    return now.model if now else ""
