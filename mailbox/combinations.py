"""What no machine can decide: details that are harmless alone and together say who it is. Pure.

Each is put before the person who confirms and the one who releases; the confirming one says that it was thought about.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from mailbox.generalising import DATE, EVENT
from mailbox.marking import PublicTexts
from mailbox.schools import GRADE, SCHOOL_WORD, school_before

ONE_CHILD = re.compile(r"孩子|儿子|女儿|宝宝|学生|同学|某某")
FAMILY = re.compile(r"残疾|残障|自闭|抑郁|多动|疾病|离异|离婚|单亲|低保|贫困|留守|孤儿|处分|服刑|去世|休学|辍学")
STAFF = re.compile(r"(?:班主任|老师|教师|校长|园长|主任|保育员|教练)")
BLAMED = re.compile(r"体罚|辱骂|打骂|殴打|骂|打学生|收受|索要|收礼|有偿补课|补课费|猥亵|冷暴力|歧视|罚站|罚抄|师德")


@dataclass(frozen=True)
class Caution:
    """One such combination: ``words`` are what it is made of, as they stand in the text."""

    code: str
    sentence: str
    words: tuple[str, ...]


def cautions(texts: PublicTexts) -> list[Caution]:
    """What to think about before ``texts`` go out."""
    whole = "\n".join((texts.title, texts.question, texts.answer, texts.brief))
    schools = _schools(whole)
    if not schools:
        return []
    found = [_dated(whole, schools), _child(whole, schools), _staff(whole, schools)]
    return [each for each in found if each is not None]


def _schools(text: str) -> tuple[str, ...]:
    """Schools named by name; 某小学, 学校 and 我校 are none."""
    names = []
    for match in SCHOOL_WORD.finditer(text):
        start = school_before(text, match.end())
        name = text[start : match.end()] if start is not None else ""
        if name and "某" not in name and len(name) > len(match.group()):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _some(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.group() for match in pattern.finditer(text)))[:2]


def _dated(text: str, schools: tuple[str, ...]) -> Caution | None:
    grades, dates, events = _some(GRADE, text), _some(DATE, text), _some(EVENT, text)
    if not (dates and (events or grades)) or (not events and not ONE_CHILD.search(text)):
        return None
    sentence = "学校、年级、确切日期和事情连在一起，认识的人可能认出是谁。可以把日期只写到月，或把学校改成“某小学”。"
    return Caution("dated", sentence, (*schools[:2], *grades, *dates, *events))


def _child(text: str, schools: tuple[str, ...]) -> Caution | None:
    private = (*_some(EVENT, text), *_some(FAMILY, text))
    if not private or not ONE_CHILD.search(text):
        return None
    sentence = "写出了学校，又说到一个孩子的健康、家庭或遭遇。这所学校里有多少家庭符合？少于几户就不要写学校。"
    return Caution("child", sentence, (*schools[:2], *private))


def _staff(text: str, schools: tuple[str, ...]) -> Caution | None:
    staff, blamed = _some(STAFF, text), _some(BLAMED, text)
    if not staff or not blamed:
        return None
    sentence = "写出了学校，又说到一位教职工被投诉。没有正式处理结论的，不要让人认出是哪一位。"
    return Caution("staff", sentence, (*schools[:2], *staff, *blamed))


def unconsidered(found: Collection[Caution], considered: Collection[str]) -> list[Caution]:
    """Those that nobody has said to have thought about."""
    return [each for each in found if each.code not in considered]


CODES = frozenset({"dated", "child", "staff"})
