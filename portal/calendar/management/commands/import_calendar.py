"""``import_calendar FILE...``: the State Council's days off of a year become official."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from portal.calendar.files import CalendarFileError, YearOfDays, read_file
from portal.calendar.importing import compare, save_year
from portal.calendar.models import CalendarEdition


class Command(BaseCommand):
    help = (
        "导入一年的放假安排（国务院办公厅通知），JSON 或 CSV；没有日期的年份保持暂定。"
        "退出码：0 成功，1 数据库没存成，2 文件或参数不对。有一个文件不对，全部不导入。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="一年一个文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查和比较，不保存")
        parser.add_argument("--json", action="store_true", help="结果用 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            years = [read_file(path) for path in options["files"]]
        except CalendarFileError as error:
            raise CommandError(str(error), returncode=2) from None
        twice = sorted({each.year for each in years if [other.year for other in years].count(each.year) > 1})
        if twice:
            raise CommandError(_("%(year)d年有两个文件，请只留一个。") % {"year": twice[0]}, returncode=2)
        try:
            with transaction.atomic():
                results = [self._one(found, dry_run=options["dry_run"]) for found in years]
        except DatabaseError as error:
            raise CommandError(_("数据库没存成，什么都没有改：%(why)s") % {"why": error}, returncode=1) from error
        self._say(results, as_json=options["json"])

    def _say(self, results: list[dict[str, object]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(results, ensure_ascii=False))
            return
        for result in results:
            self.stdout.write(f"{result['year']}年：{result['sentence']}")

    @staticmethod
    def _one(found: YearOfDays, *, dry_run: bool) -> dict[str, object]:
        difference = compare(found) if dry_run else save_year(found)
        return {
            "year": found.year,
            "days": len(found.days),
            "added": [day.isoformat() for day in difference.added],
            "removed": [day.isoformat() for day in difference.removed],
            "altered": [day.isoformat() for day in difference.altered],
            "official": CalendarEdition.objects.filter(year=found.year, is_official=True).exists(),
            "changed": difference.is_change and not dry_run,
            "sentence": _sentence(found, changes=difference.is_change, dry_run=dry_run),
        }


def _sentence(found: YearOfDays, *, changes: bool, dry_run: bool) -> str:
    if not found.days:
        known = CalendarEdition.objects.filter(year=found.year, is_official=True).exists()
        return _("文件里没有日期，原有的正式版不动。") if known else _("放假安排还没有公布，保持暂定。")
    if not changes:
        return _("和现有的一样，没有变化。")
    words = _("检查通过，没有保存；导入后有%(days)d个特别的日子。") if dry_run else _("已导入，%(days)d个特别的日子。")
    return words % {"days": len(found.days)}
