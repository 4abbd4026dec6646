"""Whether this database is still empty, so that a demo bureau may move in."""

from __future__ import annotations

from portal.accounts.models import User
from portal.organizations.models import Organization


def has_content() -> bool:
    """A bureau without people and units has no letters and no pages of its own either."""
    return User.objects.exists() or Organization.objects.exists()
