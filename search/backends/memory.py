"""Everything in dictionaries: for tests, and to try a change of analysis on a small set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.analysis import learn, normalize
from search.asking import Asked
from search.backends.base import Meaning, Results
from search.backends.entries import Entry, matched
from search.backends.reading import entry_fields, scored, terms_of
from search.backends.staged import Matched, StagedBackend
from search.documents import Document
from search.passages import passages
from search.queries import Query

NO_MEANING: Meaning = ((), np.empty((0, 0), dtype=np.float32))


class MemoryBackend(StagedBackend):
    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._refs: dict[str, int] = {}
        self._documents: dict[int, Document] = {}
        self._texts: dict[int, ranking.Fields] = {}
        self._postings: dict[str, set[int]] = {}
        self._meaning: dict[str, tuple[str, Meaning]] = {}
        self._names: frozenset[str] = frozenset()
        self._next = 1

    # Writing

    def index(self, documents: Iterable[Document]) -> int:
        count = 0
        learn(self._names)
        for document in documents:
            self._put(document)
            count += 1
        return count

    def _put(self, document: Document) -> None:
        old = self._documents.get(self._refs.get(document.id, 0))
        meaning = self._meaning.get(document.id)
        self.remove([document.id])
        if meaning and old and passages(old) == passages(document):
            self._meaning[document.id] = meaning
        ref, self._next = self._next, self._next + 1
        fields = entry_fields(document)
        self._refs[document.id] = ref
        self._documents[ref] = document
        self._texts[ref] = scored(fields)
        for term in terms_of(fields):
            self._postings.setdefault(term, set()).add(ref)

    def remove(self, ids: Iterable[str]) -> None:
        for each in ids:
            ref = self._refs.pop(each, None)
            self._meaning.pop(each, None)
            if ref is None:
                continue
            del self._documents[ref], self._texts[ref]
            for refs in self._postings.values():
                refs.discard(ref)

    def rebuild(self, documents: Iterable[Document], *, names: Iterable[str] = ()) -> int:
        fresh = MemoryBackend()
        fresh.add_names(names)
        count = fresh.index(documents)
        for each, ref in fresh._refs.items():
            old = self._documents.get(self._refs.get(each, 0))
            if old and each in self._meaning and passages(old) == passages(fresh._documents[ref]):
                fresh._meaning[each] = self._meaning[each]
        self.__dict__.update(fresh.__dict__)
        return count

    def names(self) -> frozenset[str]:
        return self._names

    def add_names(self, names: Iterable[str]) -> list[str]:
        new = frozenset(names) - self._names
        self._names |= new
        learn(self._names)
        read = {ref: "\n".join((each.title, each.question, each.answer)) for ref, each in self._texts.items()}
        return sorted(key for key, ref in self._refs.items() if any(normalize(name) in read[ref] for name in new))

    def pending(self, limit: int, *, model: str) -> list[str]:
        waiting = [each for each in self._refs if self._meaning.get(each, ("", NO_MEANING))[0] != model]
        return sorted(waiting, key=self._refs.__getitem__, reverse=True)[:limit]

    def give_meaning(self, vectors: Mapping[str, Meaning], model: str) -> None:
        self._meaning.update({each: (model, meaning) for each, meaning in vectors.items() if each in self._refs})

    # Reading

    def search(self, query: Query) -> Results:
        learn(self._names)
        return super().search(query)

    def examined(self, asked: Asked) -> list[ranking.Ranked]:
        learn(self._names)
        return super().examined(asked)

    def count(self) -> int:
        return len(self._refs)

    def ids(self) -> Mapping[str, str]:
        return {each: self._documents[ref].fingerprint for each, ref in self._refs.items()}

    def statistics(self) -> ranking.Statistics:
        count = len(self._texts)
        texts = self._texts.values()
        return ranking.Statistics(
            documents=count,
            title=sum(len(each.title) for each in texts) / max(count, 1),
            question=sum(len(each.question) for each in texts) / max(count, 1),
            answer=sum(len(each.answer) for each in texts) / max(count, 1),
        )

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        return {term: len(self._postings[term]) for term in terms if self._postings.get(term)}

    def match(self, weights: Mapping[str, float], *, needed: float, query: Query, limit: int) -> Matched:
        held = {ref: weight for ref, weight in self._held(weights).items() if weight >= needed}
        return matched(query, [self._entry(ref) for ref in held], held, limit=limit)

    def strongest(self, weights: Mapping[str, float], *, limit: int) -> list[str]:
        held = self._held(weights)
        best = sorted(held, key=lambda ref: (-held[ref], -self._entry(ref).day, self._documents[ref].id))
        return [self._documents[ref].id for ref in best[:limit]]

    def _held(self, weights: Mapping[str, float]) -> dict[int, float]:
        held: dict[int, float] = {}
        for term, weight in weights.items():
            for ref in self._postings.get(term, ()):
                held[ref] = held.get(ref, 0.0) + weight
        return held

    def _entry(self, ref: int) -> Entry:
        each = self._documents[ref]
        return Entry(ref, each.id, each.kind, each.topic, each.unit, each.on, each.superseded)

    def nearest(self, vectors: NDArray[np.float32], *, limit: int) -> list[str]:
        near = {
            each: float((rows @ vectors.T).max())
            for each, (_, (_, rows)) in self._meaning.items()
            if rows.size and rows.shape[1] == vectors.shape[1]
        }
        return sorted(near, key=lambda each: (-near[each], each))[:limit]

    def candidates(self, ids: Sequence[str]) -> list[ranking.Candidate]:
        return [self._candidate(each, self._refs[each]) for each in ids if each in self._refs]

    def _candidate(self, key: str, ref: int) -> ranking.Candidate:
        of = self._documents[ref]
        parts, vectors = self._meaning.get(key, ("", NO_MEANING))[1]
        return ranking.Candidate(
            key, self._texts[ref], of.on, of.superseded, of.unit, of.topic, of.kind, parts, vectors if parts else None
        )
