"""The administrator's rules as the detectors take them."""

from __future__ import annotations

from django.db import DatabaseError

from portal.privacy.detectors.rules import Rule
from portal.privacy.models import MarkRule


def active_rules() -> tuple[Rule, ...]:
    """All rules in force, one query."""
    return tuple(rule.as_rule() for rule in MarkRule.objects.filter(is_active=True))


def active_rules_or_none() -> tuple[Rule, ...]:
    """As ``active_rules``; none where there is no database yet, for commands that also work without one."""
    try:
        return active_rules()
    except DatabaseError:
        return ()
