"""``import_calendar FILE…``: the holidays of a year, official."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.calendar.importing import CalendarFileError, YearOfDays, read_file, save_year
from portal.calendar.models import CalendarEdition


class Command(BaseCommand):
    help = "导入一年的放假安排（国务院办公厅通知），JSON 或 CSV；没有日期的年份保持暂定。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不保存")
        parser.add_argument("--json", action="store_true", help="结果用 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            years = [read_file(path) for path in options["files"]]
        except CalendarFileError as error:
            raise CommandError(str(error), returncode=2) from None
        with transaction.atomic():
            results = [self._one(found, dry_run=options["dry_run"]) for found in years]
        if options["json"]:
            self.stdout.write(json.dumps(results, ensure_ascii=False))
            return
        for result in results:
            self.stdout.write(f"{result['year']}年：{result['sentence']}")

    @staticmethod
    def _one(found: YearOfDays, *, dry_run: bool) -> dict[str, object]:
        if not found.days:
            known = CalendarEdition.objects.filter(year=found.year, is_official=True).exists()
            sentence = "文件里没有日期，原有的正式版不动" if known else "放假安排还没有公布，保持暂定"
            return {"year": found.year, "days": 0, "changed": False, "sentence": sentence}
        changed = True if dry_run else save_year(found)
        said = "检查通过，没有保存" if dry_run else "已导入" if changed else "和现有的一样，没有变化"
        return {
            "year": found.year,
            "days": len(found.days),
            "changed": changed and not dry_run,
            "sentence": f"{said}，{len(found.days)}个特别的日子",
        }
