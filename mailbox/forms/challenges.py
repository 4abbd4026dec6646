"""The two ways to show that a person is sending: signs in a picture, or a sum in words for those who cannot see it.

Kept in ``django-simple-captcha``'s table and drawn by it, but checked here: its own field burns the challenge when
another field is wrong, and 0.7.0 takes one answer twice when two requests race. It stops the lazy, no more: the limits
and the pass of the form do the rest.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from captcha.models import CaptchaStore
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

SIGNS = "ACDEFHJKLMNPRTUVWXY34679"  # none that a picture confuses with another
LENGTH = 5
LIFETIME = timedelta(minutes=30)
NUMERALS = "零一二三四五六七八九十"
_SALT = "mailbox.forms.challenge.v1"


class Kind(Enum):
    PICTURE = "picture"
    SUM = "sum"


@dataclass(frozen=True)
class Challenge:
    kind: Kind
    key: str  # signed: keys drawn by anyone but us are not taken
    image_url: str
    question: str


def issue(kind: Kind, now: datetime) -> Challenge:
    """Draw a new challenge; what has expired goes at the same time."""
    CaptchaStore.objects.filter(expiration__lte=now).delete()
    shown, answer = picture() if kind is Kind.PICTURE else sum_in_words()
    hashkey = secrets.token_hex(20)
    CaptchaStore.objects.create(challenge=shown, response=answer, hashkey=hashkey, expiration=now + LIFETIME)
    return Challenge(
        kind=kind,
        key=Signer(salt=_SALT).sign(hashkey),
        image_url=reverse("captcha-image", args=[hashkey]) if kind is Kind.PICTURE else "",
        question=shown if kind is Kind.SUM else "",
    )


def picture() -> tuple[str, str]:
    """(signs to draw, answer)."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(LENGTH))
    return signs, signs.lower()


def sum_in_words() -> tuple[str, str]:
    """(question, answer in digits); both numbers between 1 and 10, the result never negative."""
    first, second = secrets.randbelow(10) + 1, secrets.randbelow(10) + 1
    if secrets.randbelow(2):
        return _("%(a)s加%(b)s等于几？") % {"a": NUMERALS[first], "b": NUMERALS[second]}, str(first + second)
    larger, smaller = max(first, second), min(first, second)
    return _("%(a)s减%(b)s等于几？") % {"a": NUMERALS[larger], "b": NUMERALS[smaller]}, str(larger - smaller)


def consume(key: str, answer: str, now: datetime) -> bool:
    """True once for the right answer. Right or wrong, the challenge is spent: one row deleted decides a race."""
    try:
        hashkey = Signer(salt=_SALT).unsign(key)
    except BadSignature:
        return False
    rows = CaptchaStore.objects.filter(hashkey=hashkey)
    right: int = rows.filter(response=fold(answer), expiration__gt=now).delete()[0]
    if not right:
        rows.delete()
    return right == 1


def fold(answer: str) -> str:
    """An answer as typed, without what people add: full width, case, spaces, numerals in words up to 二十."""
    plain = "".join(unicodedata.normalize("NFKC", answer).lower().split())[:32]
    return _WORDS.get(plain, plain)


def _words() -> dict[str, str]:
    words = {numeral: str(value) for value, numeral in enumerate(NUMERALS)}
    words |= {f"十{NUMERALS[unit]}": str(10 + unit) for unit in range(1, 10)}
    return {**words, "二十": "20", "两": "2", "〇": "0"}


_WORDS = _words()
