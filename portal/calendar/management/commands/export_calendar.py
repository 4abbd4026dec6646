"""``export_calendar``: the official years as one compact CSV, the form that ships with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.calendar.exporting import notices_csv, official_years
from portal.calendar.files import as_csv


class Command(BaseCommand):
    help = "把正式的年份写成 CSV：默认写到屏幕，--out 写成目录里的 holidays.csv 和 notices.csv。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, action="append", default=[], help="只要这一年，可以写几次")
        parser.add_argument("--out", type=Path, metavar="DIR", help="写到这个目录")
        parser.add_argument("--dry-run", action="store_true", help="不写文件，只说会写什么")

    def handle(self, *args: Any, **options: Any) -> None:
        years = official_years(options["year"])
        missing = sorted(set(options["year"]) - {each.year for each in years})
        if missing:
            raise CommandError(_("%(year)d年没有正式的日历。") % {"year": missing[0]}, returncode=2)
        if options["out"] is None:
            self.stdout.write(as_csv(years), ending="")
            return
        files = {"holidays.csv": as_csv(years), "notices.csv": notices_csv(years)}
        for name, text in files.items():
            self._write(options["out"] / name, text, dry_run=options["dry_run"])

    def _write(self, path: Path, text: str, *, dry_run: bool) -> None:
        try:
            if not dry_run:
                path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise CommandError(
                _("写不了 %(path)s：%(why)s。") % {"path": path, "why": error.strerror}, returncode=2
            ) from None
        words = _("会写 %(path)s，%(lines)d行") if dry_run else _("写好了 %(path)s，%(lines)d行")
        self.stdout.write(words % {"path": path, "lines": text.count("\n")})
