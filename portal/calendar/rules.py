"""Reading the clock rules."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.calendar.due import Limit
from portal.calendar.models import ClockRule


class UnknownRule(LookupError):
    """No such rule in force; ``str(error)`` is a sentence."""


def rule(code: str, on: date | None = None) -> ClockRule:
    """The version of rule ``code`` in force on ``on`` (default: today). Raises UnknownRule."""
    on = on or timezone.localdate()
    versions = ClockRule.objects.filter(code=code.upper()).order_by("valid_from")
    found = versions.filter(valid_from__lte=on).last()
    if found is None:
        raise UnknownRule(_why_not(code, on, versions.first()))
    return found


def _why_not(code: str, on: date, first: ClockRule | None) -> str:
    if first is not None:
        return _("%(code)s从%(first)s起用，%(on)s还没有这条规则。请换一个起算日。") % {
            "code": first.code,
            "first": first.valid_from,
            "on": on,
        }
    known = "、".join(ClockRule.objects.order_by("code").values_list("code", flat=True).distinct())
    return _("没有编号为%(code)s的时限规则。可用的有：%(known)s。") % {"code": code[:20], "known": known}


def limit_of(found: ClockRule) -> Limit:
    """The rule's limit for ``due``. Raises DueError for a rule with a fixed point (17:00, 31 January)."""
    return found.limit
