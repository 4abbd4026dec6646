"""``python -m tests.portal.privacy.figures [FILE …]``: what the marks reach on marked texts, and what they miss.

A text is written with [[kind|what must be found]] and {{keep|what must survive}}. Found is what is covered to 80 % by
marks of any kind; a keep is hurt when more than 30 % of it is covered.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.privacy.marks import find

CASES = sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
LESSONS = sorted((Path(__file__).parent / "lessons").glob("*.jsonl"))  # what the probe and the weights learn from
UNSEEN = sorted((Path(__file__).parent / "unseen").glob("*.jsonl"))  # never learnt from
MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]|\{\{keep\|(.*?)\}\}", re.DOTALL)
STRUCTURED = ("phone", "id_card", "passport", "student_no", "bank_card", "plate", "social", "email")
CONTEXT = ("address", "class_of_child", "health", "birth")


@dataclass
class Score:
    """Counts by kind; ``person`` and ``person_right`` count characters marked as names."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    hurt: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    person: int = 0
    person_right: int = 0

    def recall(self, *kinds: str) -> float:
        return sum(self.found[kind] for kind in kinds) / max(1, sum(self.wanted[kind] for kind in kinds))

    def add(self, name: str, marked: str) -> None:
        text, spans = read(marked)
        marks = find(text)
        covered = {i for mark in marks for i in range(mark.start, mark.end)}
        right = {i for start, end, kind in spans if kind != "keep" for i in range(start, end)}
        for mark in marks:
            if mark.kind == "person":
                inside = len(right & set(range(mark.start, mark.end)))
                self.person, self.person_right = self.person + mark.end - mark.start, self.person_right + inside
                if not inside:
                    self.wrong.append((name, mark.reason, _around(text, mark.start, mark.end)))
        for start, end, kind in spans:
            share = len(covered & set(range(start, end))) / (end - start)
            self.wanted[kind] += 1
            if kind == "keep" and share > 0.3:
                self.hurt.append((name, kind, _around(text, start, end)))
            elif kind != "keep" and share >= 0.8:
                self.found[kind] += 1
            elif kind != "keep":
                self.misses.append((name, kind, _around(text, start, end)))


def read(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text, and each mark's place in it with its kind; what must survive is of kind ``keep``."""
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    last = at = 0
    for match in MARK.finditer(marked):
        words = match.group(2) if match.group(1) else match.group(3)
        parts += [marked[last : match.start()], words]
        at += match.start() - last
        spans.append((at, at + len(words), match.group(1) or "keep"))
        at, last = at + len(words), match.end()
    return "".join([*parts, marked[last:]]), spans


def score_of(files: Iterable[Path]) -> Score:
    score = Score()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            score.add(record["id"], record["marked"])
    return score


def table(score: Score) -> str:
    """Recall by kind, precision of names, what was hidden though it must survive."""
    lines = [
        f"{kind:16}{score.found[kind]:5} of {score.wanted[kind]:4}  {score.recall(kind):.3f}"
        for kind in sorted(score.wanted)
        if kind != "keep"
    ]
    return "\n".join(
        [
            *lines,
            f"structured      {score.recall(*STRUCTURED):22.3f}",
            f"name precision  {score.person_right / max(1, score.person):22.3f}",
            f"keeps hidden    {len(score.hurt):5} of {score.wanted['keep']:4}  "
            f"{len(score.hurt) / max(1, score.wanted['keep']):.3f}",
        ]
    )


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 8) : start]}【{text[start:end]}】{text[end : end + 8]}".replace("\n", "↵")


def main(files: list[Path]) -> None:
    for file in files:
        score = score_of([file])
        print(f"\n{file.name}\n{table(score)}")
        for title, lines in (("missed", score.misses), ("hidden", score.hurt), ("wrong name", score.wrong)):
            for line in lines:
                print(f"{title}: {' '.join(line)}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    main([Path(name) for name in sys.argv[1:]] or CASES)
