"""Tracking numbers (信件编号) and query codes (查询码).

A number such as ``YL-2026-01874-K`` is public and sayable: prefix, year, running number, check character. It is never
enough to read a letter. A query code is the secret: 80 bits, Crockford base32 in groups of four.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # 31 signs, prime, none that is read for another (0 O 1 I U)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16  # 16 × 5 bits = 80 bits
SHAPE = re.compile(r"^([A-Z]{1,6})-?(\d{4})-?(\d{5,7})-?([2-9A-HJ-NP-TV-Z])$")


def check_character(prefix: str, year: int, serial: int) -> str:
    """Check character over prefix, year and serial.

    Positions weigh powers of 3 modulo the prime 31, so that one wrong sign or two neighbours swapped never pass.
    """
    total = 0
    for position, sign in enumerate(reversed(f"{prefix}{year:04d}{serial:05d}")):
        total += pow(3, position + 1, 31) * (ord(sign) - 48 if sign.isdigit() else ord(sign) - 55)
    return ALPHABET[total % 31]


def format_number(prefix: str, year: int, serial: int) -> str:
    """``format_number("YL", 2026, 1874)`` → ``YL-2026-01874-…``."""
    return f"{prefix}-{year:04d}-{serial:05d}-{check_character(prefix, year, serial)}"


def parse_number(text: str) -> str | None:
    """The canonical form of a number as a person typed it (spaces, full width, lower case, no dashes), or None."""
    folded = re.sub(r"[\s_—–－-]+", "-", unicodedata.normalize("NFKC", text).strip().upper()).strip("-")
    match = SHAPE.match(folded) or SHAPE.match(folded.replace("-", ""))
    if match is None:
        return None
    prefix, year, serial, check = match.groups()
    number = format_number(prefix, int(year), int(serial))
    return number if number.endswith(check) else None


def code_for(token: str, pepper: str) -> str:
    """The query code that belongs to a form token: HMAC(pepper, token), so the same post shows the same receipt."""
    digest = hmac.new(pepper.encode(), b"query-code:" + token.encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest[:10], "big")
    signs = [CROCKFORD[(bits >> (5 * place)) & 31] for place in reversed(range(CODE_LENGTH))]
    return "-".join("".join(signs[at : at + 4]) for at in range(0, CODE_LENGTH, 4))


def fold_code(text: str) -> str:
    """A typed code without what people add or mistake: case, spaces, dashes, full width, O→0, I and L→1."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(str.maketrans("OIL", "011"))
    return re.sub(r"[^0-9A-Z]", "", folded)


def code_digest(code: str, pepper: str) -> str:
    """What the database keeps of a code (hex). A fast keyed hash is enough for 80 random bits."""
    return hmac.new(pepper.encode(), b"stored-code:" + fold_code(code).encode(), hashlib.sha256).hexdigest()
