"""rotate_field_keys: re-encrypts contact data with the newest key of FIELD_KEYS while the portal runs."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from portal.privacy.rotation import Progress, columns, rotate


class Command(BaseCommand):
    help = (
        "用 FIELD_KEYS 里的第一个密钥重新加密全部加密字段。可以边运行边做，可以中断后重来。"
        "退出码：0 全部完成，1 有打不开的内容，或者还有进程在用旧密钥写。"
        "退出码是0，而且不再需要恢复更早的备份，才能从 FIELD_KEYS 去掉旧密钥。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只数有多少行要重新加密，不写数据库")
        parser.add_argument("--json", action="store_true", help="结果写成一行 JSON")

    def handle(self, *args: Any, dry_run: bool, json: bool, **options: Any) -> None:
        results = [self._one(column, dry_run=dry_run) for column in columns()]
        if json:
            self.stdout.write(_as_json(results, dry_run=dry_run))
        else:
            self._report(results, dry_run=dry_run)
        if any(result.unreadable or result.left for result in results):
            sys.exit(1)

    def _one(self, column: Any, *, dry_run: bool) -> Progress:
        progress = Progress(column.label, pending=column.pending().count())
        if not dry_run:
            with tqdm(total=progress.pending, desc=column.label, file=self.stderr, unit="行", disable=None) as bar:
                for looked_at in rotate(column, progress):
                    bar.update(looked_at)
        return progress

    def _report(self, results: list[Progress], *, dry_run: bool) -> None:
        for result in results:
            done = f"待重新加密 {result.pending} 行" if dry_run else f"已重新加密 {result.rotated} 行"
            self.stdout.write(f"{result.label}：{done}")
            if result.unreadable:
                self.stdout.write(
                    f"  有 {len(result.unreadable)} 行打不开，行号：{'、'.join(result.unreadable[:20])}。"
                    "请把加密时用的密钥加回 FIELD_KEYS（放在后面）再运行一次。"
                )
            if result.left:
                self.stdout.write(
                    f"  做完以后又有 {result.left} 行是用旧密钥写的：还有网站或后台进程没有换上新的 FIELD_KEYS。"
                    "请全部重启，再运行一次。"
                )
        if not results:
            self.stdout.write("没有加密字段。")


def _as_json(results: list[Progress], *, dry_run: bool) -> str:
    fields = [
        {
            "field": each.label,
            "pending": each.pending,
            "rotated": each.rotated,
            "left": each.left,
            "unreadable": each.unreadable,
        }
        for each in results
    ]
    return json.dumps({"dry_run": dry_run, "fields": fields}, ensure_ascii=False)
