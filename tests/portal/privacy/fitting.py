"""``python -m tests.portal.privacy.fitting``: the weights of ``data/name_weights.txt`` anew, from the invented letters.

Logistic regression with a ridge, by Newton's method. Each letter counts once as it stands and once with other
names in the same places, drawn from the same statistics, so that contexts are learnt rather than names; sentences of
``frames.txt`` with many names. What the probe says of a letter is said by one that has not seen it (``FOLDS``), or its
word would count for more than it is worth. Takes an hour; ``probing`` comes first.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from portal.privacy.detectors.name_evidence import weights
from portal.privacy.detectors.names_weighed import Company, Evidence
from portal.privacy.detectors.tagger import Tagger, loaded
from portal.privacy.lexicon import FOLDER
from portal.privacy.spans import View
from tests.portal.privacy.figures import CASES, LESSONS, read
from tests.portal.privacy.other_names import Names, with_other_names
from tests.portal.privacy.probing import Lessons, before, letters_of, taught

FRAMES = Path(__file__).parent / "frames.txt"
FRAME_COPIES = 2
COPIES = 1
RIDGE = 4.0
FOLDS = 3
FOLD_ROUNDS = 1_000
SEEN = 0.8  # share of a letter's other names that count as known already


def examples(marked: str, draw: random.Random, model: Tagger | None = None) -> Iterator[tuple[dict[str, float], bool]]:
    """Each candidate's signs and whether it is a name. Parts of names are no example of either."""
    source, spans = read(marked)
    view = View.of(source)
    place = {origin: at for at, origin in enumerate(view.origin)}
    people = set()
    for start, end, kind in spans:
        inside = [place[at] for at in range(start, end) if at in place]
        if kind == "person" and inside:
            people.add((inside[0], inside[-1] + 1))
    company = Company(view.text, {span for span in people if draw.random() < SEEN and span[1] - span[0] > 1})
    sheet = Evidence.of(view.text, model)
    if sheet is None:
        raise SystemExit("the language model is not installed")
    for each in [*sheet.alone(), *sheet.of_spans(company.parts())]:
        span = (each.start, each.end)
        if span in people or not any(a <= span[0] and span[1] <= b for a, b in people):
            yield each.signs | dict(company.signs(each)), span in people


def fitted(found: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    names = sorted({name for each, _is_name in found for name in each})
    column = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(found), len(names)))
    for row, (each, _is_name) in enumerate(found):
        for name, value in each.items():
            table[row, column[name]] = value
    wanted = np.array([is_name for _signs, is_name in found], dtype=float)
    weight = np.zeros(len(names))
    for _round in range(40):
        likely = 1 / (1 + np.exp(-np.clip(table @ weight, -30, 30)))
        slope = table.T @ (wanted - likely) - RIDGE * weight
        curve = (table * (likely * (1 - likely))[:, None]).T @ table + RIDGE * np.eye(len(names))
        step = np.linalg.solve(curve, slope)
        weight += step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names, weight.tolist(), strict=True))


def training(letters: list[str]) -> list[tuple[dict[str, float], bool]]:
    draw = random.Random(1)
    names = Names(draw)
    found: list[tuple[dict[str, float], bool]] = []
    for fold in range(FOLDS):
        first, last = (len(letters) * part // FOLDS for part in (fold, fold + 1))  # by author: of one kind together
        model = loaded(taught(Lessons.of([*letters[:first], *letters[last:]], before()), FOLD_ROUNDS))
        for marked in letters[first:last]:
            for _copy in range(COPIES):
                found += examples(marked, draw, model)
                found += examples(with_other_names(marked, names), draw, model)
    for marked in FRAMES.read_text(encoding="utf-8").splitlines()[2:]:
        found += examples(marked, draw)
        for _copy in range(FRAME_COPIES if "[[" in marked else 1):
            found += examples(with_other_names(marked, names), draw)
    return found


def main(files: list[Path]) -> None:
    weight = fitted(training(letters_of(files)))
    head = [
        "# Weights of the signs that a name stands somewhere (``detectors/name_evidence.py``): logarithms of odds.",
        "# Made by ``python -m tests.portal.privacy.fitting`` from the invented letters of ``tests/``; not by hand.",
    ]
    lines = [f"{value:.2f} {name}" for name, value in sorted(weight.items(), key=lambda each: -each[1])]
    (FOLDER / "name_weights.txt").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    weights.cache_clear()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [*CASES, *LESSONS])
