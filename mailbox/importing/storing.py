"""Storing one past letter: closed, with its reply, outside all deadlines; published, held or merged as told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from mailbox import chain, publishing, receiving
from mailbox.enums import Channel, EventKind, Outcome, Status
from mailbox.importing import cautions, topics
from mailbox.importing.rows import PastLetter, squeezed
from mailbox.models import Letter, Reply, Topic
from mailbox.permissions import SYSTEM, Actor
from mailbox.publishing import BatchRelease
from mailbox.receiving import Contact
from portal.organizations.models import Organization
from portal.privacy.lookup import keyed_hash

SOURCE = "import"


class Ending(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    PUBLISHED = "published"
    HELD = "held"
    MERGED = "merged"
    REJECTED = "rejected"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Told:
    """The outcome of one row with its reason; no word of the letter."""

    line: int
    number: str
    ending: Ending
    reason: str = ""


@dataclass(frozen=True)
class Order:
    """What this run shall do. ``release`` is None when nothing is to be published."""

    batch: str
    now: datetime
    unit: Organization | None = None
    release: BatchRelease | None = None
    topics: dict[str, Topic] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        return self.release.marked_by if self.release else SYSTEM


def store(past: PastLetter, order: Order) -> Told:
    """Bring one past letter into the state that ``order`` asks for; a letter already in that state is unchanged."""
    letter = Letter.objects.filter(source=SOURCE, source_number=past.number).first()
    if letter is not None:
        return _again(past, letter, order)
    twin = _twin(past)
    if twin is not None:
        return merge(past, twin, order)
    letter = _create(past, order, Status.CLOSED, Outcome.EXPLAINED if past.answer else "")
    if order.release is None:
        return Told(past.line, past.number, Ending.IMPORTED, _("已导入，未公开"))
    return _publish(past, letter, order.release, order.now)


def _again(past: PastLetter, letter: Letter, order: Order) -> Told:
    """A letter of an earlier run: published now if that run did not ask for it, else left alone."""
    done = order.release is None or letter.status == Status.MERGED or hasattr(letter, "public_answer")
    if done or order.release is None or not past.answer:
        return Told(past.line, past.number, Ending.UNCHANGED, _("以前已导入"))
    letter.consent_to_publish = True
    letter.save(update_fields=["consent_to_publish"])
    return _publish(past, letter, order.release, order.now)


def _twin(past: PastLetter) -> Letter | None:
    """An imported letter of the same writer with the same words."""
    if not past.writer:
        return None
    by_writer = Letter.objects.filter(
        source=SOURCE, merged_into=None, contact__name_hash=keyed_hash(past.writer, purpose="name")
    )
    wanted = squeezed(past.body)
    return next((letter for letter in by_writer.order_by("pk") if squeezed(letter.body) == wanted), None)


def merge(past: PastLetter, into: Letter, order: Order) -> Told:
    """Keep a second copy of the same matter under its own number, pointing at the first; its reply is kept too."""
    if past.number == into.source_number:
        if not into.replies.filter(text=past.answer).exists():
            _add_reply(into, past, order)
        return Told(past.line, past.number, Ending.MERGED, _("同一编号的另一段答复，已并入"))
    letter = _create(past, order, Status.MERGED, Outcome.DUPLICATE, merged_into=into)
    return Told(past.line, letter.source_number, Ending.MERGED, _("与%(number)s重复") % {"number": into.source_number})


def _create(
    past: PastLetter, order: Order, status: Status, outcome: str, *, merged_into: Letter | None = None
) -> Letter:
    """Letter, contact, reply and the first entry of the ledger. No clock starts, no mail is asked for."""
    letter = Letter.objects.create(
        number=receiving.next_number(timezone.localdate(past.sent).year),
        channel=Channel.WEB,
        status=status,
        outcome=outcome,
        merged_into=merged_into,
        subject=past.subject,
        body=past.body,
        topic=order.topics.get(topics.guess(past.subject)),
        consent_to_publish=order.release is not None and merged_into is None,
        received_at=past.sent,
        answered_at=past.answered,
        closed_at=past.answered or past.sent,
        source=SOURCE,
        source_number=past.number,
    )
    receiving.save_contact(letter, Contact(name=past.writer))
    _add_reply(letter, past, order)
    facts: dict[str, object] = {"batch": order.batch, "line": past.line}
    chain.record(letter, EventKind.IMPORTED, by=order.by, now=order.now, to_status=status, unit=order.unit, facts=facts)
    return letter


def _add_reply(letter: Letter, past: PastLetter, order: Order) -> None:
    if past.answer and past.answered is not None:
        Reply.objects.create(
            letter=letter,
            text=past.answer,
            outcome=Outcome.EXPLAINED,
            unit=order.unit,
            edited_at=past.answered,
            sent_at=past.answered,
        )


def _publish(past: PastLetter, letter: Letter, release: BatchRelease, now: datetime) -> Told:
    texts = cautions.public_texts(past)
    marks = cautions.marks_of(texts, past.known_names, release.phones)
    holding = cautions.for_a_person(texts, marks)
    if holding:
        publishing.hold_in_batch(letter, texts, marks, release, now)
        return Told(past.line, past.number, Ending.HELD, _("待人确认：%(why)s") % {"why": cautions.reasons(holding)})
    publishing.release_in_batch(letter, texts, release, now)
    return Told(past.line, past.number, Ending.PUBLISHED)
