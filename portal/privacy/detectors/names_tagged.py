"""Names that the language model tags as persons, checked against what names look like: 蒙志高跪求领导."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_shapes import (
    BAD_END,
    HANZI,
    foreign,
    in_dictionary,
    is_word,
    surname_end,
    transliterated,
)
from portal.privacy.detectors.tagger import tagger
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

SURE, PLAIN = 0.8, 0.72
CHARS = re.compile(rf"[{HANZI}A-Za-z·•・‧. ]+")
LATIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}")
PET = re.compile(r"(?:[老小阿大].|.*(.)\1).*")
# A place, an office's short form before a document number, or a thing that bears a name.
NO_PERSON_AFTER = re.compile(
    r"\s?(?:[一-鿿]{0,3}[〔\[【]|[（(](?:20|19)\d\d|公路|高速|高铁|铁路|大道|片区|方向|水库|水电|公司|集团|养殖|市场|广场|小区|二期|一期|项目|发展"
    r"|[村组镇乡路街县市区桥线站段栋苑楼湾园寺庙庄]|主干|这首|花[都开]|小学|中学|幼儿|学校|医院|酒店|改价|[财教政]发|发[〔\[【]|灯)"
)
PLACE_SHAPE = re.compile(r".家[冲河坝湾村庄塘坪岭桥湖洲坳垅咀堡]|.{2}[冲垅坳亭渡]")
PERSON_BEFORE = re.compile(r"[“\"‘]$")
NOT_GIVEN = re.compile(r"^[因某也可是的有在将所与和及等之于为把被让]|[可因有自签的了公]$|公示$|领导$")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('titles')}|市长|县长|镇长|村长|总书记|主席|总理|领导|某+)$")


@cache
def _no_names() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations', 'titles')}|伯伯|前夫)")


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')}|[叫喊名]|同学|班|我是)[：:“ 、，]?$")


@cache
def _followed() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('titles')}|同学|[（(][男女])")


def detect(view: View, case: Case) -> Iterator[Finding]:
    """Nothing where the model is not installed."""
    model = tagger()
    if model is None:
        return
    for span in model.persons(view.text):
        start, end = _trimmed(view.text, *span)
        confidence = _confidence(view.text[start:end], view.before(start, 8), view.after(end, 8))
        if confidence:
            yield Finding(start, end, Kind.PERSON, "语言模型看作人名", confidence)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the end of 班主任 before it and a title behind it."""
    if text[start] == "任" and text[max(0, start - 2) : start] == "班主":
        start += 1
    title = _titles().search(text[start:end])
    return start, start + title.start() if title and title.start() else end


def _confidence(name: str, before: str, after: str) -> float:
    """0 for what the model alone takes for a name."""
    if len(name) < 2 or not CHARS.fullmatch(name) or name in words("public_figures") or BAD_END.search(name):
        return 0
    if re.match("[A-Za-z]", name):
        return PLAIN if LATIN_NAME.fullmatch(name) else 0
    if _no_names().fullmatch(name) or NO_PERSON_AFTER.match(after) or PLACE_SHAPE.fullmatch(name):
        return 0
    surname = surname_end(name, 0)
    if surname is not None and 1 <= len(name) - surname <= 2 and not NOT_GIVEN.search(name[surname:]):
        if is_word(name) or in_dictionary(name):
            return PLAIN
        return SURE if likeness(name[surname:]) > 0 else PLAIN
    return PLAIN if _may_be_other(name, before, after) else 0


def _may_be_other(name: str, before: str, after: str) -> bool:
    """Pet names, given names alone and names of other languages, which have no surname: 沐晨, 图雅, 山本由美子."""
    if foreign().fullmatch(name) or PET.fullmatch(name) or transliterated().fullmatch(name):
        return True
    if len(name) > 6 or NOT_GIVEN.search(name) or rjieba.has_word(name):
        return False
    if _told().search(before) or _followed().match(after):
        return True
    return len(name) == 2 and likeness(name) >= 1.5
