"""Dates and times as this site writes them (look.md, "Words"): 2026年11月23日（周一）, 9:05."""

import datetime

from django.utils import timezone

WEEKDAYS = "一二三四五六日"


def as_date(value: datetime.date | datetime.datetime) -> datetime.date:
    """The local calendar day of ``value``; an aware time is moved to the site's time zone first."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def weekday(value: datetime.date) -> str:
    """周一 … 周日."""
    return f"周{WEEKDAYS[value.weekday()]}"


def full(value: datetime.date | datetime.datetime) -> str:
    """2026年11月23日（周一）."""
    day = as_date(value)
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day)}）"


def short(value: datetime.date | datetime.datetime) -> str:
    """11月23日（周一）; only where the year is plain from what stands around it."""
    day = as_date(value)
    return f"{day.month}月{day.day}日（{weekday(day)}）"


def moment(value: datetime.datetime) -> str:
    """11月23日（周一）9:05, in the site's time zone."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{short(local)}{local.hour}:{local.minute:02d}"
