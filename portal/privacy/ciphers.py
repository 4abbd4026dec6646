"""Authenticated encryption of single values with keys that can be rotated.

A stored value is ``v1:<key id>:<base64url(nonce + AES-256-GCM)>``. The key id (8 hex digits, derived one-way) lets the
rotation find in SQL what is not on the newest key. The plain text is padded to a multiple of 64 bytes before
encryption, so that a dump tells neither a name's length nor which writer left no phone apart from the empty value.
A value is bound to no row and no column: rows may be copied, merged and restored without the key.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from portal.privacy.errors import DecryptionFailed

VERSION = "v1"
NONCE_BYTES = 12
PAD_BYTES = 64
MIN_KEY_CHARS = 32
PURPOSE = b"portal.privacy.field.v1"


def derive(secret: str, label: bytes, length: int) -> bytes:
    """``length`` bytes from ``secret`` for one purpose (HKDF-SHA256); labels keep purposes independent."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(secret.encode())


@lru_cache(maxsize=32)
def _cipher(secret: str) -> tuple[str, AESGCM]:
    return derive(secret, PURPOSE + b".id", 4).hex(), AESGCM(derive(secret, PURPOSE + b".key", 32))


def _secrets() -> list[str]:
    """``settings.FIELD_KEYS``, newest first. Raises ImproperlyConfigured when none or a short one is set."""
    found = [str(key) for key in getattr(settings, "FIELD_KEYS", None) or []]
    if not found or any(len(key) < MIN_KEY_CHARS for key in found):
        raise ImproperlyConfigured("请设置 FIELD_KEYS：至少一个密钥，每个至少32个字符，新的写在前面。")
    return found


def newest_prefix() -> str:
    """How a value encrypted with the newest key begins."""
    return f"{VERSION}:{_cipher(_secrets()[0])[0]}:"


def known_prefixes() -> list[str]:
    """How values begin that one of the present keys opens, the newest key first."""
    return [f"{VERSION}:{_cipher(secret)[0]}:" for secret in _secrets()]


def encrypt(plain: str) -> str:
    """``plain`` under the newest key; two calls never give the same text."""
    key_id, cipher = _cipher(_secrets()[0])
    nonce = os.urandom(NONCE_BYTES)
    sealed = cipher.encrypt(nonce, _pad(plain.encode()), PURPOSE)
    return f"{VERSION}:{key_id}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The plain text of ``stored``. Raises DecryptionFailed when no key fits or the value was changed."""
    version, _sep, rest = stored.partition(":")
    key_id, _sep, body = rest.partition(":")
    if version != VERSION or not body:
        raise DecryptionFailed(_("数据库里的加密内容格式不对，可能被改动过。请从备份核对这一行，不要直接保存。"))
    for secret in _secrets():
        known_id, cipher = _cipher(secret)
        if known_id == key_id:
            return _open(cipher, body)
    raise DecryptionFailed(_("没有能打开这项内容的密钥。请把加密时用的密钥加回 FIELD_KEYS（放在后面）再试。"))


def _open(cipher: AESGCM, body: str) -> str:
    try:
        raw = base64.b64decode(body.encode(), altchars=b"-_", validate=True)
        return _unpad(cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE)).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        message = _("这项加密内容被改动过，无法打开。请从备份核对这一行，不要直接保存。")
        raise DecryptionFailed(message) from error


def _pad(data: bytes) -> bytes:
    return data + b"\x80" + b"\x00" * (-(len(data) + 1) % PAD_BYTES)


def _unpad(data: bytes) -> bytes:
    return data[: data.rindex(b"\x80")]
