"""Names known from the case, and every further place where a name already found stands, whole or its given name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.name_candidates import means_another, without_famous
from portal.privacy.detectors.name_shapes import in_dictionary, is_word, occurrences, surname_end
from portal.privacy.folding import fold
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

OF_A_WORD = re.compile(r"[二两三]字|这[个两]|一[词字]")  # “粟米”二字
SURE = 0.8  # names found below this confidence are not looked for elsewhere


def detect(view: View, case: Case) -> Iterator[Finding]:
    for name in case.known_names:
        plain = fold(name.strip()).text
        if len(plain) >= 2:
            yield from _everywhere(view.text, {plain}, "信件资料里的姓名", 0.99)
            yield from _everywhere(view.text, set(_parts(plain)), "信件资料里的名字", 0.9)


def repeat(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """The same names elsewhere. Everyday words (a teacher called 高兴) do not spread."""
    names = {view.text[f.start : f.end] for f in found if f.kind == Kind.PERSON and f.confidence >= SURE}
    everyday = {name for name in names if len(name) >= 2 and _is_everyday(name)}
    whole = {name for name in names if len(name) >= 2} - everyday
    yield from _everywhere(view.text, whole, "前后文出现过的姓名", 0.8)
    yield from _everywhere(view.text, {part for name in names for part in _parts(name)}, "前后文出现过的名字", 0.75)
    for start, end in occurrences(view.text, everyday):
        if _is_called(view.text, start, end):
            yield Finding(start, end, Kind.PERSON, "前后文出现过的姓名", 0.8)


def _is_everyday(name: str) -> bool:
    """A word as well; 豆豆 is one for the segmenter, and still a pet name wherever it stands."""
    pet = len(name) == 2 and name[0] == name[1] and name not in words("doubled_words")
    return is_word(name) or in_dictionary(name) or (len(name) == 2 and bool(rjieba.has_word(name)) and not pet)


def _parts(name: str) -> Iterator[str]:
    """Given names worth looking for: two characters or more and no everyday word; both parts of 阿依古丽·买买提."""
    if re.search(r"[·•・‧]", name):
        yield from (part for part in re.split(r"[·•・‧]", name) if len(part) >= 2)
        return
    end = surname_end(name, 0)
    if end and len(name) - end == 2:
        given = name[end:]
        if not is_word(given) and not in_dictionary(given) and given not in words("doubled_words"):
            yield given


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')})[：:“ ]?$")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('titles')}|的?(?:妈|爸|父|母|家长|家属))")


def _is_called(text: str, start: int, end: int) -> bool:
    """Of a name that is a word as well: whether a role stands before it, a title behind it, or quotes around it."""
    before = text[max(0, start - 6) : start]
    quoted = before[-1:] == "“" and text[end : end + 1] == "”" and not OF_A_WORD.match(text, end + 1)
    return quoted or bool(_called().search(before) or _titled().match(text, end))


def _everywhere(text: str, names: set[str], reason: str, confidence: float) -> Iterator[Finding]:
    for start, end in without_famous(text, occurrences(text, names)):
        if not means_another(text, start, end) and text[start - 1 : start] + text[end : end + 1] != "《》":
            yield Finding(start, end, Kind.PERSON, reason, confidence)
