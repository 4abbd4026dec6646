"""Homes, illnesses, births, classes and numbers that no rule knows, by the probe: 认那棵歪脖子枣树, 双耳冻裂,
头一场雪那天生, 边民证RL-0004-1873."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from portal.privacy.detectors.addresses import public_places
from portal.privacy.detectors.amounts import is_amount
from portal.privacy.detectors.bank_cards import OTHER_NUMBER
from portal.privacy.detectors.health import PROGRAMME, is_told
from portal.privacy.detectors.names_weighed import Evidence
from portal.privacy.detectors.phones import LANDLINE, OF_AN_OFFICE, is_official, of_an_office
from portal.privacy.detectors.probe import KINDS, NUMBERS
from portal.privacy.spans import TELLS_ITSELF, Case, Finding, Kind, View

REASONS = {
    Kind.ADDRESS: "前后文看，像住的地方",
    Kind.HEALTH: "前后文看，像说某个人的病情或身体",
    Kind.BIRTH: "前后文看，像出生的日子",
    Kind.CLASS_OF_CHILD: "前后文看，像孩子所在的班级",
}
OF_A_NUMBER = {
    Kind.PHONE: "前后文看，像个人的电话号码",
    Kind.ID_CARD: "前后文看，像个人证件的号码",
    Kind.STUDENT_NO: "前后文看，像学号、考号一类的号码",
    Kind.BANK_CARD: "前后文看，像个人的卡号或账号",
    Kind.PLATE: "前后文看，像车牌号",
    Kind.SOCIAL: "前后文看，像社交账号",
    Kind.EMAIL: "前后文看，像个人的邮箱",
}
EDGES = 0.15  # the probe's share at the edges of a find
# And somewhere within: from here on three of four are right, in letters the probe has not seen; of births and illnesses
# more, because letters about roads and buildings have so many dates and words that only sound like them.
PEAKS = {Kind.ADDRESS: 0.8, Kind.HEALTH: 0.7, Kind.BIRTH: 0.9, Kind.CLASS_OF_CHILD: 0.9}
# Means over a find from which it needs nobody named near it; what speaks of many people at once stays all the same.
SURE = {Kind.ADDRESS: 0.96, Kind.HEALTH: 0.85, Kind.BIRTH: 0.95, Kind.CLASS_OF_CHILD: 0.97}
# Shares of anything personal below which a rule's find is dropped; in unseen letters nearly all of those were wrong.
DOUBTED = {Kind.PHONE: 0.1, Kind.STUDENT_NO: 0.1, Kind.BIRTH: 0.1, Kind.ADDRESS: 0.03, Kind.CLASS_OF_CHILD: 0.03}
BESIDE = 6  # characters from a date to whose birthday it is
FEW_WORDS = 40  # characters
LONGEST = 40  # characters that a number reaches beyond what the probe saw of it
FEW_SIGNS = 4  # times that a sign comes on average: nobody writes so
FEW_HANZI = 6  # around a number: what programs write about a file is nobody's
NUMBER_PEAK = 0.7
FEWEST_SIGNS, FEWEST_DIGITS = 4, 3  # letters and digits, of which digits, of a number
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
    r"住(?![宅建房])|租(?!金|赁)|[搬屋寄]|(?<![落入农])户(?!外|均)|(?<![国大专])家(?![长校访委])|我[^,。]{0,4}[店摊铺]|(?<![男女]生)宿舍|送到"
)
OF_A_SCHOOL = re.compile(r"的[一-鿿]{0,4}(?:学校|小学|中学|幼儿园|教学点|村小|校区|医院|派出所)")  # 村祠堂旁边的教学点
OF_A_RULE = re.compile(r"[”」]?(?:之?[后前]|[以及]|起|至|—|-|~|期间|春|秋|学年)")  # 1988年1月1日以后出生
SPAN = re.compile(r"[—–~至]")  # 2013年9月1日—2014年8月31日出生的
PLAIN_DATE = re.compile(
    r"(?:(?:19|20)\d\d[年.\-/])?\d{1,2}[月.\-/]?(?:\d{1,2}[日号]?)?|(?:19|20)\d\d年?|[〇○零一二三四五六七八九十年月日]+"
)  # births.py knows whose birthday
CELLS = re.compile(r"[\t\n|]")
GROUP = re.compile(
    r"(?:、[^,。;]{2,8}|和[^,。;]{2,8}|等)?(?:患者|病人|患儿们?|学生|儿童|考生|人群|人员|群体|家庭|类)"
    rf"|{PROGRAMME}"
)
COUNT, HEADS = re.compile(r"[人名个]"), re.compile(r"\d[人名个]")
TWO = re.compile(r"[和与、及]")
DATE = re.compile(r"[\d一二三四五六七八九十〇零年月日号初廿]|节|至|夜|属|生")
BORN = re.compile(r"[生岁龄诞降属]|落地|宝宝|孩子|娃|[子女]儿|儿子|老[大二三]")
NUMBER = re.compile(r"[\d \-—.]+")  # the rules for numbers know better
COUNTED = re.compile(r"[\d.]+(?:元|分|万元?|人|个|名|份|页)?")
OF_A_CLASS = re.compile(r"班|[一二三四五六七八九\d][)）]?$")
TOKEN = re.compile(r"(?:[A-Za-z\d]|(?<=\d)[,.](?=\d))+")
HANZI = re.compile(r"[一-鿿]")
MASKED = re.compile(r"[*×Xx＊]{3}")  # ***1234: what others left of a number
SIGN = re.compile(r"[A-Za-z\d]")
AROUND = re.compile(r"^[\s，。、；：！？,.;:!?）)】\]”\"」|]+|[\s，。、；：！？,.;:!?（(【\[“\"「|]+$")


def guesses(view: View, case: Case, sheet: Evidence | None, found: list[Finding]) -> Iterator[Finding]:
    """Beside what is ``found`` already; nothing where the language model is not installed."""
    if sheet is None:
        return
    yield from _numbers(view, case, sheet)
    by_office = OF_AN_OFFICE.search(view.text) is not None
    people = {at for each in found if each.kind is Kind.PERSON for at in range(each.start, each.end)}
    for kind, reason in REASONS.items():
        for start, end, certain in _places(kind, sheet):
            if _is_of_many(kind, view, start, end):
                continue
            doubtful = kind is Kind.BIRTH and (by_office or PLAIN_DATE.fullmatch(view.text, start, end))
            named = not people.isdisjoint(range(start - BESIDE, end + BESIDE))
            if (certain and (named or not doubtful)) or _is_of_somebody(kind, view, start, end):
                yield Finding(start, end, kind, reason, CONFIDENCE)


def _places(kind: Kind, sheet: Evidence) -> Iterator[tuple[int, int, bool]]:
    """Whole words that the probe takes for ``kind``, and whether it is so sure that nobody has to be named near."""
    shares = sheet.reading.probed[:-1, KINDS.index(kind.value)]
    for start, end in _runs(shares > EDGES):
        words = [at for at in range(start, end + 1) if at in sheet.cut.bounds]
        told = _told(kind, sheet.text[words[0] : words[-1]]) if words else ""
        if len(told) >= FEWEST[kind] and shares[start:end].max() >= PEAKS[kind]:
            first = sheet.text.index(told, start)
            yield first, first + len(told), bool(shares[start:end].mean() >= SURE[kind])


def credible(sheet: Evidence | None, found: list[Finding]) -> list[Finding]:
    """What rules found, without what the probe is sure belongs to nobody: the landline of an office, a date of events.

    Forms that tell themselves (mobiles, checked numbers) are not doubted, nor what stands without words around it.
    """
    if sheet is None or len(sheet.text) < FEW_WORDS:
        return found
    told = 1 - sheet.reading.probed[:-1, 0]
    return [
        each
        for each in found
        if each.confidence >= TELLS_ITSELF or told[each.start : each.end].max() >= DOUBTED.get(each.kind, 0)
    ]


def _numbers(view: View, case: Case, sheet: Evidence) -> Iterator[Finding]:
    first = KINDS.index(NUMBERS[0])
    shares = sheet.reading.probed[:-1, first : first + len(NUMBERS)]
    whole = shares.sum(axis=1)
    for run in _runs(whole > EDGES):
        kind = Kind(NUMBERS[int(shares[slice(*run)].sum(axis=0).argmax())])
        start, end = _whole_token(view.text, *run)
        told = AROUND.sub("", max(CELLS.split(view.text[start:end]), key=len))
        start = view.text.index(told, start)
        found = Finding(start, start + len(told), kind, OF_A_NUMBER[kind], CONFIDENCE)
        if told and whole[start : found.end].max() >= NUMBER_PEAK and _is_a_number(view, case, found):
            yield found


def _whole_token(text: str, start: int, end: int) -> tuple[int, int]:
    """Up to where letters, digits and the commas of a sum end."""
    for token in TOKEN.finditer(text, max(0, start - LONGEST), end + LONGEST):
        if token.start() < end and start < token.end():
            start, end = min(start, token.start()), max(end, token.end())
    return start, end


def _is_a_number(view: View, case: Case, found: Finding) -> bool:
    read = view.digits[found.start : found.end]
    if not _looks_like_one(found.kind, read):
        return False
    words = len(HANZI.findall(view.before(found.start, 20) + view.after(found.end, 20)))
    masked = MASKED.search(view.text[max(0, found.start - 1) : found.end])
    if words < FEW_HANZI or masked or OTHER_NUMBER.search(view.before(found.start, 14)):
        return False
    if is_amount(view, found.start, found.end, read) or is_official(read, case):
        return False
    office = OF_AN_OFFICE.search(view.text) is not None
    a_phone = found.kind is Kind.PHONE or LANDLINE.search(read)
    return not (a_phone and of_an_office(view, found.start, found.end, by_office=office))


def _looks_like_one(kind: Kind, read: str) -> bool:
    digits, signs = sum(char.isdigit() for char in read), len(SIGN.findall(read))
    if kind in (Kind.SOCIAL, Kind.EMAIL):
        return signs >= FEWEST_SIGNS
    return signs >= FEWEST_SIGNS and digits >= FEWEST_DIGITS and not (kind is Kind.PLATE and signs == digits)


def _told(kind: Kind, part: str) -> str:
    """Without signs around it and without what may be shown."""
    part = AROUND.sub("", max(CELLS.split(part), key=len))
    districts = DISTRICTS.match(part) if kind is Kind.ADDRESS else None
    return AROUND.sub("", part[districts.end() :]) if districts else part


def _is_of_many(kind: Kind, view: View, start: int, end: int) -> bool:
    """A group of people, several classes, a period, a cell whose heading knows better; and what is a number only."""
    part = view.text[start:end]
    if kind is Kind.BIRTH:
        period = SPAN.search(part) or SPAN.match(view.before(start, 1)) or part.endswith(("前", "后"))
        return bool(period or OF_A_RULE.match(view.text, end) or not DATE.search(part))
    if NUMBER.fullmatch(part) or len(set(part)) == 1 or len(set(part)) * FEW_SIGNS < len(part):
        return True
    if kind is Kind.HEALTH:
        return GROUP.match(view.text, end) is not None
    if kind is Kind.CLASS_OF_CHILD:
        cell = view.text[max(0, start - 1) : start] in ("", *"\t|\n") and view.text[end : end + 1] in ("", *"\t|\n")
        counted = COUNT.match(view.text, end) or HEADS.search(part)
        return cell or counted is not None or TWO.search(part) is not None
    return False


def _lives(view: View, start: int, end: int) -> bool:
    return LIVES.search(view.before(start, 14) + view.text[start:end] + view.after(end, 3)) is not None


def _is_of_somebody(kind: Kind, view: View, start: int, end: int) -> bool:
    part = view.text[start:end]
    if _is_all_of_its_line(view, start, end):
        return False
    if kind is Kind.BIRTH:
        near = view.before(start, 14) + part + view.after(end, 8)
        return BORN.search(near) is not None and not PLAIN_DATE.fullmatch(part)
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
    near = re.split(r"[。:、\s]", view.before(start, 12))[-1] + part
    if PUBLIC.fullmatch(part) or OF_A_SCHOOL.match(view.text, end):
        return False
    by_office = OF_AN_OFFICE.search(view.text) is not None  # which writes of building sites, roads and projects
    return _lives(view, start, end) or not (by_office or public_places().search(near))


def _runs(likely: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], likely, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
