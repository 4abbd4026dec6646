"""The editable data of the analysis: word lists as plain text files beside this module, one concern a file."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def _lines(name: str) -> list[str]:
    rows = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified."""
    return {pair[0]: pair[1] for row in _lines("traditional.txt") for pair in row.split(" ")}


@cache
def synonyms() -> dict[str, str]:
    """Word → the word it is read as; protected words are read as themselves."""
    return {word: row.split()[0] for row in _lines("synonyms.txt") for word in row.split()}


@cache
def synonym_pattern() -> re.Pattern[str]:
    """Finds the longest synonym at each place."""
    return re.compile("|".join(re.escape(word) for word in sorted(synonyms(), key=len, reverse=True)))


@cache
def lexicon() -> tuple[str, ...]:
    """Words the segmenter keeps whole."""
    return tuple(_lines("lexicon.txt"))


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no question."""
    return frozenset(word for row in _lines("stop.txt") for word in row.split())


@cache
def boilerplate() -> re.Pattern[str]:
    """Phrases of politeness, longest first."""
    return re.compile("|".join(re.escape(row) for row in sorted(_lines("boilerplate.txt"), key=len, reverse=True)))


@cache
def version() -> str:
    """Changes when any list changes: an index made under another version is stale."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
