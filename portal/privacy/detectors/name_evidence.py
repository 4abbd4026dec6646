"""What speaks for and against a candidate being a person's name, added up: no single sign decides.

Each sign has a weight in ``data/name_weights.txt``; their sum is the logarithm of the odds. The weights come from
invented letters (``tests/portal/privacy/fitting.py``), never from real ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.counties import short_names, spoken_of
from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_candidates import title, transliterated_run
from portal.privacy.detectors.name_contexts import KIN, OFFICE, SAYS, WITH, Sign, left_signs, right_signs
from portal.privacy.detectors.name_cuts import Words
from portal.privacy.detectors.name_shapes import (
    BAD_END,
    BAD_GIVEN,
    HANZI,
    any_surname_end,
    in_dictionary,
    is_word,
    transliterated,
)
from portal.privacy.detectors.tagger import KINDS, Reading
from portal.privacy.lexicon import FOLDER, words

LEAST_LOG = -9.0
LEAST_ODDS, MOST_ODDS = -7.0, 5.0  # logarithms: beyond, the probe says no more
# Signs before and behind a candidate that say more together: a role before and a verb behind.
LEFT = {"role", "named", "self", "told_of", "after_class", "after_stop", "after_comma", "after_of", "joined", "hands"}
RIGHT = {"before_stop", "before_comma", "before_of", "goes_on", "says", "titled", "kin", "data", "before_bracket"}


@cache
def weights() -> dict[str, float]:
    lines = (FOLDER / "name_weights.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("#")[0].split() for line in lines)
    return {pair[1]: float(pair[0]) for pair in pairs if pair}


def score(signs: dict[str, float]) -> float:
    """The logarithm of the odds that a name stands there; 0 is even."""
    known = weights()
    return sum(known.get(name, 0.0) * value for name, value in signs.items() if value)


def signs(text: str, start: int, end: int, reading: Reading, cut: Words) -> dict[str, float]:
    """All signs of one candidate with their strength, mostly 1."""
    model = max(LEAST_LOG, math.log(reading.person(start, end) + 1e-9))
    found = dict([*_shape(text, start, end), *left_signs(text, start), *right_signs(text, end)])
    found.update(bias=1, model=model, model_sure=max(0.0, model + 1.5), probe=_odds(reading.called(start, end)))
    found.update(_segmenter(start, end, cut))
    for kind in KINDS:
        found[f"left_{kind}"] = reading.kinds[kind][start - 1] if start else 0.0
        found[f"right_{kind}"] = reading.kinds[kind][end]
    found["again"] = float(text[start:end] in cut.repeated)
    if end - start >= 3 and (run := transliterated_run().match(text, start)) and run.end() == end:
        found["whole_run"] = 1
        found["whole_run_called"] = float(any(sign in found for sign in ("role", "named", "self")))
    found.update({f"{left}+{right}": 1 for left in LEFT & found.keys() for right in RIGHT & found.keys()})
    found.update(list(_of_a_word(text[start:end], found)))
    return found


def bare_signs(text: str, start: int, end: int, reading: Reading, cut: Words) -> dict[str, float]:
    """Signs of a surname before a title (和老师); they weigh on their own, so their names begin with ``bare_``."""
    surname, before = text[start:end], text[max(0, start - 1) : start]
    behind = title().match(text, end)
    after = behind.end() if behind else end
    found = dict([*left_signs(text, start), *_rank(surname)])
    found.update(bias=1, model=max(LEAST_LOG, math.log(reading.begins[start] + 1e-9)))
    found["probe"] = _odds(reading.called(start, end))
    found.update(cut_start=float(start in cut.bounds), cut_end=float(end in cut.bounds))
    found["function"] = float(surname in words("function_surnames"))
    found["joined_word"] = float(bool(before) and bool(rjieba.has_word(before + surname)))
    found["title_word"] = float(bool(rjieba.has_word(surname + text[end : end + 1])))
    found["kin"] = float(bool(KIN.match(text, end)))
    found["someone"] = float(text[end : end + 1] == "某")
    found["short"] = float(after == end + 1)
    found["office"] = float(bool(OFFICE.search(text[max(0, start - 4) : start])))
    found["after_says"] = float(bool(SAYS.match(text, after)))
    found["after_stop"] = float(not re.match(rf"[{HANZI}]", text[after : after + 1]))
    found["after_with"] = float(bool(WITH.match(text, after)))
    found["again"] = float(text[start:after] in cut.repeated)
    for kind in KINDS:
        found[f"left_{kind}"] = reading.kinds[kind][start - 1] if start else 0.0
        found[f"own_{kind}"] = reading.kinds[kind][start]
        found[f"right_{kind}"] = reading.kinds[kind][after]
    return {f"bare_{name}": value for name, value in found.items()}


def _odds(share: float) -> float:
    return max(LEAST_ODDS, min(MOST_ODDS, math.log((share + 1e-6) / (1 - share + 1e-6))))


def _shape(text: str, start: int, end: int) -> Iterator[Sign]:
    name = text[start:end]
    given = any_surname_end(text, start)
    if end == start + 1:
        yield "of1", 1
    if given is None or given >= end:
        yield from _without_surname(name)
        given = start
    else:
        yield from _with_surname(text[start:given], text[given:end])
    like = likeness(text[given:end])
    yield "like", min(4.0, max(0.0, like))
    yield "unlike", max(-4.0, min(0.0, like))
    if name in words("public_figures"):
        yield "famous", 1
    if name in short_names():
        yield ("county_there" if spoken_of(text, start, end) else "county"), 1
    if BAD_END.search(name):
        yield "bad_end", 1


def _with_surname(surname: str, given: str) -> Iterator[Sign]:
    yield from _rank(surname)
    if len(given) == 1:
        yield "given1", 1
    elif rjieba.has_word(given):
        yield "given_word", 1
    if len(given) == 2 and given[0] == given[1]:
        yield "doubled", 1
    if len(surname + given) == 3 and rjieba.has_word((surname + given)[:2]):
        yield "first_two_a_word", 1
    if BAD_GIVEN.search(given):
        yield "bad_given", 1


def _rank(surname: str) -> Iterator[Sign]:
    rank = _ranks().get(surname, 1000)
    if rank < 100:
        yield ("top20" if rank < 20 else "top100"), 1
    if surname in words("risky_surnames"):
        yield "risky", 1
    if surname in words("rare_surnames"):
        yield "rare", 1
    if len(surname) == 2:
        yield "compound", 1


def _without_surname(name: str) -> Iterator[Sign]:
    yield "no_surname", 1
    if transliterated().fullmatch(name):
        yield "transliterated", 1
    if len(name) == 2 and name[0] == name[1]:
        yield "pet_doubled", 1
    if name[0] in "阿小老大":
        yield "pet", 1
    if len(name) >= 3:
        yield ("of3" if len(name) == 3 else "of4"), 1
    if rjieba.has_word(name):
        yield "pet_word", 1
    if "·" in name:
        yield "dotted", 1


def _segmenter(start: int, end: int, cut: Words) -> Iterator[Sign]:
    yield "cut_start", float(start in cut.bounds)
    yield "cut_end", float(end in cut.bounds)
    yield "cut_inside", float(sum(at in cut.bounds for at in range(start + 1, end)))
    yield "cut_person", float((start, end) in cut.persons)


def _of_a_word(name: str, found: dict[str, float]) -> Iterator[Sign]:
    """An everyday word (高兴) needs more around it: the same signs weigh differently."""
    if not (is_word(name) or in_dictionary(name)):
        yield "listed", float(rjieba.has_word(name))
        return
    yield ("word" if is_word(name) else "dictionary"), 1
    called = any(sign in found for sign in ("role", "named", "self"))
    yield "word_called_whole", float(called and "goes_on" in found)
    yield "word_alone", float("after_stop" in found and "before_stop" in found)
    yield from ((f"word_{sign}", value) for sign, value in found.items() if value)


@cache
def _ranks() -> dict[str, int]:
    lines = (FOLDER / "surname_ranks.txt").read_text(encoding="utf-8").splitlines()
    return {word: rank for rank, word in enumerate(" ".join(line.partition("#")[0] for line in lines).split())}
