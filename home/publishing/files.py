"""Documents and images that a content offers: what they are called and hold was released with it.

A record of a release lists their states, ``[model, key, title, file name, digest of the bytes]``; None in records from
before that was kept (``adopting`` fills them in, once, with the states they had at the upgrade).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import ModelLogEntry, Revision

from home.models.release import Release
from home.publishing.places import leaves
from portal.accounts.models import User

CHANGED = "home.file_changed"
State = list[str]


def files_of(subject: Model) -> list[tuple[State, Any]]:
    """Each document and image in ``subject`` as it is in memory, once, with its state."""
    found = {(leaf.item._meta.label_lower, leaf.item.pk): leaf.item for leaf in leaves(subject) if leaf.item}
    return [(state_of(item), item) for _key, item in sorted(found.items())]


def states_of(subject: Model) -> list[State]:
    return [state for state, _item in files_of(subject)]


def state_of(item: Any) -> State:
    return [item._meta.label_lower, str(item.pk), item.title, PurePath(item.file.name).name, item.file_hash]


def as_released(release: Release | None, subject: Model) -> bool:
    """Whether the files in ``subject`` are still those of ``release``; True for one from before they were kept."""
    return release is not None and (release.files is None or release.files == states_of(subject))


def note_change(item: Any) -> None:
    """Before a document or image is stored: who is at it and changes its title or file is written into its log."""
    stored = type(item)._default_manager.filter(pk=item.pk).first() if item.pk else None
    user = get_active_log_context().user
    if stored is not None and isinstance(user, User) and state_of(stored) != state_of(item):
        log(instance=item, action=CHANGED, user=user)


def changers(item: Any, since: datetime | None) -> set[int]:
    """Ids of those who uploaded or changed ``item`` after ``since`` (None: ever)."""
    kind = ContentType.objects.get_for_model(item, for_concrete_model=False)
    logged = ModelLogEntry.objects.filter(content_type=kind, object_id=str(item.pk), action=CHANGED, user__isnull=False)
    if since is not None:
        return set(logged.filter(timestamp__gt=since).values_list("user_id", flat=True))
    uploader = {item.uploaded_by_user_id} if item.uploaded_by_user_id else set()
    return uploader | set(logged.values_list("user_id", flat=True))


def follow(item: Any) -> None:
    """After two people let another file into a document (or one covered more of an image): the releases by which
    something is public, or will be on its day, list it as it is now. What else they list stays."""
    state = state_of(item)
    for release in Release.objects.exclude(files=[]).exclude(files__isnull=True):
        listed: list[State] = release.files or []
        if any(each[:2] == state[:2] for each in listed) and _counts(release):
            release.files = [state if each[:2] == state[:2] else each for each in listed]
            release.save(update_fields=["files"])


def _counts(release: Release) -> bool:
    if release.how == Release.How.SCHEDULED:
        return bool(Revision.objects.filter(pk=release.revision_id, approved_go_live_at__isnull=False).exists())
    same = Release.objects.filter(content_type=release.content_type_id, object_id=release.object_id)
    return same.exclude(how=Release.How.SCHEDULED).last() == release
