"""Numbers that only their name tells: school rolls, candidates, passports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import TELLS_ITSELF, Case, Finding, Kind, View
from portal.privacy.spoken import GAP

NO_UNIT = r"(?! ?(?:年|月|日|元|个|人|岁))"
LINK = r"(?!专线|热线|电话|咨询)(?:号码|号)?[^\dA-Za-z\n。;，,]{0,6}?"
CERTIFICATE = r"(?<!许可证)(?<!执照)证书编号"
STUDENT = re.compile(
    rf"(?:学籍|学\s?号|学生号|考生|准考证|报名序?号|报名码|学生证|考号|录取通知书|残疾证|学籍辅号|会考号|毕业证书?|学生编号"
    rf"|校园卡|一卡通|饭卡"
    rf"|借书证|识别码|标识码|预报名号|{CERTIFICATE}){LINK}"
    rf"(?<![A-Za-z\d])([A-Za-z]{{0,3}}{GAP}\d(?:{GAP}[\dXx]){{4,20}})(?![A-Za-z\d]){NO_UNIT}"
)
# Letters and digits in groups: 学号IS-26-G3-0058, 临时号T4602-26-00871.
GROUPED = re.compile(
    rf"(?:学籍|学\s?号|考生号|准考证号?|报名序?号|报名码|学生编号|借读证号?|采集号|临时号|{CERTIFICATE})"
    r"[是为:：（( ]{0,3}(?=[A-Za-z\d\-]*\d{2})(?=[A-Za-z\d\-]*[A-Za-z])"
    r"([A-Za-z\d]{1,8}(?:-[A-Za-z\d]{1,8}){1,4})(?![A-Za-z\d\-])"
)
# Where the word leaves no doubt two digits are enough: 学号07, 座位号0417.
SHORT = re.compile(
    rf"(?:学\s?号|座位号|座号|考号|准考证号?|考场号|学生编号)[是为:：（( ]{{0,3}}([A-Za-z]{{0,3}}\d(?:{GAP}\d){{1,4}})"
    r"(?![A-Za-z\d年月日元人个])"
)
STAFF = re.compile(
    r"(?:(?:教师|教职工|职工|员工)(?:编号|工号)|(?<!客服)(?<!话务员)(?<!坐席)工号)[是为:：（( ]{0,3}"
    rf"([A-Za-z]{{0,4}}\d(?:[-—]?[A-Za-z\d]){{3,20}})(?![A-Za-z\d]){NO_UNIT}"
)
# Cards and certificates of a person that are no identity card.
CARD = re.compile(
    rf"(?:社保卡?|医保卡?|医疗证|驾驶证|驾照|残疾人?证|出生(?:医学)?证明?|军官证|士兵证|港澳台居民居住证"
    rf"|教师资格证书?|就诊卡|病历|住院|门诊)"
    rf"(?:(?:编?号码?|卡号)[是为:：（( ]{{0,3}}|[:： ]{{0,2}}(?=[A-Za-z]))"
    rf"([A-Za-z]{{0,2}}\d(?:{GAP}[\dXx]){{5,20}})(?![A-Za-z\d])"
)
ROLL = re.compile(rf"(?<![A-Za-z\d])[GLJglj](?:(?:{GAP}|#)\d){{17}}(?:{GAP}|#)[\dXx](?![A-Za-z\d])")
PASSPORT = re.compile(
    rf"(?:护照|通行证|台胞证|回乡证|居留证|居住证|港澳证){LINK}"
    rf"(?<![A-Za-z\d])([A-Za-z]{{1,2}}(?:{GAP}\d){{6,10}}|\d(?:{GAP}\d){{7,17}}"
    rf"|(?=(?:[A-Za-z]*\d){{3}})[A-Za-z\d]{{7,10}})(?![A-Za-z\d])"
)
# Of somebody whose travel papers the text is about: 旧的E50002856，新EA0000692, 旧证USA310085061701.
FOREIGN_RESIDENT = re.compile(r"(?<![A-Za-z\d])[A-Z]{3}\d{12}(?![A-Za-z\d])")
PERMIT = re.compile(
    r"(?:边民证|居住证|暂住证|通行证)号?[是为:：（( ]{0,3}([A-Z]{1,3}-(?:\d{2,8}-?){1,3})(?![A-Za-z\d\-])"
)
TRAVEL_WORD = re.compile(r"护照|通行证|旅行证|台胞证|回乡证|居留|入境")
TRAVEL = re.compile(r"(?<![A-Za-z\d])(?:E[A-HJ-NP-Z]|[EGDSPHKML])\d{7,8}(?![A-Za-z\d])")
# 考号差一位，我弟弟的是653…: the word stands earlier in the sentence.
LATER = re.compile(
    r"(?:考号|学号|考生号|准考证|学籍|报名号)[^。\n]{1,40}?(?:的|正确|实际|应该|应|其实|原来"
    r"|现在)(?:的)?[是为][:： ]?(\d{7,20}[Xx]?)(?![A-Za-z\d])"
)
# An identity card of Hong Kong, Macao or old Taiwan, whose last digit stands in brackets: R000146(8).
OF_HONG_KONG = re.compile(r"(?<![A-Za-z\d])(?:[A-Za-z]{1,2}\d{6}|[157]/?\d{6}/?) ?[(（][\dA][)）]")
BEFORE_WORD = re.compile(
    rf"(?<![A-Za-z\d])([A-Za-z]{{1,2}}(?:{GAP}\d){{7,10}})(?![A-Za-z\d])(?=[^。;\n]{{0,4}}(?:护照|通行证|台胞证"
    rf"|回乡证|居留证))"
)


# Pattern, its group, kind, reason, confidence.
IN_DIGITS = (
    (LATER, 1, Kind.STUDENT_NO, "前面说的学号、考号", 0.9),
    (SHORT, 1, Kind.STUDENT_NO, "“学号、座位号”后面的号码", 0.9),
    (CARD, 1, Kind.ID_CARD, "个人证件或就诊的号码", 0.93),
    (OF_HONG_KONG, 0, Kind.ID_CARD, "像港澳居民身份证号", 0.95),
    (PASSPORT, 1, Kind.PASSPORT, "“护照、通行证”字样后面的号码", 0.94),
    (BEFORE_WORD, 1, Kind.PASSPORT, "“护照、通行证”字样后面的号码", 0.94),
    (PERMIT, 1, Kind.ID_CARD, "个人证件的号码", 0.93),
    (FOREIGN_RESIDENT, 0, Kind.ID_CARD, "像外国人永久居留身份证号", 0.93),
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for start, end, _ in view.numbers(ROLL):
        yield Finding(start, end, Kind.STUDENT_NO, "像学籍号（字母加18位）", 0.995)
    for start, end, _ in view.numbers(STUDENT, 1):
        yield Finding(start, end, Kind.STUDENT_NO, "“学号、考生号”一类字样后面的号码", 0.96)
    for match in GROUPED.finditer(view.text):
        yield Finding(*match.span(1), Kind.STUDENT_NO, "“学号、考生号”一类字样后面的号码", 0.93)
    for match in STAFF.finditer(view.text):
        yield Finding(*match.span(1), Kind.STUDENT_NO, "“教师编号、工号”后面的号码", TELLS_ITSELF)
    for pattern, group, kind, reason, confidence in IN_DIGITS:
        for match in pattern.finditer(view.digits):
            yield Finding(*match.span(group), kind, reason, confidence)
    if TRAVEL_WORD.search(view.text):
        for match in TRAVEL.finditer(view.digits):
            yield Finding(*match.span(), Kind.PASSPORT, "文中说到护照、通行证，像它的号码", 0.9)
