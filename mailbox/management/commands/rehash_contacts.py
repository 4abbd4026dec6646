"""rehash_contacts: keyed hashes of names and phones anew, after CODE_PEPPER was changed."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from mailbox.erasing import with_contact
from mailbox.rehashing import Progress, rehash


class Command(BaseCommand):
    help = (
        "换了 CODE_PEPPER 以后，重新计算按姓名和手机号查找用的记录。可以边运行边做，可以中断后重来。"
        "旧的查询码同时作废，写信人要到窗口重发。退出码：0 全部完成，1 有打不开的内容。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只数有多少行要重新计算，不写数据库")
        parser.add_argument("--json", action="store_true", help="结果写成一行 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        progress, dry_run = Progress(), options["dry_run"]
        with tqdm(total=with_contact().count(), file=self.stderr, unit="行", disable=None) as bar:
            for looked_at in rehash(progress, dry_run=dry_run):
                bar.update(looked_at)
        if options["json"]:
            told = {
                "dry_run": dry_run, "looked_at": progress.looked_at, "changed": progress.changed,
                "unreadable": progress.unreadable,
            }  # fmt: skip
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            done = "要重新计算" if dry_run else "已重新计算"
            self.stdout.write(
                f"看了{progress.looked_at}行，{done}{progress.changed}行，打不开{len(progress.unreadable)}行。"
            )
        if progress.unreadable:
            sys.exit(1)
