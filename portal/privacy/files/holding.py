"""Files that wait: held back on upload or taken back later, cleaned by one person, released by another.

Nothing of such a file lies where the web server reaches. Released: the copy (or, when a person answers for it, the
original) becomes a document of the library, and the folder with both is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from portal.accounts.grants import holds
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.record import record
from portal.privacy.errors import PrivacyError
from portal.privacy.files import official, stored
from portal.privacy.files.cleaning import Box, clean
from portal.privacy.files.columns import Choice
from portal.privacy.files.findings import Report, report
from portal.privacy.files.folder import Folder
from portal.privacy.files.inspection import inspect
from portal.privacy.files.models import ClearedFile, HeldFile


class HoldingRefused(PrivacyError):
    """The step is not allowed as things stand; ``str()`` is the sentence to show."""


@dataclass(frozen=True)
class Wish:
    """What a person decided: texts that stay, boxes (page from 1) that cover, what happens to columns."""

    keep: frozenset[str] = frozenset()
    boxes: tuple[tuple[int, Box], ...] = ()
    columns: Choice | None = None
    notes: list[str] = field(default_factory=list)


def hold(content: File[bytes], held: HeldFile, found: Report) -> HeldFile:
    """Keeps the bytes in private and opens the case; the same bytes, uploaded again by the same person, are not kept
    twice."""
    content.seek(0)
    held.file_hash = hash_filelike(content)
    before = HeldFile.objects.filter(
        file_hash=held.file_hash, uploaded_by=held.uploaded_by, state__in=HeldFile.OPEN, document=held.document
    ).first()
    if before is not None and Folder(before).original.exists():
        return before
    Folder(held).put(content)
    Folder(held).note(found.as_json())
    held.save()
    record(held.uploaded_by, "file.held", target=_target(held), detail={"findings": len(found.groups)})
    return held


def report_of(held: HeldFile) -> Report:
    """Raises HoldingRefused when the bytes are gone: after a restore the folder may be missing."""
    try:
        return Report.from_json(Folder(held).noted())
    except FileNotFoundError as error:
        raise HoldingRefused(_("原文件已经不在了，请重新上传。")) from error


@transaction.atomic
def prepare(held: HeldFile, by: User, wish: Wish) -> list[str]:
    """Makes the copy and proves it; returns sentences on what is not in it. An image of the library is replaced at
    once: less of it is public than before. Raises FileRefused, or HoldingRefused when it is decided already."""
    held = _open(held)
    folder = Folder(held)
    report_of(held)
    done = clean(
        folder.original, folder.copy, people=official.people(keep=wish.keep), boxes=wish.boxes, columns=wish.columns
    )
    held.state, held.way, held.prepared_by = HeldFile.State.READY, HeldFile.Way.CLEANED, by
    held.save()
    detail: dict[str, int | str] = {"boxes": len(wish.boxes), "kept": len(wish.keep), "columns": wish.columns or ""}
    record(by, "file.cleaned", target=_target(held), detail=detail)
    if held.image is not None:
        stored.replace_image(held.image, folder.copy)
        _close(held, by, HeldFile.State.RELEASED)
    return [*done.left_out, *done.unread]


@transaction.atomic
def propose_as_it_is(held: HeldFile, by: User) -> None:
    """A person looked at every place and answers for it; another one decides. Raises HoldingRefused."""
    held = _open(held)
    report_of(held)
    held.state, held.way, held.prepared_by = HeldFile.State.READY, HeldFile.Way.AS_IT_IS, by
    held.save()
    record(by, "file.proposed_as_it_is", target=_target(held))


def why_not_release(held: HeldFile, by: User) -> str:
    """ "" when ``by`` may release it now, else the sentence that says why not."""
    if held.state != HeldFile.State.READY:
        return _("还没有做好可以公开的副本。")
    if by in {held.uploaded_by, held.prepared_by}:
        return _("这个文件由您上传或处理，请另一位网页审核的同事审定。")
    if not (holds(by, Role.PAGE_REVIEWER) or by.is_superuser):
        return _("审定要由网页审核的同事来做。")
    return ""


def remaining(held: HeldFile) -> Report:
    """What is found in the file that would become public, read once more. Raises FileRefused, HoldingRefused."""
    report_of(held)
    path = _outgoing(held)
    return report(inspect(path, people=official.people()), path)


@transaction.atomic
def release(held: HeldFile, by: User) -> None:
    """Makes it a document of the library. Raises HoldingRefused, and FileRefused when it cannot be read once more."""
    held = _open(held)
    if why_not := why_not_release(held, by):
        raise HoldingRefused(why_not)
    left = remaining(held)
    with _outgoing(held).open("rb") as content:
        ClearedFile.objects.get_or_create(file_hash=hash_filelike(content), defaults={"how": ClearedFile.How.RELEASED})
        content.seek(0)
        held.document = stored.put_document(_document(held), File(content, name=held.name))
    record(by, "file.released", target=_target(held), detail={"way": held.way, "findings": len(left.groups)})
    _close(held, by, HeldFile.State.RELEASED)


@transaction.atomic
def drop(held: HeldFile, by: User) -> None:
    """The file is not published; one that was taken back stays out of reach. Raises HoldingRefused."""
    held = _open(held)
    record(by, "file.dropped", target=_target(held))
    _close(held, by, HeldFile.State.DROPPED)


def is_withdrawn(document_pk: int) -> bool:
    """True while a document of the library is taken back, and after it was decided not to publish it again."""
    last = HeldFile.objects.filter(document=document_pk, is_withdrawn=True).first()
    return last is not None and last.state != HeldFile.State.RELEASED


def is_barred(file_hash: str) -> bool:
    """True when a document with these very bytes was taken back and two people have not let them out as they are since:
    neither another title nor another upload brings them back."""
    let_out = Q(state=HeldFile.State.RELEASED, way=HeldFile.Way.AS_IT_IS)
    last = HeldFile.objects.filter(Q(is_withdrawn=True) | let_out, file_hash=file_hash).first()
    return last is not None and not (last.state == HeldFile.State.RELEASED and last.way == HeldFile.Way.AS_IT_IS)


def _open(held: HeldFile) -> HeldFile:
    held = HeldFile.objects.select_for_update().get(pk=held.pk)
    if not held.is_open:
        raise HoldingRefused(_("这个文件已经处理完了。"))
    return held


def _outgoing(held: HeldFile) -> Path:
    folder = Folder(held)
    return folder.copy if held.way == HeldFile.Way.CLEANED else folder.original


def _document(held: HeldFile) -> object:
    if held.document is not None:
        return held.document
    collection = held.collection or Collection.get_first_root_node()
    return get_document_model()(title=held.title, collection=collection, uploaded_by_user=held.uploaded_by)


def _close(held: HeldFile, by: User, state: str) -> None:
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.save()
    transaction.on_commit(Folder(held).remove)


def _target(held: HeldFile) -> str:
    return f"held_file:{held.key}"


def neutral(name: str, found: Iterable[object]) -> str:
    """The file's own name, or one that says nothing when ``found`` is not empty."""
    suffix = PurePath(name).suffix.lower()
    return f"file-{timezone.localdate():%Y%m%d}{suffix}" if list(found) else name
