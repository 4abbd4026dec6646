"""The invented hard texts of ``cases/*.jsonl``: [[kind|what must be found]] and {{keep|what must survive}}."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.privacy.detectors.tagger import tagger
from portal.privacy.marks import find

CASES = sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]|\{\{keep\|(.*?)\}\}", re.DOTALL)
STRUCTURED = ("phone", "id_card", "passport", "student_no", "bank_card", "plate", "social", "email")
CONTEXT = ("address", "class_of_child", "health", "birth")


@dataclass
class Score:
    wanted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    misses: list = field(default_factory=list)
    hurt: list = field(default_factory=list)
    person: int = 0
    person_right: int = 0

    def recall(self, *kinds: str) -> float:
        return sum(self.found[kind] for kind in kinds) / sum(self.wanted[kind] for kind in kinds)


def read(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    parts, spans, last, at = [], [], 0, 0
    for match in MARK.finditer(marked):
        words = match.group(2) if match.group(1) else match.group(3)
        parts += [marked[last : match.start()], words]
        at += match.start() - last
        spans.append((at, at + len(words), match.group(1) or "keep"))
        at, last = at + len(words), match.end()
    return "".join([*parts, marked[last:]]), spans


def score_of(file: Path) -> Score:
    score = Score()
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text, spans = read(record["marked"])
        found = find(text)
        covered = {i for span in found for i in range(span.start, span.end)}
        person = {i for span in found if span.kind == "person" for i in range(span.start, span.end)}
        right = {i for start, end, kind in spans if kind != "keep" for i in range(start, end)}
        score.person += len(person)
        score.person_right += len(person & right)
        for start, end, kind in spans:
            share = len(covered & set(range(start, end))) / (end - start)
            score.wanted[kind] += 1
            if kind == "keep" and share > 0.3:
                score.hurt.append((record["id"], text[start:end]))
            elif kind != "keep" and share >= 0.8:
                score.found[kind] += 1
            elif kind != "keep":
                score.misses.append((record["id"], kind, text[start:end]))
    return score


@pytest.fixture(scope="module", params=CASES, ids=lambda file: file.stem)
def score(request: pytest.FixtureRequest) -> Score:
    if tagger() is None:
        pytest.skip("the language model has no package for this machine; rules alone find fewer names")
    return score_of(request.param)


def test_structured_identifiers_are_all_found(score: Score) -> None:
    missed = [miss for miss in score.misses if miss[1] in STRUCTURED]
    assert score.recall(*STRUCTURED) >= 0.99, missed


def test_names_are_found_and_few_other_words_are_taken_for_names(score: Score) -> None:
    missed = [miss for miss in score.misses if miss[1] == "person"]
    assert score.recall("person") >= 0.90, missed
    assert score.person_right / score.person >= 0.95


def test_addresses_classes_health_and_births_are_found(score: Score) -> None:
    missed = [miss for miss in score.misses if miss[1] in CONTEXT]
    assert score.recall(*CONTEXT) >= 0.90, missed


def test_what_must_survive_does(score: Score) -> None:
    assert len(score.hurt) / score.wanted["keep"] <= 0.02, score.hurt


def test_there_are_enough_hard_texts_to_mean_something() -> None:
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in CASES) >= 150
