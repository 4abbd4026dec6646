"""What the bureau itself publishes and a file may therefore show."""

from __future__ import annotations

from django.db import DatabaseError

from portal.organizations.models import Organization
from portal.privacy.files.inspection import People
from portal.privacy.registry_rules import active_rules_or_none


def people(*, keep: frozenset[str] = frozenset()) -> People:
    """With the phones of the bureau and its units and the administrator's rules; without a database none of them is
    known, and more is marked."""
    try:
        phones = frozenset(phone for phone in Organization.objects.values_list("phone", flat=True) if phone)
    except DatabaseError:
        phones = frozenset()
    return People(official_phones=phones, keep=keep, rules=active_rules_or_none())
