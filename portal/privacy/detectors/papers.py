"""Numbers that only their name tells: school rolls, candidates, passports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

GAP = r"[ \-‐-―−.·•_/—]{0,3}"
LINK = r"(?:号码|号)?[^\dA-Za-z\n。；，,]{0,6}?"
STUDENT = re.compile(
    rf"(?:学籍|学\s?号|考生|准考证|报名序?号|报名码|学生证|考号|座位号|录取通知书|残疾证|学籍辅号|会考号|毕业证书?){LINK}"
    rf"(?<![A-Za-z\d])([A-Za-z]?\d(?:{GAP}[\dXx]){{4,20}})(?![A-Za-z\d])"
)
ROLL = re.compile(rf"(?<![A-Za-z\d])[GLJglj](?:{GAP}\d){{17}}{GAP}[\dXx](?![A-Za-z\d])")
PASSPORT = re.compile(
    rf"(?:护照|通行证|台胞证|回乡证|居留证|居住证){LINK}"
    rf"(?<![A-Za-z\d])([A-Za-z]{{1,2}}(?:{GAP}\d){{6,10}}|\d{{8,18}})(?![A-Za-z\d])"
)
NOT_A_NUMBER = re.compile(r"^\s*(?:年|月|日|元|个|人|岁)")


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in ROLL.finditer(view.digits):
        yield Finding(*match.span(), Kind.STUDENT_NO, "像学籍号（字母加18位）", 0.995)
    for match in STUDENT.finditer(view.digits):
        if not NOT_A_NUMBER.match(view.text[match.end(1) :][:3]):
            yield Finding(*match.span(1), Kind.STUDENT_NO, "“学号、考生号”一类字样后面的号码", 0.96)
    for match in PASSPORT.finditer(view.digits):
        yield Finding(*match.span(1), Kind.PASSPORT, "“护照、通行证”字样后面的号码", 0.94)
