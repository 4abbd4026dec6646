"""Names of the schools in the organization tree: read as one word, not as a place and "primary school"."""

from __future__ import annotations

from portal.organizations.models import Organization, OrganizationKind

SCHOOLS = (OrganizationKind.SCHOOL, OrganizationKind.KINDERGARTEN)
SHORTEST = 3  # characters; shorter names are found as pairs of characters anyway


def school_names() -> frozenset[str]:
    """What people call the schools. A full name that ends in the short one is left out: both then share that word."""
    rows = Organization.objects.filter(kind__in=SCHOOLS, is_active=True).values_list("name", "short_name")
    names: set[str] = set()
    for name, short in rows:
        names.update([short] if short and short in name else [name, short])
    return frozenset(name for name in names if len(name) >= SHORTEST)
