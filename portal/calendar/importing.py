"""Bringing in the days of a year: holiday JSON or CSV of one year, official once it has days. Nothing half saved."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from portal.calendar.changes import announce
from portal.calendar.models import CalendarDay, CalendarEdition

EARLIEST, LATEST = 2000, 2100
LARGEST_FILE = 1024 * 1024
TRUE = {"true", "1", "是", "休", "休息", "放假"}
FALSE = {"false", "0", "否", "班", "上班", "调休"}


class CalendarFileError(ValueError):
    """The file is not a calendar; ``str(error)`` is a sentence that says what to do."""


@dataclass(frozen=True)
class YearOfDays:
    """One year as a file gives it; no days means the notice is not out."""

    year: int
    notice: str
    days: dict[date, tuple[bool, str]]


def read_file(path: Path) -> YearOfDays:
    """Parse ``path`` (JSON with year, papers, days; or CSV with date, isOffDay, name). Raises CalendarFileError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CalendarFileError(f"读不到文件 {path.name}：{error.strerror}。请检查文件名。") from None
    if len(raw) > LARGEST_FILE:
        raise CalendarFileError(f"文件 {path.name} 太大，不像一年的日历。")
    text = _decode(raw, path.name)
    return _from_json(text, path.name) if path.suffix.lower() == ".json" else _from_csv(text, path.name)


def _decode(raw: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CalendarFileError(f"文件 {name} 的编码认不出，请另存为 UTF-8。")


def _from_json(text: str, name: str) -> YearOfDays:
    try:
        found = json.loads(text)
        year, entries = int(found["year"]), list(found["days"])
        papers = [str(paper) for paper in found.get("papers") or []]
        days = [(str(entry["date"]), bool(entry["isOffDay"]), str(entry["name"])) for entry in entries]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CalendarFileError(f"文件 {name} 不是日历：需要 year 和 days，每天有 date、isOffDay、name。") from None
    return YearOfDays(_checked_year(year, name), " ".join(papers)[:300], _checked_days(days, year, name))


def _from_csv(text: str, name: str) -> YearOfDays:
    rows = list(csv.DictReader(io.StringIO(text.replace("\0", ""))))
    if not rows or not {"date", "isOffDay", "name"} <= set(rows[0]):
        raise CalendarFileError(f"文件 {name} 的表头要有 date、isOffDay、name 三列。")
    days = []
    for number, row in enumerate(rows, start=2):
        flag = (row["isOffDay"] or "").strip().lower()
        if flag not in TRUE | FALSE:
            raise CalendarFileError(f"文件 {name} 第{number}行：isOffDay 要写 true 或 false。")
        days.append(((row["date"] or "").strip(), flag in TRUE, (row["name"] or "").strip()))
    year = _parse_day(days[0][0], name).year
    return YearOfDays(_checked_year(year, name), f"{name}", _checked_days(days, year, name))


def _checked_year(year: int, name: str) -> int:
    if not EARLIEST <= year <= LATEST:
        raise CalendarFileError(f"文件 {name} 的年份 {year} 不对，应在{EARLIEST}到{LATEST}之间。")
    return year


def _parse_day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalendarFileError(f"文件 {name} 里的日期“{text[:20]}”不对，要写成 2026-10-01 这样。") from None


def _checked_days(entries: Iterable[tuple[str, bool, str]], year: int, name: str) -> dict[date, tuple[bool, str]]:
    days: dict[date, tuple[bool, str]] = {}
    for text, is_off, label in entries:
        day = _parse_day(text, name)
        # A notice reaches into the last days of the year before: 2007-12-31 was off by the notice for 2008.
        if day.year != year and not date(year - 1, 12, 20) <= day < date(year, 1, 1):
            raise CalendarFileError(f"文件 {name} 里的 {day} 不在{year}年。")
        if day in days:
            raise CalendarFileError(f"文件 {name} 里 {day} 写了两次。请只留对的一行，再导入。")
        if not label.strip() or len(label) > 40:
            raise CalendarFileError(f"文件 {name} 里 {day} 没有节日名称，或名称太长。")
        days[day] = (not is_off, label.strip())
    return days


@transaction.atomic
def save_year(found: YearOfDays) -> bool:
    """Replace the table of one year. Without days it stays provisional. Returns whether anything changed."""
    edition, _ = CalendarEdition.objects.get_or_create(year=found.year)
    before = {day.on: (day.is_working, day.name) for day in edition.days.all()}
    official = bool(found.days)
    if not official or (edition.is_official and before == found.days):
        return False
    edition.is_official, edition.notice = True, found.notice
    edition.save()
    CalendarDay.objects.filter(Q(edition=edition) | Q(on__in=found.days)).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(edition=edition, on=on, is_working=working, name=name)
        for on, (working, name) in sorted(found.days.items())
    )
    announce(found.year)
    return True
