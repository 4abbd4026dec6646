"""The invented matters of the demo, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
# Invented people and numbers; one writer gives neither.
WRITERS = (
    ("许清和", "13900001101"), ("周明朗", "13900001102"), ("林知秋", "13900001103"), ("何小满", "13900001104"),
    ("罗望舒", "13900001105"), ("秦书影", "13900001106"), ("唐一苇", "13900001107"), ("沈南乔", "13900001108"),
    ("蒋思源", "13900001109"), ("方可人", "13900001110"), ("杜若林", "13900001111"), ("", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """One invented letter, and as much of its life as its state needs. ``days``: working days since it came."""

    topic: str
    letter_class: str
    subject: str
    body: str
    state: str = "published"
    days: int = 0
    unit: str = "basic"
    about: str = ""
    reply: str = ""
    brief: str = ""
    outcome: str = "explained"
    question: str = ""
    supplement: str = ""
    note: str = ""
    urgent: bool = False
    confidential: bool = False
    private: list[str] = field(default_factory=list)


def load(name: str) -> list[Matter]:
    """The matters of ``answered`` or ``open``."""
    rows = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["matter"]
    return [Matter(letter_class=row.pop("class"), **row) for row in rows]
