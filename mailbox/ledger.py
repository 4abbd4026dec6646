"""The hash chain of a letter's events: pure functions.

An entry's hash covers its facts, the digest of its words and the hash before it. The words and their salt lie apart,
so that erasing them leaves the chain verifiable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64


def words_digest(words: str, salt: str) -> str:
    """Digest (hex) of an entry's words; empty words have an empty digest."""
    return hashlib.sha256(f"{salt}\x1f{words}".encode()).hexdigest() if words else ""


def entry_hash(previous: str, facts: Mapping[str, object]) -> str:
    """Hash (hex) of one entry over ``previous`` and its facts (JSON-serialisable, order does not matter)."""
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\x1f{body}".encode()).hexdigest()


def stamp(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, microseconds, so that every database gives back the same text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def first_break(entries: Iterable[tuple[str, Mapping[str, object], str]]) -> int | None:
    """Index of the first entry whose hash does not follow, or None. Entries: (previous, facts, hash)."""
    expected = GENESIS
    for index, (previous, facts, found) in enumerate(entries):
        if previous != expected or entry_hash(previous, facts) != found:
            return index
        expected = found
    return None
