"""Build the search index from the database: a new version is filled while the old one answers, then they swap."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import sources
from search.backends.base import SearchUnavailable
from search.engine import BACKENDS, backend, used
from search.indexing import compare, repair
from search.meaning import waiting
from search.schools import school_names


class Command(BaseCommand):
    help = "从数据库重建搜索索引；重建时旧索引照常可用。不写 --backend 时重建本站用的全部索引"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backend", choices=sorted(BACKENDS))
        parser.add_argument("--dry-run", action="store_true", help="只数有多少条，不写")
        parser.add_argument("--json", action="store_true", help="最后每个索引输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._report({"documents": sources.total(), "dry_run": True}, as_json=options["json"])
            return
        for name in [options["backend"]] if options["backend"] else used():
            self._report(self._rebuild(name), as_json=options["json"])

    def _rebuild(self, name: str) -> dict[str, object]:
        started = time.monotonic()
        index = backend(name)
        shown = tqdm(sources.everything(), total=sources.total(), unit="条", file=sys.stderr, disable=None)
        try:
            count = index.rebuild(shown, names=school_names())
            changed = compare(index, sources.everything())  # what was released or taken off meanwhile
            repair(index, changed)
            left = waiting(index)
        except SearchUnavailable as error:
            raise CommandError(f"索引（{name}）写不进去，旧索引没有动：{error}") from error
        seconds = round(time.monotonic() - started, 1)
        return {"backend": name, "documents": count, "seconds": seconds, "without_meaning": left}

    def _report(self, figures: Mapping[str, object], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(figures))
        elif figures.get("dry_run"):
            self.stdout.write(f"会收进{figures['documents']}条；没有写")
        else:
            told = f"索引（{figures['backend']}）已重建：{figures['documents']}条，用时{figures['seconds']}秒"
            left = figures["without_meaning"]
            self.stdout.write(told + (f"；{left}条还没有按意思比对的向量，后台会补上" if left else ""))
