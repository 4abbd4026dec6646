"""apply_retention: delete what the retention rules let go, or only list it."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from mailbox import retention
from mailbox.models.erasure import DataKind
from mailbox.retention import Due
from portal import erasures

SHOWN = 20


class Command(BaseCommand):
    help = (
        "按保存期限删除到期的个人信息。先用 --dry-run 看每条规则会删什么（只列编号）。"
        "办理中、保全中、没有归档的举报一概不动；案卷只列出，不自动删除。可以中断后重来。"
        "退出码：0 完成，1 删除登记没有写成。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出，不删除")
        parser.add_argument("--json", action="store_true", help="结果写成一行 JSON，编号列全")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        told = [self._one(each, now, dry_run=options["dry_run"]) for each in retention.due(now)]
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], "rules": told}, ensure_ascii=False))
        else:
            self._report(told, dry_run=options["dry_run"])
        if not options["dry_run"]:
            self._keep_register()

    def _one(self, each: Due, now: Any, *, dry_run: bool) -> dict[str, Any]:
        ids, done = each.ids(), 0
        listed = dry_run or each.rule.kind in retention.LISTED_ONLY
        if not listed:
            with tqdm(total=len(ids), desc=str(each.rule.pk), file=self.stderr, unit="项", disable=None) as bar:
                for batch in retention.apply(each, now):
                    bar.update(batch)
            done = len(set(ids) - set(each.ids()))
        rule = each.rule
        return {
            "rule": rule.pk, "kind": rule.kind, "name": str(rule), "due": len(ids), "deleted": done,
            "ids": [str(pk) for pk in ids] if listed and rule.kind != DataKind.SESSION else [],  # those ids are keys
        }  # fmt: skip

    def _report(self, told: list[dict[str, Any]], *, dry_run: bool) -> None:
        for each in told:
            listed = dry_run or each["kind"] in retention.LISTED_ONLY
            words = f"到期{each['due']}项" if listed else f"到期{each['due']}项，删除{each['deleted']}项"
            more = "……" if each["due"] > SHOWN else ""
            ids = f"：{'、'.join(each['ids'][:SHOWN])}{more}" if listed and each["ids"] else ""
            self.stdout.write(f"规则{each['rule']} {each['name']}：{words}{ids}")
        if dry_run:
            self.stdout.write("只是列出，什么都没有删除。")

    def _keep_register(self) -> None:
        try:
            erasures.keep()
        except OSError as error:
            self.stderr.write(
                f"删除登记没有写成（{type(error).__name__}）：请检查 {erasures.register()} 能否写入，再运行一次。"
            )
            sys.exit(1)
