"""删除联系方式: what the writer asked for, or what is kept no longer. One letter, one transaction, one ledger entry.

Gone are name, phone, mail address and their keyed hashes, every place of them in texts kept with the letter, and the
ledger's words that held them (payload and salt: the chain still verifies). Letter and answer stay: they are a record of
the bureau (档案法). What was released to the public stays as it was released. 个人信息保护法 47.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from mailbox import chain, queries
from mailbox.enums import OPEN_STATUSES, EventKind, NotifyBy
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import (
    ErasureRecord,
    EventWords,
    Letter,
    LetterContact,
    Message,
    PublicAnswer,
    PublicDraft,
    Rating,
    Reply,
)
from mailbox.permissions import CITIZEN, SYSTEM, Actor
from mailbox.scrubbing import Traces
from mailbox.transitions import lock
from portal import erasures
from portal.accounts.roles import Role
from portal.erasures import Erasure
from portal.privacy.errors import DecryptionFailed
from portal.privacy.fields import stored

FIELDS = ("name", "phone", "email")
KIND = "letter.contact"  # in the register of erasures
SHORTEST_REASON, LONGEST_REASON = 4, 200
HELD = "这封信正在依法保全，暂时不能删除联系方式。保全解除以后可以再来删除；想知道原因，请打页脚的电话。"


class Ground(StrEnum):
    """Why it was deleted; told to the writer."""

    WRITER = "writer"
    WRITTEN_REQUEST = "written_request"
    RETENTION = "retention"
    RESTORED = "restored"  # deleted before, came back with a backup


def at_own_wish(letter_id: int, *, now: datetime) -> Letter:
    """The writer deletes the own contact data. Raises Incomplete under a hold, or when there is nothing to delete."""
    with transaction.atomic():
        letter = lock(letter_id)
        _check_erasable(letter)
        _erase(letter, Ground.WRITER, by=CITIZEN, now=now)
        return letter


def may_erase(letter: Letter, actor: Actor) -> bool:
    """The registry, on a written request."""
    return bool(actor.held.get(Role.REGISTRAR)) and queries.can_see(actor.held, letter)


def on_written_request(letter_id: int, *, reason: str, by: Actor, now: datetime) -> Letter:
    """The registry deletes for a writer who asked in writing; ``reason`` says how that and the person were checked.

    Raises NotAllowed, and Incomplete without a reason, under a hold, or when the reason itself names the person.
    """
    with transaction.atomic():
        letter = lock(letter_id)
        if not may_erase(letter, by):
            raise NotAllowed
        _check_erasable(letter)
        reason = checked_reason(reason)
        traces = traces_of(letter)
        if traces is not None and traces.are_in(reason):
            raise Incomplete("原因里不要写写信人的姓名、电话和邮箱：它们正要删除，原因会留下来。")
        _erase(letter, Ground.WRITTEN_REQUEST, by=by, now=now, words=reason)
        return letter


def when_kept_long_enough(letter_id: int, *, rule: int, now: datetime) -> bool:
    """What a retention rule (its id) lets go. False, and nothing done, when the letter is back at work or held."""
    with transaction.atomic():
        letter = lock(letter_id)
        if letter.status in OPEN_STATUSES or is_held(letter) or not has_contact(letter):
            return False
        _erase(letter, Ground.RETENTION, by=SYSTEM, now=now, facts={"rule": rule})
        return True


def again(letter_id: int, *, proof: str, now: datetime) -> bool:
    """What was deleted and came back with an older backup. False when the letter is another one, or still without."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
        if letter is None or proof_of(letter) != proof or not has_contact(letter):
            return False
        _erase(letter, Ground.RESTORED, by=SYSTEM, now=now)
        return True


def checked_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Incomplete when it is too short or too long."""
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Incomplete(f"请写明原因，{SHORTEST_REASON}到{LONGEST_REASON}个字。")
    return reason


def is_held(letter: Letter) -> bool:
    return letter.holds.filter(lifted_at__isnull=True).exists()


def with_contact() -> QuerySet[LetterContact]:
    """Rows that hold any contact value; nothing is opened."""
    rows = LetterContact.objects.annotate(**{f"stored_{field}": stored(field) for field in FIELDS})
    return rows.exclude(**{f"stored_{field}": "" for field in FIELDS})


def has_contact(letter: Letter) -> bool:
    return with_contact().filter(letter=letter).exists()


def proof_of(letter: Letter) -> str:
    """The hash of the first event: no two letters share it, even when ids are given out again."""
    return str(letter.events.order_by("sequence").values_list("hash", flat=True).first() or "")


def _check_erasable(letter: Letter) -> None:
    if is_held(letter):
        raise Incomplete(HELD)
    if not has_contact(letter):
        raise Incomplete("这封信没有留联系方式，或者已经删除，没有什么要删。")


def traces_of(letter: Letter) -> Traces | None:
    """What to look for in the letter's texts; None when a value cannot be opened any more (its key is gone)."""
    try:
        contact = LetterContact.objects.get(letter=letter)
    except DecryptionFailed:
        return None
    return Traces(contact.name, contact.phone, contact.email)


def _erase(
    letter: Letter,
    ground: Ground,
    *,
    by: Actor,
    now: datetime,
    words: str = "",
    facts: dict[str, object] | None = None,
) -> None:
    """Everything at once on a locked letter; the register outside the database is written when this has happened."""
    traces = traces_of(letter)
    if traces is not None:
        _blank_texts(letter, traces)
    LetterContact.objects.filter(letter=letter).update(
        name="", phone="", email="", name_hash="", phone_hash="", notify_by=NotifyBy.NONE, erased_at=now
    )
    told: dict[str, object] = {"ground": str(ground), "texts": traces is not None, **(facts or {})}
    chain.record(letter, EventKind.ERASED, by=by, now=now, facts=told, words=words)
    record, _made = ErasureRecord.objects.update_or_create(
        letter=letter, defaults={"proof": proof_of(letter), "at": now}
    )
    transaction.on_commit(lambda: erasures.note(entry_of(record)), robust=True)


def entry_of(record: ErasureRecord) -> Erasure:
    return Erasure(KIND, record.letter_id, record.proof, record.at.astimezone(UTC).isoformat(timespec="seconds"))


def remembered() -> Iterator[Erasure]:
    """What the database knows of erasures, for the register outside it."""
    return (entry_of(record) for record in ErasureRecord.objects.iterator(chunk_size=1000))


def again_after_restore() -> str:
    """Delete anew what a backup brought back. Letters that the backup does not know, or whose id it gave to another
    letter, are left alone. A sentence for the operator."""
    known = {(entry.id, entry.proof) for entry in erasures.read(erasures.register()) if entry.kind == KIND}
    done = sum(again(letter_id, proof=proof, now=timezone.now()) for letter_id, proof in sorted(known))
    return f"登记在册{len(known)}项删除，其中{done}项随备份回来的，已再次删除。"


def _blank_texts(letter: Letter, traces: Traces) -> None:
    for row, columns in _texts(letter):
        changed = [column for column in columns if traces.are_in(getattr(row, column))]
        for column in changed:
            setattr(row, column, traces.blanked(getattr(row, column)))
        if changed and hasattr(row, "revision"):
            row.revision += 1  # a page that still shows the old words may not save them again
            changed.append("revision")
        if changed:
            row.save(update_fields=changed)
    for words in EventWords.objects.filter(event__letter=letter):
        if traces.are_in(words.text):
            words.delete()


def _texts(letter: Letter) -> Iterator[tuple[Model, tuple[str, ...]]]:
    """Rows with words of or about the writer, and their columns. What is public is not among them."""
    yield letter, ("subject", "body", "place")
    for model, columns in ((Message, ("text",)), (Reply, ("text",)), (Rating, ("comment",))):
        for row in model._default_manager.filter(letter=letter):
            yield row, columns
    for hold in letter.holds.all():
        yield hold, ("reason",)
    for answer in PublicAnswer.objects.filter(letter=letter):
        yield answer, ("unpublish_reason",)
    for draft in PublicDraft.objects.filter(public_answer__letter=letter):
        yield draft, ("title", "question", "answer", "brief")
