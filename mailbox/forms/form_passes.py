"""The signed one-time pass of a writing form: it says when the form was opened and makes two posts of it one letter.

It travels in the form itself, never in a cookie or an address: neither an expired session nor a lost cookie stops a
letter. Whoever holds its nonce can see the receipt again (``receiving.already_received``), so it is secret like a code.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

LONGEST_OPEN = timedelta(hours=24)
FASTEST_WRITER = timedelta(seconds=5)  # four steps by hand take longer; a robot's post does not
_SALT = "mailbox.forms.pass.v1"


@dataclass(frozen=True)
class FormPass:
    nonce: str
    opened_at: datetime

    def signed(self) -> str:
        """The text that travels in the form."""
        return Signer(salt=_SALT).sign_object({"n": self.nonce, "t": self.opened_at.timestamp()})

    def is_expired(self, now: datetime) -> bool:
        return now - self.opened_at > LONGEST_OPEN

    def is_too_fast(self, now: datetime) -> bool:
        return now - self.opened_at < FASTEST_WRITER


def issue(now: datetime) -> FormPass:
    return FormPass(secrets.token_urlsafe(24), now)


def read(signed: str) -> FormPass | None:
    """The pass in ``signed``, expired or not; None when it is not one of ours."""
    try:
        found = Signer(salt=_SALT).unsign_object(signed)
    except BadSignature:
        return None
    return FormPass(found["n"], datetime.fromtimestamp(found["t"], UTC))
