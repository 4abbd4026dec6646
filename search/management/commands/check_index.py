"""Compare index and database both ways. Exit 0: same; 1: different; 2: the index cannot be read."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import sources
from search.backends.base import SearchUnavailable
from search.engine import BACKENDS, backend
from search.indexing import Drift, compare, repair

NAMES = {"missing": "公开了但搜不到", "surplus": "搜得到但已不公开", "stale": "内容是旧的"}


class Command(BaseCommand):
    help = "核对搜索索引和数据库，两个方向都查；--repair 补上差别"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backend", choices=sorted(BACKENDS), default="embedded")
        parser.add_argument("--repair", action="store_true", help="把差别补上")
        parser.add_argument("--dry-run", action="store_true", help="与 --repair 同用时只看不改")
        parser.add_argument("--json", action="store_true", help="输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        index = backend(options["backend"])
        try:
            drift = compare(index, sources.everything())
            mended = bool(drift) and options["repair"] and not options["dry_run"]
            if mended:
                repair(index, drift)
        except SearchUnavailable as error:
            raise CommandError(f"索引现在读不了：{error}", returncode=2) from error
        self._report(drift, mended=mended, as_json=options["json"])
        if drift and not mended:
            sys.exit(1)

    def _report(self, drift: Drift, *, mended: bool, as_json: bool) -> None:
        found = {name: list(getattr(drift, name)) for name in NAMES}
        if as_json:
            self.stdout.write(json.dumps({**found, "repaired": mended}))
            return
        for name, ids in found.items():
            self.stdout.write(f"{NAMES[name]}：{len(ids)}条" + (f"（{'、'.join(ids[:5])}）" if ids else ""))
        if drift:
            self.stdout.write("已补上" if mended else "要补上请加 --repair")
        else:
            self.stdout.write("索引和数据库一致")
