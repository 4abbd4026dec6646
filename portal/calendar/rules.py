"""Reading the clock rules."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from portal.calendar.due import Limit, Unit
from portal.calendar.models import ClockRule


class UnknownRule(LookupError):
    """No such rule in force; ``str(error)`` is a sentence."""


def rule(code: str, on: date | None = None) -> ClockRule:
    """The version of rule ``code`` in force on ``on`` (default: today). Raises UnknownRule."""
    found = (
        ClockRule.objects.filter(code=code.upper(), valid_from__lte=on or timezone.localdate())
        .order_by("-valid_from")
        .first()
    )
    if found is None:
        known = "、".join(ClockRule.objects.order_by("code").values_list("code", flat=True).distinct())
        raise UnknownRule(f"没有编号为{code}的时限规则。可用的有：{known}。")
    return found


def limit_of(found: ClockRule) -> Limit:
    """The rule's limit for ``due``; rules in hours have no day count and raise UnknownRule."""
    if found.unit == "hour":
        raise UnknownRule(f"{found.code}按小时计，不按天数推算。")
    return Limit(found.amount, Unit(found.unit), found.roll_forward)
