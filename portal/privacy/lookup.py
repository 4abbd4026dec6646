"""Finding a protected value by equality, without decrypting anything.

The hash key comes from ``CODE_PEPPER``, not from ``FIELD_KEYS``: the pepper never changes, so rotating the field keys
leaves every stored hash valid. A dump without the pepper cannot be searched by trying all phone numbers.
"""

from __future__ import annotations

import hmac
import re
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from portal.privacy.ciphers import derive
from portal.privacy.folding import CHINESE_TABLE, fold

SEPARATORS = re.compile(r"[\s\-‐-―－_.·•,、()/]+")
EXTENSION = re.compile(r"(?:转|分机|ext\.?|#).*$", re.IGNORECASE)
MOBILE_ABROAD = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)")
TRUNK = re.compile(r"^0(?!199[2-9])(?=1[3-9]\d{9}$)")  # 013812345678; 0199 is no area code but stands in examples
LANDLINE_ABROAD = re.compile(r"^(?:\+|00)86(?=[2-9]\d{8,10}$)")  # written without the leading zero of its area code


@lru_cache(maxsize=32)
def _key(pepper: str, purpose: str) -> bytes:
    return derive(pepper, b"portal.privacy.lookup.v1." + purpose.encode(), 32)


def keyed_hash(value: str, *, purpose: str) -> str:
    """64 hex digits that only holders of ``CODE_PEPPER`` can compute; ``purpose`` keeps kinds of values apart.

    The value is hashed as given: normalise it first, the same way for storing and for searching.
    """
    return hmac.new(_key(settings.CODE_PEPPER, purpose), value.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def normalize_phone(text: str) -> str:
    """The bare digits of a phone number however it was typed, or ``""`` when ``text`` is not a number.

    Full-width and Chinese digits, spaces, dashes and zero-width characters are read through; the country code 86, an
    extension and the 0 before a mobile are dropped.
    """
    plain = fold(text).text.translate(CHINESE_TABLE)
    bare = SEPARATORS.sub("", EXTENSION.sub("", plain))
    bare = TRUNK.sub("", LANDLINE_ABROAD.sub("0", MOBILE_ABROAD.sub("", bare)))
    return bare if bare.isascii() and bare.isdigit() else ""
