"""Homes, illnesses, births and classes that no rule knows, by the probe: 认那棵歪脖子枣树, 双耳冻裂, 头一场雪那天生."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from portal.privacy.detectors.addresses import public_places
from portal.privacy.detectors.health import is_told
from portal.privacy.detectors.names_weighed import Evidence
from portal.privacy.detectors.phones import OF_AN_OFFICE
from portal.privacy.detectors.probe import KINDS
from portal.privacy.spans import Finding, Kind, View

REASONS = {
    Kind.ADDRESS: "前后文看，像住的地方",
    Kind.HEALTH: "前后文看，像说某个人的病情或身体",
    Kind.BIRTH: "前后文看，像出生的日子",
    Kind.CLASS_OF_CHILD: "前后文看，像孩子所在的班级",
}
EDGES = 0.3  # the probe's share at the edges of a find
# And somewhere within: from here on three of four are right, in letters the probe has not seen.
PEAKS = {Kind.ADDRESS: 0.7, Kind.HEALTH: 0.95, Kind.BIRTH: 0.7, Kind.CLASS_OF_CHILD: 0.9}
FEWEST = {Kind.ADDRESS: 2, Kind.HEALTH: 3, Kind.BIRTH: 2, Kind.CLASS_OF_CHILD: 2}  # characters
CONFIDENCE = 0.6
# What may be shown of a home: district, town, street office.
DISTRICTS = re.compile(
    r"(?:[一-鿿]{1,6}?(?:自治[区州县旗]|省|市(?!场)|州|盟|县|旗|(?<![小社园校])区|街道(?:办事处)?|镇|乡|苏木|兵团|县城|城区))+"
)
PUBLIC = re.compile(
    r"[一-鿿]*(?:学校?|小学|[一二三四五六七八九十]小|实小|中心校|托[育管]中心|中学|幼儿园|高中|医院|局|派出所|中心|政府|司法所|站)(?:(?:门口|对面|楼上|[一二三四\d]楼)[一-鿿]{0,4})?"
)
LIVES = re.compile(
    r"住(?![宅建房])|租(?!金|赁)|[搬屋寄]|(?<![落入农])户(?!外|均)|(?<![国大专])家(?![长校访委])|我[^，。]{0,4}[店摊铺]|(?<![男女]生)宿舍|送到"
)
OF_A_SCHOOL = re.compile(r"的[一-鿿]{0,4}(?:学校|小学|中学|幼儿园|教学点|村小|校区|医院|派出所)")  # 村祠堂旁边的教学点
OF_A_RULE = re.compile(r"[”」]?(?:之?[后前]|[以及]|起|至|—|-|~|期间|春|秋|学年)")  # 1988年1月1日以后出生
SPAN = re.compile(r"[—–~至]")  # 2013年9月1日—2014年8月31日出生的
PLAIN_DATE = re.compile(
    r"(?:(?:19|20)\d\d[年.\-/])?\d{1,2}[月.\-/]?(?:\d{1,2}[日号]?)?"
)  # births.py knows whose birthday
BORN = re.compile(r"[生岁龄诞降属]|落地|宝宝|孩子|娃|[子女]儿|儿子|老[大二三]")
NUMBER = re.compile(r"[\d \-—.]+")  # the rules for numbers know better
COUNTED = re.compile(r"[\d.]+(?:元|分|万元?|人|个|名|份|页)?")
OF_A_CLASS = re.compile(r"班|[一二三四五六七八九\d][)）]?$")
AROUND = re.compile(r"^[\s，。、；：！？,.;:!?）)】\]”\"」|]+|[\s，。、；：！？,.;:!?（(【\[“\"「|]+$")


def guesses(view: View, sheet: Evidence | None) -> Iterator[Finding]:
    """Nothing where the language model is not installed."""
    if sheet is None:
        return
    for kind, reason in REASONS.items():
        shares = sheet.reading.probed[:-1, KINDS.index(kind.value)]
        for start, end in _runs(shares > EDGES):
            if shares[start:end].max() < PEAKS[kind]:
                continue
            words = [at for at in range(start, end + 1) if at in sheet.cut.bounds]
            told = _told(kind, sheet.text[words[0] : words[-1]]) if words else ""
            first = sheet.text.index(told, start)
            if len(told) >= FEWEST[kind] and _is_of_somebody(kind, view, first, first + len(told)):
                yield Finding(first, first + len(told), kind, reason, CONFIDENCE)


def _told(kind: Kind, part: str) -> str:
    """Without signs around it and without what may be shown."""
    part = AROUND.sub("", part)
    districts = DISTRICTS.match(part) if kind is Kind.ADDRESS else None
    return AROUND.sub("", part[districts.end() :]) if districts else part


def _is_of_somebody(kind: Kind, view: View, start: int, end: int) -> bool:
    part = view.text[start:end]
    if NUMBER.fullmatch(part) or _is_all_of_its_line(view, start, end):
        return False
    if kind is Kind.BIRTH:
        near = view.before(start, 14) + part + view.after(end, 8)
        period = SPAN.search(part) or SPAN.match(view.before(start, 1)) or part.endswith(("前", "后"))
        of_a_rule = period or PLAIN_DATE.fullmatch(part) or OF_A_RULE.match(view.text, end)
        return BORN.search(near) is not None and not of_a_rule
    if kind is Kind.HEALTH:
        return not COUNTED.fullmatch(part) and is_told(view, start, end)
    if kind is Kind.CLASS_OF_CHILD:
        return OF_A_CLASS.search(part) is not None
    return _lives_there(view, start, end)


def _is_all_of_its_line(view: View, start: int, end: int) -> bool:
    """A field of a page or a heading: nothing around it says whose it is."""
    before = view.before(start, 20).strip()
    return (not before or DISTRICTS.fullmatch(before) is not None) and not view.after(end, 20).strip(" 。，,")


def _lives_there(view: View, start: int, end: int) -> bool:
    """Not an office's, a school's or an exam's place, unless somebody is said to live, trade or get letters there."""
    part = view.text[start:end]
    near = re.split(r"[，。；：:、\s]", view.before(start, 12))[-1] + part
    lives = LIVES.search(view.before(start, 14) + part + view.after(end, 3)) is not None
    if PUBLIC.fullmatch(part) or OF_A_SCHOOL.match(view.text, end):
        return False
    by_office = OF_AN_OFFICE.search(view.text) is not None  # which writes of building sites, roads and projects
    return lives or not (by_office or public_places().search(near))


def _runs(likely: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], likely, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
