"""Word lists of the detectors: plain text files beside the code, so that a rule can be added without programming."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def words(name: str) -> frozenset[str]:
    """The words of ``data/<name>.txt``: separated by white space, ``#`` starts a comment up to the line's end."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


@cache
def alternatives(*names: str) -> str:
    """The words of the lists as a regular-expression alternation, longest first, so that the longest one matches."""
    found = set[str]().union(*(words(name) for name in names))
    return "|".join(sorted(found, key=lambda word: (-len(word), word)))


@cache
def tree(*names: str) -> str:
    """The words of the lists as one expression that shares their beginnings: hundreds of words cost like a few."""
    found = set[str]().union(*(words(name) for name in names))
    return _branches(sorted(found))


def _branches(rests: list[str]) -> str:
    """An alternation of ``rests``, longer ones first where one begins another."""
    by_first: dict[str, list[str]] = {}
    for rest in rests:
        if rest:
            by_first.setdefault(rest[0], []).append(rest[1:])
    parts = [re.escape(first) + _branches(more) for first, more in by_first.items()]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)}){'?' if '' in rests else ''}"
