"""What the bureau itself publishes and a file may therefore show."""

from __future__ import annotations

from portal.privacy import official
from portal.privacy.files.searching import People
from portal.privacy.registry_rules import active_rules_or_none


def people(*, keep: frozenset[str] = frozenset()) -> People:
    """With the official phones and the administrator's rules; without a database neither is known: more is marked."""
    return People(official_phones=official.phones_or_none(), keep=keep, rules=active_rules_or_none())
