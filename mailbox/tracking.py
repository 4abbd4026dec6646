"""Opening one's own letter: number and code, then a signed 30-minute pass in a cookie. No account, no session table.

Unknown number, wrong code and too many tries take the same path: same queries, same comparison, same answer.
The limit counts per client, never per number; otherwise a stranger could lock the writer out.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from mailbox import numbering
from mailbox.models import Letter
from portal.limits.limiter import allow

OPEN_FOR = timedelta(minutes=30)
TRIES, TRIES_SECONDS = 120, 600  # enough for a school behind one address; no pace to guess 80 bits at
_NOBODY = "0" * 64
_SALT = "mailbox.tracking.v1"


def find(number: str, code: str, *, client: str) -> Letter | None:
    """The letter that ``number`` and ``code`` open, or None. ``client`` is whom the limit counts (an address)."""
    within = allow("letter.track", client, limit=TRIES, seconds=TRIES_SECONDS)
    letter = Letter.objects.filter(number=numbering.parse_number(number) or "").first()
    kept = letter.code_digest if letter is not None and letter.code_digest else _NOBODY
    given = numbering.code_digest(code, settings.CODE_PEPPER)
    fits = hmac.compare_digest(kept, given)
    return letter if within and fits else None


def ticket(letter: Letter) -> str:
    """What the cookie holds: letter id and time, signed. A new query code ends the tickets of the old one."""
    return _signer(letter).sign(str(letter.pk))


def holder(ticket_text: str) -> Letter | None:
    """The letter a ticket opens, or None when it is foreign, older than OPEN_FOR, or its code was replaced."""
    letter_id = ticket_text.split(":", 1)[0]
    if not (letter_id.isascii() and letter_id.isdigit()) or len(letter_id) > 18:
        return None
    letter = Letter.objects.filter(pk=int(letter_id)).first()
    if letter is None:
        return None
    try:
        _signer(letter).unsign(ticket_text, max_age=OPEN_FOR)
    except BadSignature:
        return None
    return letter


def form_key(ticket_text: str) -> str:
    """Ties the forms of the tracking page to the ticket they were shown under."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{_SALT}.form:{ticket_text}".encode(), sha256).hexdigest()


def is_form_key(given: str, ticket_text: str) -> bool:
    return hmac.compare_digest(given.encode(), form_key(ticket_text).encode())


def _signer(letter: Letter) -> TimestampSigner:
    return TimestampSigner(salt=f"{_SALT}:{letter.code_digest}")
