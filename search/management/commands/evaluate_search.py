"""Measure search on a judged set, in an index of its own; the live one is never touched."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils.dateparse import parse_date
from tqdm import tqdm

from search.analysis import normalize
from search.analysis.vocabulary import Vocabulary
from search.backends.base import Backend, SearchUnavailable, Similar
from search.backends.elastic.backend import ElasticBackend
from search.backends.embedded import EmbeddedBackend
from search.backends.staged import StagedBackend
from search.documents import Document, Kind
from search.embeddings import embedder, unusable
from search.finding import best_for
from search.known_words import vocabulary
from search.meaning import fill
from search.measures import Asked, measure, percentile
from search.mending import mended_for

INDEXES: dict[str, Callable[[str], EmbeddedBackend | ElasticBackend]] = {
    "embedded": EmbeddedBackend,
    "elasticsearch": lambda name: ElasticBackend(name, at_once=True, grace=0),
}
# What simple methods reached on the development sets (letters to a city; questions to an education bureau), measured
# 2026-11-24 with the same measures; the mix adds vectors and 0.7 × character pairs, both as z-scores.
BASELINES: list[tuple[str, dict[str, float]]] = [
    ("letters: BM25, words", {"ndcg@5": 0.514, "hit@3": 0.769}),
    ("letters: BM25, characters", {"ndcg@5": 0.526, "hit@3": 0.615}),
    ("letters: vectors", {"ndcg@5": 0.401, "hit@3": 0.615}),
    ("letters: mix", {"ndcg@5": 0.605, "hit@3": 0.923}),
    ("faq: BM25, words", {"hit@1": 0.314, "hit@3": 0.457, "auc_out": 0.41, "auc_hard": 0.64}),
    ("faq: BM25, characters", {"hit@1": 0.471, "hit@3": 0.643, "auc_out": 0.55, "auc_hard": 0.57}),
    ("faq: vectors", {"hit@1": 0.457, "hit@3": 0.6, "auc_out": 0.89, "auc_hard": 0.77}),
    ("faq: mix", {"hit@1": 0.614, "hit@3": 0.743, "best@1": 0.36, "best@3": 0.61, "auc_out": 0.89, "auc_hard": 0.77}),
]
KEPT = 10  # results of each query that are scored and written


def read_lines(path: str) -> Iterator[dict[str, Any]]:
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _record(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"读不了文件{path}：{error}", returncode=2) from error


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise CommandError(f"{place} 不是JSON：{error}", returncode=2) from error
    if not isinstance(record, dict) or "id" not in record:
        raise CommandError(f"{place} 缺少 id", returncode=2)
    return record


def read_grades(path: str) -> dict[str, dict[str, int]]:
    """query id → document id → grade 0–3."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"读不了文件{path}：{error}", returncode=2) from error
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(lines, 1):
        query, _, rest = line.partition("\t")
        document, _, grade = rest.partition("\t")
        if grade not in {"0", "1", "2", "3"}:
            raise CommandError(f"{path}:{number} 应为三列：问题、文件、等级0—3", returncode=2)
        grades[query][document] = int(grade)
    return grades


def day(text: str) -> date | None:
    """2024/3/9 10:00 or 2024-03-09 as a date; None for anything else."""
    parts = text.split(" ", maxsplit=1)[0].replace("/", "-").split("-")
    try:
        return parse_date("-".join(part.zfill(2) for part in parts))
    except ValueError:
        return None


def document(record: dict[str, Any]) -> Document:
    return Document(
        id=str(record["id"]),
        kind=Kind.ANSWER,
        title=str(record.get("title") or ""),
        url="",
        question=str(record.get("body") or ""),
        answer=str(record.get("answer") or ""),
        on=day(str(record.get("answered") or "")),
    )


def question(record: dict[str, Any]) -> str:
    """A query as the form's step would ask it: the subject, then the body."""
    return f"{record.get('title') or ''}\n{record.get('body') or ''}".strip()


def understand(index: Backend, corpus: Mapping[str, Document], out: OutputWrapper) -> None:
    """Give meaning to the whole index; says on ``out`` when this machine cannot."""
    by = embedder()
    if by is None:
        out.write(f"只按字词比对：{unusable()}")
        return
    with tqdm(total=len(corpus), unit="条", desc="算语义", file=sys.stderr, disable=None) as shown:
        while count := fill(index, by, seconds=1, look=lambda ids: {each: corpus[each] for each in ids}):
            shown.update(count)


def table(figures: Mapping[str, Any]) -> str:
    """Our figures beside what simple methods reach on the two development sets; "–" where a set has no such queries."""
    names = [name for name in figures if name not in {"queries", "ndcg_queries"}]
    wide = max(len(name) for name, _ in BASELINES) + 2
    rows = [f"{'':{wide}}" + "".join(f"{name:>9}" for name in names)]
    for name, known in [(f"这里（{figures['queries']}问）", figures), *BASELINES]:
        cells = ("–" if known.get(each) is None else f"{known[each]:g}" for each in names)
        rows.append(f"{name:{wide}}" + "".join(f"{cell:>9}" for cell in cells))
    return "\n".join(rows)


class Command(BaseCommand):
    help = "用评好的问题集量一量搜索：语料放进单独的索引，不碰线上的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", required=True, help="jsonl：id title body answer answered")
        parser.add_argument("--queries", required=True, help="jsonl：id title body kind")
        parser.add_argument("--qrels", required=True, help="tsv：问题 文件 等级")
        parser.add_argument("--backend", choices=sorted(INDEXES), default="embedded")
        parser.add_argument("--run", help="把每个问题的前十条写成jsonl")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        queries = list(read_lines(options["queries"]))
        grades = read_grades(options["qrels"])
        corpus = [document(record) for record in read_lines(options["corpus"])]
        index = INDEXES[options["backend"]](f"evaluation-{os.getpid()}")
        try:
            answers, seconds = self._measured(index, corpus, queries)
        except SearchUnavailable as error:
            raise CommandError(f"索引用不了：{error}", returncode=2) from error
        if options["run"]:
            self._write(options["run"], queries, answers)
        figures = measure(
            [
                Asked([hit.id for hit in answer.hits], answer.confidence, str(query.get("kind", "in")), judged)
                for query, answer in zip(queries, answers, strict=True)
                for judged in [grades.get(str(query["id"]), {})]
            ]
        )
        figures |= {f"p{share}_ms": round(percentile(seconds, share / 100) * 1000, 1) for share in (50, 95)}
        self._report(figures, as_json=options["json"])

    def _measured(
        self, index: EmbeddedBackend | ElasticBackend, corpus: list[Document], queries: list[dict[str, Any]]
    ) -> tuple[list[Similar], list[float]]:
        try:
            index.rebuild(tqdm(corpus, unit="条", desc="建索引", file=sys.stderr, disable=None))
            understand(index, {each.id: each for each in corpus}, self.stderr)
            return self._ask(index, queries, vocabulary(normalize(each.title) for each in corpus))
        finally:
            index.drop()

    def _ask(
        self, index: StagedBackend, queries: list[dict[str, Any]], words: Vocabulary
    ) -> tuple[list[Similar], list[float]]:
        answers, seconds = [], []
        for query in tqdm(queries, unit="问", desc="提问", file=sys.stderr, disable=None):
            text = question(query)
            started = time.perf_counter()
            answers.append(best_for(text, limit=KEPT, index=index, meant=mended_for(index, words, text)))
            seconds.append(time.perf_counter() - started)
        return answers, seconds

    def _write(self, path: str, queries: list[dict[str, Any]], answers: list[Similar]) -> None:
        with Path(path).open("w", encoding="utf-8") as lines:
            for query, answer in zip(queries, answers, strict=True):
                results = [{"id": hit.id, "score": hit.score} for hit in answer.hits]
                row = {"id": query["id"], "results": results, "confidence": answer.confidence}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _report(self, figures: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(figures))
            return
        self.stdout.write(table(figures))
