"""Who wrote what wants to be public: those people do not release it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from wagtail.log_actions import log, registry
from wagtail.models import Page, Revision

from home.publishing import aliases, records
from home.publishing.content import digest_of_revision
from home.publishing.files import changers, files_of

COPIED = "home.copied"  # in the log of a copy: who wrote its original


def authors(subject: Any, revision: Revision | None = None) -> set[int]:
    """Ids of everyone who changed the content since the last release, or first wrote it in an older draft that was
    brought back; of who saved ``revision``, if it is older; of a copy, also of who wrote the original.

    Saving a draft as it is makes nobody an author: the editor does so whenever its publish button is pressed.
    """
    last = records.last_release(subject)
    since: datetime | None = (last.revision_made_at or last.released_at) if last else subject.last_published_at
    people: set[int | None] = set() if last else {*_wrote_the_original(subject)}
    contents = set()
    newer = list(records.saved_since(subject, since))
    for each, digest in _changes(newer, last.digest if last else ""):
        people.add(each.user_id)
        contents.add(digest)
    if revision is not None and revision.pk not in {each.pk for each in newer}:
        people.add(revision.user_id)
        contents.add(digest_of_revision(revision))
    contents.discard(last.digest if last else "")
    if since is not None and contents:
        older = records.saved_since(subject, None).filter(created_at__lte=since)
        people |= {each.user_id for each, digest in _changes(older, "") if digest in contents}
    return {each for each in people if each is not None}


def _changes(revisions: Iterable[Revision], before: str) -> Iterator[tuple[Revision, str]]:
    """Those of ``revisions``, oldest first, whose content differs from the one before, with the digest of it."""
    for each in revisions:
        digest = digest_of_revision(each)
        if digest != before:
            yield each, digest
        before = digest


def file_authors(subject: Any) -> set[int]:
    """Ids of those who uploaded a file that ``subject``, as it is in memory, offers for the first time, or who changed
    one since it was released with it."""
    last = records.last_release(subject)
    known = last.files or [] if last else []
    people: set[int] = set()
    for state, item in files_of(subject):
        was_offered = any(each[:2] == state[:2] for each in known)
        if state not in known:
            people |= changers(item, last.released_at if last and was_offered else None)
    return people


def note_copy(original: Any, copy: Any) -> None:
    """Written down when a copy is made: its own history begins with who copied."""
    log(instance=copy, action=COPIED, data={"writers": sorted(authors(original))})


def _wrote_the_original(subject: Any) -> set[int]:
    logged = registry.get_logs_for_instance(subject).filter(action=COPIED)
    writers = {pk for entry in logged for pk in entry.data["writers"]}
    return writers | (aliases.makers(subject) if isinstance(subject, Page) else set())
