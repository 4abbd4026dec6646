"""Fit the learned numbers of ranking anew on judged questions, in an index of its own."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.asking import Asked, asked
from search.backends.embedded import EmbeddedBackend
from search.backends.staged import SURE
from search.calibration import FILE, calibration
from search.embeddings import embedder
from search.fitting import Judged, fit_order, fit_probability, fit_words, merged
from search.management.commands.evaluate_search import document, question, read_grades, read_lines, understand


class Command(BaseCommand):
    help = "用评好的问题重新拟合排序和把握程度的系数；不加 --write 只显示"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", required=True, help="jsonl：id title body answer answered")
        parser.add_argument("--queries", required=True, help="jsonl：id title body kind")
        parser.add_argument("--qrels", required=True, help="tsv：问题 文件 等级")
        parser.add_argument("--write", action="store_true", help="写入search/calibration.json")
        parser.add_argument("--dry-run", action="store_true", help="与 --write 同用时只看不写")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        questions = [(str(query["id"]), question(query)) for query in read_lines(options["queries"])]
        grades = read_grades(options["qrels"])
        corpus = [document(record) for record in read_lines(options["corpus"])]
        index = EmbeddedBackend(f"fitting-{os.getpid()}")
        try:
            index.rebuild(tqdm(corpus, unit="条", desc="建索引", file=sys.stderr, disable=None))
            understand(index, {each.id: each for each in corpus}, self.stderr)
            by = embedder()
            meant = [_judged(index, asked(text, by), grades.get(key, {})) for key, text in questions]
            said = [_judged(index, asked(text), grades.get(key, {})) for key, text in questions]
        finally:
            index.drop()
        numbers = asdict(calibration())
        found = fit_words(said, first=SURE)
        if by is not None:
            meaning, words = fit_order(meant)
            found |= {"meaning": meaning, "words": words, **fit_probability(meant, first=SURE)}
        self._report(merged(numbers, found), write=options["write"] and not options["dry_run"])

    def _report(self, numbers: dict[str, float], *, write: bool) -> None:
        text = json.dumps(numbers, indent=2)
        self.stdout.write(text)
        if write:
            FILE.write_text(text + "\n", encoding="utf-8")


def _judged(index: EmbeddedBackend, question: Asked, grades: dict[str, int]) -> Judged:
    ranked = index.examined(question)
    return Judged([each.evidence for each in ranked], [grades.get(each.id, 0) for each in ranked])
