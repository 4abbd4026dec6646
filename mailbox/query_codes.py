"""A lost query code: reissued only at the counter, after the person's identity was checked; the old one is dead."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mailbox import chain, numbering, queries
from mailbox.enums import EventKind
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import Letter
from mailbox.permissions import Actor
from mailbox.receiving import Received
from mailbox.transitions import announce, lock
from portal.accounts.roles import Role


def may_reissue(letter: Letter, actor: Actor) -> bool:
    """Registrars who see the letter. An imported letter has no code and gets none."""
    return bool(actor.held.get(Role.REGISTRAR)) and bool(letter.code_digest) and queries.can_see(actor.held, letter)


def reissue(letter_id: int, *, identity: str, token: str, by: Actor, now: datetime) -> Received:
    """A new code for ``letter_id``; the same ``token`` again gives the same code and no second event.

    ``identity`` says how the person was identified; it is kept in the ledger. Raises NotAllowed, Incomplete.
    """
    if len(identity.strip()) < 4:
        raise Incomplete("请写明核对了什么证件，至少4个字，再重发查询码。")
    code = numbering.code_for(token, settings.CODE_PEPPER)
    digest = numbering.code_digest(code, settings.CODE_PEPPER)
    with transaction.atomic():
        letter = lock(letter_id)
        if not may_reissue(letter, by):
            raise NotAllowed
        if letter.code_digest != digest:
            letter.code_digest = digest
            letter.save(update_fields=["code_digest"])
            announce(chain.record(letter, EventKind.CODE_REISSUED, by=by, now=now, words=identity.strip()))
        return Received(letter, code)
