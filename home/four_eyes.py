"""Four eyes on pages and disclosures: who wrote since the last release does not publish. Wagtail knows no such rule.

Author is anyone who saved a revision since then: the first writer, who corrected a comma, and who restored an old text.
It holds for superusers too: they set up the site, they are not the second person. ``home.publishing.gate`` enforces it.
"""

from __future__ import annotations

from typing import Any

from home.publishing.authors import authors
from portal.accounts.models import User


def wrote(user: object, subject: Any) -> bool:
    """True when ``user`` saved a revision of ``subject`` since it was last released."""
    return isinstance(user, User) and user.pk in authors(subject)
