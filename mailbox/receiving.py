"""Receiving a letter: one transaction of {number, letter, contact, clocks, event, outbox row, form token}."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from mailbox import chain, clocks, numbering, timekeeping
from mailbox.enums import Channel, EventKind, LetterClass, NotifyBy, Visibility
from mailbox.models import FormToken, Letter, LetterContact, NumberSequence
from mailbox.permissions import Actor
from mailbox.transitions import announce
from portal.organizations.models import Organization
from portal.privacy.lookup import keyed_hash, normalize_phone

CODE_SHOWN_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Contact:
    name: str = ""
    phone: str = ""
    email: str = ""
    notify_by: str = NotifyBy.NONE


@dataclass(frozen=True)
class Incoming:
    """What a person gives. Texts are already cleaned (``portal.text.clean_text``) and checked by a form."""

    subject: str
    body: str
    letter_class: str = ""
    place: str = ""
    concerned: Organization | None = None
    is_confidential: bool = False
    consent_to_publish: bool = False
    is_urgent: bool = False
    channel: str = Channel.WEB
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True)
class Received:
    """``code`` is None once the time in which the receipt may be shown again has passed."""

    letter: Letter
    code: str | None


def next_number(year: int) -> str:
    """The next tracking number of ``year``; the sequence row is locked until the transaction ends.

    A number belongs to exactly one letter; one given back by a rollback is given out again.
    """
    NumberSequence.objects.get_or_create(year=year)
    NumberSequence.objects.filter(year=year).update(last=F("last") + 1)
    serial = NumberSequence.objects.values_list("last", flat=True).get(year=year)
    return numbering.format_number(settings.LETTER_NUMBER_PREFIX, year, serial)


def token_digest(token: str) -> str:
    return hmac.new(settings.CODE_PEPPER.encode(), b"form-token:" + token.encode(), hashlib.sha256).hexdigest()


def receive(incoming: Incoming, *, token: str, by: Actor, now: datetime) -> Received:
    """Take a letter in, once per ``token``: a second post of the same form gives the first one's receipt."""
    digest = token_digest(token)
    found = already_received(token, now=now)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            letter = _create(incoming, token=token, by=by, now=now)
            FormToken.objects.create(digest=digest, letter=letter, created_at=now)
    except IntegrityError:
        again = already_received(token, now=now)
        if again is None:
            raise
        return again
    return Received(letter, numbering.code_for(token, settings.CODE_PEPPER))


def already_received(token: str, *, now: datetime) -> Received | None:
    """The receipt of an earlier post of the same form, or None."""
    posted = FormToken.objects.select_related("letter").filter(digest=token_digest(token)).first()
    if posted is None:
        return None
    fresh = now - posted.created_at <= CODE_SHOWN_FOR
    code = numbering.code_for(token, settings.CODE_PEPPER)
    alive = posted.letter.code_digest == numbering.code_digest(code, settings.CODE_PEPPER)  # not reissued since
    return Received(posted.letter, code if fresh and alive else None)


def _create(incoming: Incoming, *, token: str, by: Actor, now: datetime) -> Letter:
    code = numbering.code_for(token, settings.CODE_PEPPER)
    is_report = incoming.letter_class == LetterClass.REPORT
    letter = Letter.objects.create(
        number=next_number(timezone.localdate(now).year),
        code_digest=numbering.code_digest(code, settings.CODE_PEPPER),
        channel=incoming.channel,
        subject=incoming.subject,
        body=incoming.body,
        letter_class=incoming.letter_class,
        place=incoming.place,
        concerned=incoming.concerned,
        is_urgent=incoming.is_urgent,
        is_confidential=incoming.is_confidential,
        consent_to_publish=incoming.consent_to_publish,
        visibility=Visibility.RESTRICTED if is_report else Visibility.PRIVATE,
        owner=by.user,
        received_at=now,
    )
    save_contact(letter, incoming.contact)
    today = timezone.localdate(now)
    for rule in (
        clocks.REGISTRATION,
        clocks.reply_rule(incoming.letter_class, is_complex=False),
        clocks.RED_LINE,
    ):
        timekeeping.start(letter, rule, today)
    event = chain.record(letter, EventKind.RECEIVED, by=by, now=now, to_status=letter.status)
    announce(event)
    return letter


def save_contact(letter: Letter, contact: Contact) -> LetterContact:
    """Store contact data: encrypted values, keyed hashes for equality search."""
    phone = normalize_phone(contact.phone) if contact.phone else ""
    return LetterContact.objects.create(
        letter=letter,
        name=contact.name,
        phone=contact.phone,
        email=contact.email,
        name_hash=keyed_hash(contact.name, purpose="name") if contact.name else "",
        phone_hash=keyed_hash(phone, purpose="phone") if phone else "",
        notify_by=contact.notify_by,
    )
