"""Embed now what the worker would embed in its own time, with a progress bar. Exit 1: nothing can embed here."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import meaning
from search.backends.base import Backend, SearchUnavailable
from search.embeddings import Embedder, embedder, unusable
from search.engine import BACKENDS, backend


class Command(BaseCommand):
    help = "给已收进索引、还不能按意思比对的内容补上向量；可以中断，再运行就接着补"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backend", choices=sorted(BACKENDS), default="embedded")
        parser.add_argument("--dry-run", action="store_true", help="只数有多少条，不补")
        parser.add_argument("--json", action="store_true", help="最后输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        by = embedder()
        if by is None:
            raise CommandError(f"这里不能按意思比对：{unusable()}")
        index = backend(options["backend"])
        started = time.monotonic()
        try:
            left = meaning.waiting(index)
            filled = 0 if options["dry_run"] else self._fill(index, by, left)
        except SearchUnavailable as error:
            raise CommandError(f"索引现在读不了：{error}", returncode=2) from error
        figures = {"waiting": left, "filled": filled, "seconds": round(time.monotonic() - started, 1)}
        if options["json"]:
            self.stdout.write(json.dumps({**figures, "dry_run": options["dry_run"]}))
        elif options["dry_run"]:
            self.stdout.write(f"会补{left}条；没有写")
        else:
            self.stdout.write(f"补了{filled}条，用时{figures['seconds']}秒")

    def _fill(self, index: Backend, by: Embedder, left: int) -> int:
        filled = 0
        with tqdm(total=left, unit="条", file=sys.stderr, disable=None) as shown:
            while more := meaning.fill(index, by, seconds=0):
                filled += more
                shown.update(more)
        return filled
