"""What was public before releases were recorded counts as released, once: when the first record is to be written."""

from __future__ import annotations

from typing import Any

from home.models.release import Release
from home.publishing import records
from home.publishing.content import digest_of
from home.publishing.looking_again import everything_public_unread

BEFORE = "public before the gate"


def adopt() -> int:
    """Record everything that is live, if nothing was ever recorded. Returns how many. Its texts are not scanned here:
    ``check_published`` does, and names what a person must decide."""
    if Release.objects.exists():
        return 0
    made = [_record(subject) for subject in everything_public_unread()]
    return len(made)


def _record(subject: Any) -> Release:
    live = subject.live_revision
    release = Release(
        how=Release.How.INTERNAL,
        source=BEFORE,
        digest=digest_of(subject),
        revision_id=live.pk if live else None,
        revision_made_at=live.created_at if live else subject.last_published_at,
    )
    return records.write(subject, release)
