"""Mobile numbers anywhere; landlines unless they are an office's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.amounts import is_amount
from portal.privacy.lexicon import alternatives
from portal.privacy.lookup import normalize_phone
from portal.privacy.spans import TELLS_ITSELF, Case, Finding, Kind, View
from portal.privacy.spoken import GAP

# The 0 of long-distance calls before a mobile (013812345678); no area code begins with 013–019, but 0199 in examples.
TRUNK = rf"(?:[(（]?0[)）]?{GAP}(?!1{GAP}9{GAP}9{GAP}[2-9]))?"
MOBILE = re.compile(rf"(?<![\d.])(?<!\d-)(?:[(（]?(?:\+|00)?86[)）]?{GAP})?{TRUNK}1{GAP}[3-9](?:{GAP}\d){{9}}(?!\d)")
# With 一 for a dash: 139-0000一0000. The digit view would read it as a one.
DASHED = re.compile(r"(?<!\d)1[3-9]\d[\-—一 ]?\d{4}[\-—一 ]?\d{4}(?!\d)")
LANDLINE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)86{GAP})?[(（]?0(?:10|2\d|199|[3-9]\d\d)[)）]?{GAP}[2-9](?:{GAP}\d){{6,7}}(?!\d)"
    r"(?:(?:转|-|分机)\d{1,6})?"
)
# No exchange begins with 0 or 1, but people mistype: only where they say that it is a phone.
MISTYPED = re.compile(r"(?:座机|固话|电话|备用|联系方式)[:：是为 ]{0,2}(0\d{2,3}[ \-—－][01]\d{2,3}[ \-]?\d{4})(?!\d)")
ABROAD = re.compile(rf"(?<![\d.])(?:\+|00)(?!86)[1-9]\d{{0,2}}{GAP}\d(?:{GAP}\d){{6,10}}(?!\d)")
# Hong Kong and Macao, as families there write them: 852 5000 7761, 澳门电话853-6000 2914.
NEAR_ABROAD = re.compile(r"(?<![\d.])(?:[(（]85[23][)）] ?|85[23][ \-—]{1,2})[2-9]\d{3}[ \-—]?\d{4}(?![ \-—]?\d)")
# (65) 8000-5693: with the country in brackets, where it is said to be a phone.
BRACKETED = re.compile(
    r"(?:电话|手机|号码)[号是为:： ]{0,3}([(（](?:\+|00)?[1-9]\d{0,2}[)）] ?\d{2,4}(?:[ \-]?\d{3,4}){1,2})(?!\d)"
)
# 手机尾号6021 tells those who know the rest whose number it is.
TAIL = re.compile(r"(?:尾号|末[四4]位|后[四4]位|最后[四4]位)(?:数字?)?[是为:： （(]{0,2}(\d{3}[\dXx])(?![\d元年])")
TAIL_OF = {"卡": Kind.BANK_CARD, "账": Kind.BANK_CARD, "折": Kind.BANK_CARD, "证": Kind.ID_CARD, "牌": Kind.PLATE}
TAIL_WORD = re.compile(r"[卡账折证牌]")
SHORT = re.compile(rf"(?<![\d.\-/年月])[2-9]\d{{2,3}}{GAP}\d{{4}}(?!\d)")
# In an office's own letter only these say that a number is somebody's home: 您家座机, 您留的电话.
THEIRS = re.compile(r"[您你他她其](?:家|留|的|名片)|家长|本人|家庭|住宅|宅电")
OWNED = re.compile(r"座机|固话|宅电|我的")
# What is told of an office's line.
BUSY = re.compile(r"[^。;\n]{0,6}(?:占线|没人接|无人接|打不通|打不进|忙音|一直忙|录音|排队|接线|工作人员)")
NOTE = re.compile(r"^\s*(?:注|备注|说明|填表说明|附注)[:：]")
RANG = re.compile(r"(?:打|拨|问|询)[了过]?[:： ]*$")
LIVES = re.compile(r"[住家]|宿舍")
PHONE_WORD = re.compile("电话|座机|固话|号码|宅电")
NO_PHONE_AFTER = re.compile(r"\s*(?:元|万|个|人|份|号文)")
OF_AN_OFFICE = re.compile(
    r"我局|我科|我委|我中心|我镇|我街道|我[县市区院队办]|现答复|特此|您提出|您咨询|请于[^。]{1,12}前|已责成|来信收悉"
    r"|留言(?:已?收悉|收到)|您反映|您的来信|答复如下|经查|经核|感谢您的?(?:监督|来信|对)|公告如下|现予公告"
    r"|现将.{0,30}公示"
)


@cache
def _office() -> re.Pattern[str]:
    return re.compile(alternatives("office_words"))


@cache
def _own() -> re.Pattern[str]:
    return re.compile(alternatives("own_phone_words"))


def detect(view: View, case: Case) -> Iterator[Finding]:
    """Finds mobiles in the plain and in the digit view (一三八…), then landlines that are nobody's office."""
    yield from _mobiles(view, case)
    yield from _abroad(view)
    yield from _landlines(view, case, by_office=bool(OF_AN_OFFICE.search(view.text)))
    for match in TAIL.finditer(view.digits):
        owner = TAIL_WORD.findall(view.before(match.start(), 8))
        yield Finding(*match.span(1), TAIL_OF[owner[-1]] if owner else Kind.PHONE, "号码的最后几位", 0.8)


def _mobiles(view: View, case: Case) -> Iterator[Finding]:
    for start, end, number in view.numbers(MOBILE):
        if not is_official(number, case) and not is_amount(view, start, end, number):
            yield Finding(start, end, Kind.PHONE, "像手机号码", TELLS_ITSELF)
    for match in DASHED.finditer(view.text):
        if "一" in match.group() and not is_official(match.group().replace("一", ""), case):
            yield Finding(*match.span(), Kind.PHONE, "像手机号码", TELLS_ITSELF)


def _abroad(view: View) -> Iterator[Finding]:
    for match in (*ABROAD.finditer(view.digits), *NEAR_ABROAD.finditer(view.digits)):
        yield Finding(*match.span(), Kind.PHONE, "像境外的电话号码", 0.85)
    for match in BRACKETED.finditer(view.digits):
        yield Finding(*match.span(1), Kind.PHONE, "像境外的电话号码", 0.85)


def _landlines(view: View, case: Case, *, by_office: bool) -> Iterator[Finding]:
    for match in MISTYPED.finditer(view.digits):
        if not (is_official(match.group(1), case) or of_an_office(view, *match.span(1), by_office=by_office)):
            yield Finding(*match.span(1), Kind.PHONE, "“座机、电话”后面的号码", _how_sure(view, match.start(1), 0.75))
    for start, end, number in view.numbers(LANDLINE):
        office = is_official(number, case) or of_an_office(view, start, end, by_office=by_office)
        if not office and not is_amount(view, start, end, number):
            yield Finding(start, end, Kind.PHONE, "像座机号码，附近没有单位名称", _how_sure(view, start, 0.8))
    for match in SHORT.finditer(view.digits):
        before = view.before(match.start(), 12)
        theirs = _own().search(before) and PHONE_WORD.search(before)
        if theirs and not is_official(match.group(), case) and not NO_PHONE_AFTER.match(view.after(match.end(), 4)):
            yield Finding(*match.span(), Kind.PHONE, "“家里电话”后面的号码", 0.8)


def is_official(number: str, case: Case) -> bool:
    return normalize_phone(number) in case.official_phones


def _same_sentence(view: View, start: int) -> str:
    return re.split(r"[。;!?\n]", view.before(start, 24))[-1]


def _how_sure(view: View, start: int, otherwise: float) -> float:
    """Whose the number is said to be needs no second opinion: 家里座机…, 住粮站宿舍2楼，座机…"""
    sentence = _same_sentence(view, start)
    return TELLS_ITSELF if _own().search(sentence) or _is_at_home(sentence) else otherwise


def _is_at_home(sentence: str) -> bool:
    *before, part = sentence.split(",")
    return bool(OWNED.search(part) and not _office().search(part) and LIVES.search(",".join(before)))


def of_an_office(view: View, start: int, end: int, *, by_office: bool) -> bool:
    """An office wrote the text or is named just before, and nobody's own phone is."""
    context = _same_sentence(view, start)
    rang = RANG.search(context) is not None
    if (THEIRS if by_office else _own()).search(context) and not (rang and not OWNED.search(context)):
        return False
    if not by_office and _is_at_home(context):
        return False
    if NOTE.search(view.before(start, 60)) or by_office or _office().search(context) or rang:
        return True
    return bool(BUSY.match(view.after(end, 12)) and not OWNED.search(context))
