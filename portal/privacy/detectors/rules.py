"""Rules that an administrator added: words that must be hidden, words that must stay.

Words are matched as they stand in the folded text. Two signs stand for others, so that a rule can never cost more than
one pass over the text, which a regular expression of somebody's own might: ``#`` is a digit, ``?`` any one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.privacy.folding import fold
from portal.privacy.spans import Finding, Kind, View

SURE = 0.995  # above every detector: a person decided


@dataclass(frozen=True, slots=True)
class Rule:
    """``kind`` None: the words survive wherever they stand. ``reason`` is shown to the person who decides."""

    words: str
    kind: Kind | None
    reason: str


def hidden(view: View, rules: Iterable[Rule]) -> Iterator[Finding]:
    """What the rules hide."""
    for rule in rules:
        if rule.kind is not None:
            for match in _pattern(rule.words).finditer(view.text):
                yield Finding(*match.span(), rule.kind, rule.reason, SURE)


def without_kept(view: View, rules: Iterable[Rule], found: Iterable[Finding]) -> list[Finding]:
    """``found`` without what lies wholly inside words that a rule keeps."""
    kept = [match.span() for rule in rules if rule.kind is None for match in _pattern(rule.words).finditer(view.text)]
    return [each for each in found if not any(start <= each.start and each.end <= end for start, end in kept)]


def _pattern(words: str) -> re.Pattern[str]:
    signs = {"#": r"\d", "?": "[^\n]"}
    return re.compile("".join(signs.get(char, re.escape(char)) for char in fold(words).text))
