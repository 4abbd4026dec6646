"""``due RULE START``: a due date with its day-by-day proof."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.calendar.days import WorkingCalendar
from portal.calendar.due import Due, DueError, Pause, due
from portal.calendar.models import ClockRule
from portal.calendar.rules import UnknownRule, limit_of, rule
from portal.calendar.store import load_calendar

UNITS = {"working_day": "个工作日", "calendar_day": "日"}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期“{text[:20]}”不对，请写成 2026-11-23 这样。", returncode=2) from None


class Command(BaseCommand):
    help = "按时限规则推算到期日，逐日说明哪天算、哪天不算。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", metavar="RULE", help="时限规则的编号，例如 M03")
        parser.add_argument("start", metavar="START", help="起算日，例如 2026-11-23；当天不算")
        parser.add_argument(
            "--pause", nargs=2, action="append", default=[], metavar=("A", "B"), help="停表：从 A 起，到 B 前一天"
        )
        parser.add_argument("--json", action="store_true", help="结果用 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        start = _day(options["start"])
        pauses = [Pause(_day(first), _day(last)) for first, last in options["pause"]]
        calendar = load_calendar()
        try:
            found = rule(options["rule"], start if start.year > 2020 else None)
            result = due(limit_of(found), start, calendar, pauses)
        except (UnknownRule, DueError) as error:
            raise CommandError(str(error), returncode=2) from None
        if options["json"]:
            self.stdout.write(json.dumps(self._facts(found, start, result), ensure_ascii=False))
        else:
            self._print(found, start, result, calendar)

    @staticmethod
    def _facts(found: ClockRule, start: date, result: Due) -> dict[str, object]:
        return {
            "rule": found.code,
            "basis": found.basis,
            "start": start.isoformat(),
            "due": result.on.isoformat() if result.on else None,
            "unrolled": result.unrolled.isoformat() if result.unrolled else None,
            "provisional": result.provisional,
            "days": [
                {"on": day.on.isoformat(), "counted": day.counted, "number": day.number, "reason": day.reason}
                for day in result.days
            ],
        }

    def _print(self, found: ClockRule, start: date, result: Due, calendar: WorkingCalendar) -> None:
        self.stdout.write(f"{found.code} {found.label}：{found.amount}{UNITS[found.unit]}")
        self.stdout.write(f"依据：{found.basis}")
        self.stdout.write(f"起算：{start}，当天不算")
        for day in result.days:
            mark = f"第{day.number}天" if day.counted else "不算"
            note = "（暂定）" if calendar.is_provisional(day.on) else ""
            self.stdout.write(f"  {day.on} {mark} {day.reason}{note}")
        if result.on is None:
            self.stdout.write("到期：停表中，恢复后再算")
            return
        if result.unrolled != result.on:
            self.stdout.write(f"未顺延：{result.unrolled}")
        self.stdout.write(f"到期：{result.on}{'（暂定，放假安排公布后重算）' if result.provisional else ''}")
