"""Compare indexes and database both ways. Exit 0: same; 1: different; 2: an index cannot be read."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import sources
from search.backends.base import SearchUnavailable
from search.engine import BACKENDS, backend, used
from search.indexing import Drift, compare, repair
from search.meaning import waiting

NAMES = {"missing": "公开了但搜不到", "surplus": "搜得到但已不公开", "stale": "内容是旧的"}


@dataclass(frozen=True)
class Checked:
    """What was found in the index called ``name``; ``waiting``: documents that have no vectors yet."""

    name: str
    drift: Drift
    waiting: int
    mended: bool

    @property
    def record(self) -> dict[str, object]:
        found = {kind: list(getattr(self.drift, kind)) for kind in NAMES}
        return {"backend": self.name, **found, "without_meaning": self.waiting, "repaired": self.mended}


class Command(BaseCommand):
    help = "核对搜索索引和数据库，两个方向都查；--repair 补上差别。不写 --backend 时核对本站用的全部索引"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backend", choices=sorted(BACKENDS))
        parser.add_argument("--repair", action="store_true", help="把差别补上")
        parser.add_argument("--dry-run", action="store_true", help="与 --repair 同用时只看不改")
        parser.add_argument("--json", action="store_true", help="每个索引输出一行JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        mend = options["repair"] and not options["dry_run"]
        checked = [self._check(name, mend=mend) for name in ([options["backend"]] if options["backend"] else used())]
        for each in checked:
            self._report(each, as_json=options["json"])
        if any(each.drift and not each.mended for each in checked):
            sys.exit(1)

    def _check(self, name: str, *, mend: bool) -> Checked:
        index = backend(name)
        try:
            drift = compare(index, sources.everything())
            mended = bool(drift) and mend
            if mended:
                repair(index, drift)
            return Checked(name, drift, waiting(index), mended)
        except SearchUnavailable as error:
            raise CommandError(f"索引（{name}）现在读不了：{error}", returncode=2) from error

    def _report(self, checked: Checked, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(checked.record))
            return
        self.stdout.write(f"索引 {checked.name}")
        for kind, name in NAMES.items():
            ids = getattr(checked.drift, kind)
            self.stdout.write(f"{name}：{len(ids)}条" + (f"（{'、'.join(ids[:5])}）" if ids else ""))
        if checked.waiting:
            self.stdout.write(f"还没有按意思比对的向量：{checked.waiting}条（后台会补上）")
        if checked.drift:
            self.stdout.write("已补上" if checked.mended else "要补上请加 --repair")
        else:
            self.stdout.write("索引和数据库一致")
