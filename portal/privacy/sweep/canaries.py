"""Signs that are found nowhere else, each named after the field it was typed into."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

FAMILY, GIVEN = "欧阳鸾", "鹓鶵鹔鹴鸑鷟鶠鸘鵷鹥"  # birds nobody is named after
SHORTEST = 3  # characters of a word given by a person


@dataclass(frozen=True)
class Canary:
    """``label`` says where it was typed: ``letter.body/published``; before the stroke the field, then which letter."""

    label: str
    sign: str
    stem: str  # what every sign of its shape begins with

    @property
    def field(self) -> str:
        return self.label.partition("/")[0]


@dataclass
class Canaries:
    """The signs of one run. Each label is given its sign on first use; all of them differ from those of other runs."""

    run: str = field(default_factory=lambda: f"kz{secrets.token_hex(3)}")
    made: dict[str, Canary] = field(default_factory=dict)

    def word(self, label: str) -> str:
        """Letters and digits only, so that no index and no form takes it apart."""
        stem = f"{self.run}q"
        return self._make(label, f"{stem}{len(self.made):04d}x", stem)

    def phone(self, label: str) -> str:
        """A mobile number of eleven digits."""
        stem = f"139{int(self.run[2:], 16) % 100_000:05d}"
        return self._make(label, f"{stem}{len(self.made):03d}", stem)

    def email(self, label: str) -> str:
        stem = f"{self.run}m"
        return self._make(label, f"{stem}{len(self.made):04d}x@example.org", stem)

    def name(self, label: str) -> str:
        """A person's name in Chinese characters."""
        sign = FAMILY + "".join(GIVEN[int(digit)] for digit in f"{len(self.made):03d}")
        return self._make(label, sign, FAMILY)

    def _make(self, label: str, sign: str, stem: str) -> str:
        return self.made.setdefault(label, Canary(label, sign, stem)).sign

    @property
    def all(self) -> list[Canary]:
        return list(self.made.values())

    def save(self, path: Path) -> None:
        path.write_text(
            json.dumps({label: made.sign for label, made in self.made.items()}, ensure_ascii=False, indent=1)
        )


def given_words(path: Path) -> list[Canary]:
    """One sign a line of ``path``, for looking through a living installation. A label tells the line, never the words,
    and says that a writer may have said them in a text. Raises ValueError with the numbers of lines that are too short
    (they would be found everywhere), with none when there is nothing to look for."""
    lines = [(number, line.strip()) for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)]
    short = [str(number) for number, line in lines if 0 < len(line) < SHORTEST]
    found = [Canary(f"mailbox.lettercontact.given/line {number} said", line, line) for number, line in lines if line]
    if short or not found:
        raise ValueError("、".join(short))
    return found
