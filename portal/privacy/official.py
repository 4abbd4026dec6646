"""Phones that may stand in a public text: those of the bureau, its units and schools, and the mayor's line."""

from __future__ import annotations

from django.db import DatabaseError

from portal.organizations.models import Organization
from portal.privacy.lookup import normalize_phone

MAYORS_LINE = "12345"


def phones() -> frozenset[str]:
    """As bare digits. Raises DatabaseError where the organizations cannot be read."""
    known = Organization.objects.exclude(phone="").values_list("phone", flat=True)
    return frozenset({*map(normalize_phone, known), MAYORS_LINE}) - {""}


def phones_or_none() -> frozenset[str]:
    """The same; without a database the mayor's line alone: then more is marked, which is the safe side."""
    try:
        return phones()
    except DatabaseError:
        return frozenset({MAYORS_LINE})
