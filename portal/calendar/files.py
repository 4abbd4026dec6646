"""Reading and writing the days of a year as JSON or CSV. Pure but for reading the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

EARLIEST, LATEST = 2000, 2100
LARGEST_FILE = 1024 * 1024
LONGEST_NAME = 40
WRITTEN_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
SPILL = (12, 20)  # a notice reaches into the last days of the year before: 2007-12-31 was off by the notice for 2008
COLUMNS = ("notice_year", "date", "isOffDay", "name")
OFF = {"true", "1", "是", "休", "休息", "放假"}
WORKED = {"false", "0", "否", "班", "上班", "调休"}


class CalendarFileError(ValueError):
    """The file is not a calendar; ``str(error)`` is a sentence that says what to do."""


@dataclass(frozen=True)
class YearOfDays:
    """One year as a file gives it: day → (worked, name). No days means the notice is not out."""

    year: int
    reference: str
    days: Mapping[date, tuple[bool, str]]
    source: str = ""


def read_file(path: Path) -> YearOfDays:
    """Parse ``path`` (JSON with year, papers, days; or CSV with date, isOffDay, name). Raises CalendarFileError."""
    name = path.name
    try:
        with path.open("rb") as handle:
            raw = handle.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CalendarFileError(
            _("读不到文件 %(name)s：%(why)s。请检查文件名。") % {"name": name, "why": error.strerror}
        ) from None
    if len(raw) > LARGEST_FILE:
        raise CalendarFileError(_("文件 %(name)s 太大，不像一年的日历。") % {"name": name})
    text = _decode(raw, name)
    # By what is inside, not by the name: what is saved from a browser often carries .txt.
    return _from_json(text, name) if text.lstrip()[:1] in ("{", "[") else _from_csv(text, name)


def as_csv(years: Iterable[YearOfDays]) -> str:
    """The shipped form of the table, which ``read_file`` reads back year by year."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in years:
        for on, (working, name) in sorted(each.days.items()):
            writer.writerow([each.year, on.isoformat(), "false" if working else "true", name])
    return out.getvalue()


def _decode(raw: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CalendarFileError(_("文件 %(name)s 的编码认不出，请另存为 UTF-8。") % {"name": name})


def _from_json(text: str, name: str) -> YearOfDays:
    try:
        found = json.loads(text)
        year = _whole(found["year"])
        papers = " ".join(str(paper) for paper in found.get("papers") or [])
        days = [(_text(day["date"]), _flag(day["isOffDay"]), _text(day["name"])) for day in found["days"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CalendarFileError(
            _("文件 %(name)s 不是日历：需要 year 和 days，每天有 date、isOffDay（true 或 false）、name。")
            % {"name": name}
        ) from None
    return YearOfDays(_checked_year(year, name), papers[:300], _checked_days(days, year, name), name[:100])


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    """A real true or false: the string "false" would count as true and turn a make-up day into a day off."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def _from_csv(text: str, name: str) -> YearOfDays:
    try:
        rows = list(csv.DictReader(io.StringIO(text.replace("\0", ""))))
    except csv.Error:
        rows = []
    if not rows or not {"date", "isOffDay", "name"} <= set(rows[0]):
        raise CalendarFileError(
            _("文件 %(name)s 的表头要有 date、isOffDay、name 三列，下面至少一行。") % {"name": name}
        )
    days = [_csv_day(row, number, name) for number, row in enumerate(rows, start=2)]
    year = _csv_year(rows, [day for day, _off, _name in days], name)
    return YearOfDays(_checked_year(year, name), "", _checked_days(days, year, name), name[:100])


def _csv_day(row: Mapping[str, str | None], number: int, name: str) -> tuple[str, bool, str]:
    flag = (row["isOffDay"] or "").strip().lower()
    if flag not in OFF | WORKED:
        raise CalendarFileError(
            _("文件 %(name)s 第%(number)d行：isOffDay 要写 true 或 false。") % {"name": name, "number": number}
        )
    return (row["date"] or "").strip().replace("/", "-"), flag in OFF, (row["name"] or "").strip()


def _csv_year(rows: Sequence[Mapping[str, str | None]], days: Sequence[str], name: str) -> int:
    """The year of the notice: said in a column, or the latest of the dates, since a notice only reaches back."""
    said = {(row.get("notice_year") or "").strip() for row in rows}
    if len(said) > 1:
        raise CalendarFileError(_("文件 %(name)s 里不止一年。请一年一个文件。") % {"name": name})
    year = said.pop()
    if year.isascii() and year.isdigit() and len(year) == 4:
        return int(year)
    return max(_parse_day(day, name) for day in days).year


def _checked_year(year: int, name: str) -> int:
    if not EARLIEST <= year <= LATEST:
        raise CalendarFileError(
            _("文件 %(name)s 的年份 %(year)s 不对，应在%(earliest)d到%(latest)d之间。")
            % {"name": name, "year": str(year)[:12], "earliest": EARLIEST, "latest": LATEST}
        )
    return year


def _parse_day(text: str, name: str) -> date:
    """2026-10-01, or 2026-10-1 as spreadsheets write it."""
    parts = WRITTEN_DAY.fullmatch(text)
    try:
        if parts is None:
            raise ValueError
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        raise CalendarFileError(
            _("文件 %(name)s 里的日期“%(text)s”不对，要写成 2026-10-01 这样。") % {"name": name, "text": text[:20]}
        ) from None


def _checked_days(entries: Iterable[tuple[str, bool, str]], year: int, name: str) -> dict[date, tuple[bool, str]]:
    days: dict[date, tuple[bool, str]] = {}
    for text, is_off, label in entries:
        day = _parse_day(text, name)
        facts = {"name": name, "day": day, "year": year}
        if day.year != year and not date(year - 1, *SPILL) <= day < date(year, 1, 1):
            raise CalendarFileError(_("文件 %(name)s 里的 %(day)s 不在%(year)d年。") % facts)
        if day in days:
            raise CalendarFileError(_("文件 %(name)s 里 %(day)s 写了两次。请只留对的一行，再导入。") % facts)
        if not label.strip() or len(label) > LONGEST_NAME:
            raise CalendarFileError(_("文件 %(name)s 里 %(day)s 没有节日名称，或名称太长。") % facts)
        days[day] = (not is_off, label.strip())
    return days
