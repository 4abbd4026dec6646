"""``due RULE START``: a due date with its day-by-day proof."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.calendar.days import WorkingCalendar
from portal.calendar.due import DayProof, Due, DueError, Pause, due
from portal.calendar.models import ClockRule
from portal.calendar.proof_words import edition_words
from portal.calendar.rules import UnknownRule, limit_of, rule
from portal.calendar.store import load_calendar

OPEN = "-"


def _day(text: str) -> date:
    try:
        if len(text) != len("2026-11-23"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("日期“%(text)s”不对，请写成 2026-11-23 这样。") % {"text": text[:20]}, returncode=2
        ) from None


class Command(BaseCommand):
    help = "按时限规则推算到期日，逐日说明哪天算、哪天不算。退出码：0 算出来了，2 规则或日期不对。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", metavar="RULE", help="时限规则的编号，例如 M03")
        parser.add_argument("start", metavar="START", help="起算日，例如 2026-11-23；当天不算")
        parser.add_argument(
            "--pause",
            nargs=2,
            action="append",
            default=[],
            metavar=("A", "B"),
            help="停表：从 A 起，到 B 前一天；B 写 - 表示还停着；可以写几次",
        )
        parser.add_argument("--json", action="store_true", help="结果用 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        start = _day(options["start"])
        pauses = [Pause(_day(first), None if last == OPEN else _day(last)) for first, last in options["pause"]]
        calendar = load_calendar()
        try:
            found = rule(options["rule"], start)
            result = due(limit_of(found), start, calendar, pauses)
        except (UnknownRule, DueError) as error:
            raise CommandError(str(error), returncode=2) from None
        if options["json"]:
            facts = _facts(found, start, result, calendar, pauses)
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found, start, result, calendar, pauses)))


def _facts(
    found: ClockRule, start: date, result: Due, calendar: WorkingCalendar, pauses: list[Pause]
) -> dict[str, object]:
    return {
        "rule": found.code,
        "label": found.label,
        "limit": found.amount,
        "unit": found.unit,
        "basis": found.basis,
        "start": start.isoformat(),
        "pauses": [[_iso(pause.start), _iso(pause.end)] for pause in pauses],
        "due": _iso(result.on),
        "unrolled": _iso(result.unrolled),
        "paused": result.paused,
        "provisional": result.provisional,
        "calendar": edition_words(result, start, calendar),
        "days": [
            {
                "on": day.on.isoformat(),
                "counted": day.counted,
                "number": day.number,
                "reason": day.reason,
                "provisional": calendar.is_provisional(day.on),
            }
            for day in result.days
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(found: ClockRule, start: date, result: Due, calendar: WorkingCalendar, pauses: list[Pause]) -> list[str]:
    return [
        f"{found.code} {found.label}：{found.limit_words}",
        _("依据：%(basis)s（%(status)s）") % {"basis": found.basis, "status": found.get_status_display()},
        _("日历：%(edition)s") % {"edition": edition_words(result, start, calendar)},
        _("起算：%(start)s，当天不算") % {"start": start},
        *(_pause_words(pause) for pause in pauses),
        *(_day_words(day, calendar) for day in result.days),
        *_end_words(result),
    ]


def _pause_words(pause: Pause) -> str:
    if pause.end is None:
        return _("停表：%(start)s 起，还停着") % {"start": pause.start}
    return _("停表：%(start)s 起，%(end)s 起接着算") % {"start": pause.start, "end": pause.end}


def _day_words(day: DayProof, calendar: WorkingCalendar) -> str:
    mark = _("第%(number)d天") % {"number": day.number} if day.number is not None else _("不算")
    note = _("（暂定）") if calendar.is_provisional(day.on) else ""
    return f"  {day.on} {mark} {day.reason}{note}"


def _end_words(result: Due) -> list[str]:
    if result.on is None:
        return [_("到期：停表中，恢复后再算")]
    tentative = _("（暂定，放假安排公布后重算）") if result.provisional else ""
    end = _("到期：%(day)s%(tentative)s") % {"day": result.on, "tentative": tentative}
    if result.unrolled == result.on:
        return [end]
    return [_("未顺延：%(day)s") % {"day": result.unrolled}, end]
