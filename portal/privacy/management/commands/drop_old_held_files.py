"""drop_old_held_files: delete files that waited longer than the rules say, or only list them."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.privacy.files import ageing


class Command(BaseCommand):
    help = (
        "删除等了太久没有人处理或审定的待公开文件。期限在“设置 → 待公开文件的期限”里。"
        "先用 --dry-run 看会删哪些（只列编号）。可以中断后重来。退出码：0 完成。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出，不删除")
        parser.add_argument("--json", action="store_true", help="结果写成一行 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now, listed = timezone.now(), options["dry_run"]
        rules: list[dict[str, Any]] = []
        for each in ageing.due(now):
            keys = [str(key) for key in each.files.values_list("key", flat=True)]
            gone = 0 if listed else ageing.let_go(each, now)
            rules.append({"rule": each.rule.pk, "name": str(each.rule), "due": len(keys), "deleted": gone, "ids": keys})
        loose = len(ageing.loose_folders(now)) if listed else ageing.remove_loose(now)
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": listed, "rules": rules, "loose": loose}, ensure_ascii=False))
            return
        for rule in rules:
            done = "" if listed else f"，删除{rule['deleted']}个"
            ids = f"：{'、'.join(rule['ids'])}" if rule["ids"] else ""
            self.stdout.write(f"{rule['name']}：到期{rule['due']}个{done}{ids}")
        if loose:
            self.stdout.write(f"没有主的文件夹{loose}个{'' if listed else '，已删除'}。")
        if listed:
            self.stdout.write("只是列出，什么都没有删除。")
