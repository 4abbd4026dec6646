"""What was public before releases were recorded counts as released, once: when the first record is to be written.

Settings came to the gate later than pages, so they are asked for on their own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from home.models import SiteSettings
from home.models.release import Release
from home.publishing import records
from home.publishing.content import digest_of
from home.publishing.files import states_of
from home.publishing.looking_again import everything_public_unread

BEFORE = "public before the gate"


def adopt() -> int:
    """Record everything that is live, if nothing was ever recorded. Returns how many. Its texts are not scanned here:
    ``check_published`` does, and names what a person must decide."""
    kind = ContentType.objects.get_for_model(SiteSettings)
    if not Release.objects.exists():
        subjects = list(everything_public_unread())
    elif not Release.objects.filter(content_type=kind).exists():
        subjects = list(SiteSettings.objects.filter(live=True))
    else:
        return 0
    return len([_record(subject) for subject in subjects])


def _record(subject: Any) -> Release:
    live = subject.live_revision
    release = Release(
        how=Release.How.INTERNAL,
        source=BEFORE,
        digest=digest_of(subject),
        files=states_of(subject),
        revision_id=live.pk if live else None,
        revision_made_at=live.created_at if live else subject.last_published_at,
    )
    return records.write(subject, release)


def adopt_files() -> int:
    """Records from before files belonged to a release get those that the public content, or the draft approved for a
    day, has now: an upgrade puts nothing into doubt. The others say that they knew of none. Returns how many got files.
    """
    if not Release.objects.filter(files__isnull=True).exists():
        return 0
    filled = 0
    for subject in everything_public_unread():
        filled += _fill(records.last_release(subject), subject)
    for approval in Release.objects.filter(files__isnull=True, how=Release.How.SCHEDULED):
        draft = Revision.objects.filter(pk=approval.revision_id, approved_go_live_at__isnull=False).first()
        filled += _fill(approval, draft.as_object()) if draft else 0
    Release.objects.filter(files__isnull=True).update(files=[])
    return filled


def _fill(release: Release | None, subject: Any) -> int:
    states = states_of(subject) if release is not None and release.files is None else []
    return Release.objects.filter(pk=release.pk).update(files=states) if release is not None and states else 0
