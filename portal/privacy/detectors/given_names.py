"""How much a word looks like a given name, from statistics of characters (``data/given_characters.txt``)."""

from __future__ import annotations

from functools import cache

from portal.privacy.lexicon import FOLDER

UNKNOWN = 0.0  # rare characters are no evidence either way: parents look for them in dictionaries


@cache
def _scores() -> dict[str, float]:
    scores: dict[str, float] = {}
    for line in (FOLDER / "given_characters.txt").read_text(encoding="utf-8").splitlines():
        value, _space, characters = line.partition("#")[0].strip().partition(" ")
        scores.update(dict.fromkeys(characters, float(value or 0)))
    return scores


def likeness(given: str) -> float:
    """Mean natural logarithm of how much likelier the characters of ``given`` are in names than in text."""
    return sum(_scores().get(char, UNKNOWN) for char in given) / max(1, len(given))
