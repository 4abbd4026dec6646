"""What detectors hand back, and how overlapping findings become one list of marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.privacy.folding import CHINESE_TABLE, fold, simplified
from portal.privacy.homoglyphs import read_letters_as_digits
from portal.privacy.spoken import Told, told


class Kind(StrEnum):
    """Kinds of personal data; codes of the bureau's de-identification standard."""

    PERSON = "person"
    PHONE = "phone"
    ID_CARD = "id_card"
    PASSPORT = "passport"
    STUDENT_NO = "student_no"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    SOCIAL = "social"
    EMAIL = "email"
    ADDRESS = "address"
    CLASS_OF_CHILD = "class_of_child"
    HEALTH = "health"
    BIRTH = "birth"


@dataclass(frozen=True, slots=True)
class Span:
    """One mark on the original text: ``text == source[start:end]``, ``mask`` stands in its place when accepted.

    ``reason`` is a Chinese sentence for the person who decides; ``confidence`` lies between 0 and 1.
    """

    start: int
    end: int
    kind: Kind
    text: str
    mask: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A detector's find, in positions of the plain view (``View``)."""

    start: int
    end: int
    kind: Kind
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class View:
    """The text as detectors read it. ``text`` is folded and simplified; ``digits`` is as long, with Chinese numerals,
    and O and l among digits, read as digits. ``told`` is the digit view with 四个零 written out. ``origin`` maps
    positions of the first two back."""

    source: str
    text: str
    digits: str
    told: Told
    origin: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> View:
        folded = fold(source)
        text = folded.text.translate(simplified())
        digits = read_letters_as_digits(text.translate(CHINESE_TABLE))
        return cls(source, text, digits, told(digits), folded.origin)

    def numbers(self, pattern: re.Pattern[str], group: int = 0) -> Iterator[tuple[int, int, str]]:
        """Places of ``pattern`` in the plain view, the digit view and in what was told, with what was read there."""
        found = {(*match.span(group), match.group(group)) for match in pattern.finditer(self.digits)}
        if self.text != self.digits:  # 证件号与…8一致: a numeral behind the number that is none of its digits
            found.update((*match.span(group), match.group(group)) for match in pattern.finditer(self.text))
        if self.told.text != self.digits:
            told = pattern.finditer(self.told.text)
            found.update((*self.told.span(*match.span(group)), match.group(group)) for match in told)
        yield from sorted(found)

    def before(self, position: int, length: int) -> str:
        """Up to ``length`` characters of the same line before ``position``."""
        return self.text[max(0, position - length) : position].rpartition("\n")[2]

    def after(self, position: int, length: int) -> str:
        """Up to ``length`` characters of the same line from ``position`` on."""
        return self.text[position : position + length].partition("\n")[0]


TELLS_ITSELF = 0.97  # confidence from which a rule's find needs no second opinion by the language model


@dataclass(frozen=True, slots=True)
class Case:
    """What is known about the letter besides its text: names of its people, phones that are official."""

    known_names: frozenset[str] = frozenset()
    official_phones: frozenset[str] = frozenset()


def without_overlap(findings: Iterable[Finding]) -> list[Finding]:
    """The surest finding keeps its place; what others add beyond it stays as their rest, so nothing found is shown."""
    taken: list[Finding] = []
    occupied: set[int] = set()
    for finding in sorted(findings, key=lambda f: (-f.confidence, f.start - f.end, f.start)):
        for rest in _free_parts(finding, occupied):
            taken.append(rest)
            occupied.update(range(rest.start, rest.end))
    return sorted(taken, key=lambda f: f.start)


def _free_parts(finding: Finding, occupied: set[int]) -> Iterator[Finding]:
    start: int | None = None
    for position in range(finding.start, finding.end + 1):
        free = position < finding.end and position not in occupied
        if free and start is None:
            start = position
        elif not free and start is not None:
            yield replace(finding, start=start, end=position)
            start = None
