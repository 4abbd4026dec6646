"""Everything in dictionaries: for tests, and to try a change of analysis on a small set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from search import ranking
from search.analysis import learn, normalize
from search.backends.base import Results, Similar
from search.backends.lexical import Entry, LexicalBackend
from search.backends.reading import entry_fields, terms_of
from search.documents import Document
from search.queries import Query


class MemoryBackend(LexicalBackend):
    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._refs: dict[str, int] = {}
        self._documents: dict[int, Document] = {}
        self._texts: dict[int, ranking.Fields] = {}
        self._postings: dict[str, set[int]] = {}
        self._names: frozenset[str] = frozenset()
        self._next = 1

    def index(self, documents: Iterable[Document]) -> int:
        count = 0
        learn(self._names)
        for document in documents:
            self.remove([document.id])
            ref, self._next = self._next, self._next + 1
            fields = entry_fields(document)
            self._refs[document.id] = ref
            self._documents[ref] = document
            self._texts[ref] = fields
            for term in terms_of(fields):
                self._postings.setdefault(term, set()).add(ref)
            count += 1
        return count

    def remove(self, ids: Iterable[str]) -> None:
        for each in ids:
            ref = self._refs.pop(each, None)
            if ref is None:
                continue
            del self._documents[ref], self._texts[ref]
            for refs in self._postings.values():
                refs.discard(ref)

    def names(self) -> frozenset[str]:
        return self._names

    def add_names(self, names: Iterable[str]) -> list[str]:
        new = frozenset(names) - self._names
        self._names |= new
        learn(self._names)
        read = {ref: "\n".join((each.title, each.question, each.answer)) for ref, each in self._texts.items()}
        return sorted(key for key, ref in self._refs.items() if any(normalize(name) in read[ref] for name in new))

    def search(self, query: Query) -> Results:
        learn(self._names)
        return super().search(query)

    def similar(self, text: str, *, limit: int) -> Similar:
        learn(self._names)
        return super().similar(text, limit=limit)

    def count(self) -> int:
        return len(self._refs)

    def ids(self) -> Mapping[str, str]:
        return {each: self._documents[ref].fingerprint for each, ref in self._refs.items()}

    def rebuild(self, documents: Iterable[Document], *, names: Iterable[str] = ()) -> int:
        fresh = MemoryBackend()
        fresh.add_names(names)
        count = fresh.index(documents)
        self.__dict__.update(fresh.__dict__)
        return count

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

    def matching(self, weights: Mapping[str, float]) -> dict[int, float]:
        held: dict[int, float] = {}
        for term, weight in weights.items():
            for ref in self._postings.get(term, ()):
                held[ref] = held.get(ref, 0.0) + weight
        return held

    def entries(self, refs: Collection[int]) -> list[Entry]:
        return [
            Entry(ref, each.id, each.kind, each.topic, each.unit, each.on, each.superseded)
            for ref in refs
            if (each := self._documents.get(ref))
        ]

    def texts(self, refs: Collection[int]) -> Mapping[int, ranking.Fields]:
        return {ref: self._texts[ref] for ref in refs}
