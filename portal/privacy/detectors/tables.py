"""Tables pasted as text (cells parted by tabs or bars): the heading tells what a column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.addresses import below_street
from portal.privacy.detectors.phones import MOBILE
from portal.privacy.lexicon import FOLDER
from portal.privacy.spans import Case, Finding, Kind, View

CELL = re.compile(r"[^\t|\n]+")
RELATIVE = re.compile(r"(?:爸爸?|妈妈?|父亲?|母亲?|[爷奶姨姑舅叔伯婶]{1,2}|阿姨|保姆|外公|外婆|姥爷|姥姥|本人|家长)")
# What was done, not who did it.
STATE = re.compile(
    r"已[一-鿿]{1,4}|待[定补查复核领签][一-鿿]{0,3}|未[到交签定领通见填][一-鿿]{0,3}|不(?:详|同意|愿留名|参加)|暂[无缺]|无人?|匿名"
    r"|弃权|空缺|同意|(?:单独|另行)(?:面谈|通知)|全[班体校]|年级组"
)
EMPTY = re.compile(r"[\s—\-－/无空暂]*")
PERSONS = re.compile(r"[^、,，/；;和]+")
NOT_THE_NAME = re.compile(r"(?:家属|家长|女士|先生|老师|同学|等人?|（[^）]*）|\([^)]*\))$")
BY_OTHERS = (Kind.SOCIAL, Kind.EMAIL)
LOOK = {
    Kind.ID_CARD: re.compile(r"[\dXx \-*]{12,}"),
    Kind.BANK_CARD: re.compile(r"[\d \-]{10,}"),
    Kind.STUDENT_NO: re.compile(r"[A-Za-z]{0,4}[\dXx \-—–]{4,}"),
    Kind.BIRTH: re.compile(r".*\d.*"),
    Kind.PLATE: re.compile(r".*[A-Za-z\d]{4}.*"),
}


@cache
def _columns() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for line in (FOLDER / "columns.txt").read_text(encoding="utf-8").splitlines():
        kind, *headings = line.partition("#")[0].split() or [""]
        kinds.update({heading: Kind(kind) for heading in headings})
    return kinds


# A heading that is not listed says by its end what the column holds: 房产/租赁地址, 困难类型.
SPEAKING = (
    (Kind.ADDRESS, re.compile(r"(?<!网)(?:地址|住址)$")),
    (Kind.PHONE, re.compile(r"(?:电话|手机|手机号码?|联系方式)$")),
    (Kind.ID_CARD, re.compile(r"(?:身份证|身份证号码?|证件号码?)$")),
    (Kind.BANK_CARD, re.compile(r"(?:银行卡号?|卡号|账号|帐号)$")),
    (Kind.STUDENT_NO, re.compile(r"(?:学籍号|学号|考生号|准考证号|考号)$")),
    (Kind.BIRTH, re.compile(r"(?:出生|生日|生辰)(?:日期|年月)?(?:[（(].{1,6}[）)])?$")),
    (
        Kind.HEALTH,
        re.compile(
            r"(?:困难|贫困|致贫|家庭)(?:类型|类别|原因|情况|等级)$|成绩|分数|名次|排名|得分|^(?:语文|数学|英语|总分)"
        ),
    ),
    (Kind.PERSON, re.compile(r"(?:姓名|人|家长|学生|同学|教师|老师)$")),
)
TOWN_NAME = re.compile(r"[一-鿿]{2,3}|[同无].{0,3}")  # 林芝, 拉萨; 同上
LATER = re.compile(r"(?:市|县|区|省|镇|乡|街道)$")


def heading_kind(heading: str) -> Kind | None:
    """What a column of this heading holds; None where it says nothing."""
    plain = heading.strip().replace(" ", "")
    listed = _columns().get(plain)
    if listed is not None or len(plain) > 12:
        return listed
    return next((kind for kind, pattern in SPEAKING if pattern.search(plain)), None)


def detect(view: View, case: Case) -> Iterator[Finding]:
    columns: list[Kind | None] = []
    start = 0
    for line in view.text.split("\n"):
        cells = [(match.start() + start, match.end() + start) for match in CELL.finditer(line)] if _is_row(line) else []
        listed = [_columns().get(view.text[a:b].strip().replace(" ", "")) for a, b in cells]
        kinds = [heading_kind(view.text[a:b]) for a, b in cells]
        heads = sum(kind is not None for kind in listed)
        if heads >= 2 or (heads and not columns and sum(kind is not None for kind in kinds) >= 2):
            columns = kinds
        elif cells and columns:
            for (a, b), kind in zip(cells, columns, strict=False):
                if kind is not None and not EMPTY.fullmatch(view.text, a, b):
                    yield from _cell(view, a, b, kind)
        start += len(line) + 1


def _is_row(line: str) -> bool:
    return line.count("\t") >= 1 or line.count("|") >= 2


def _cell(view: View, start: int, end: int, kind: Kind) -> Iterator[Finding]:
    reason = "表格里这一列的内容"
    text = view.text[start:end]
    if kind is Kind.PERSON:
        for part in PERSONS.finditer(text):
            name = NOT_THE_NAME.sub("", part.group().strip())
            if RELATIVE.fullmatch(name) or STATE.fullmatch(name) or any(char.isdigit() for char in name):
                continue
            if 2 <= len(name.replace(" ", "")) <= 14:
                yield _at(start + part.start() + part.group().index(name), name, kind, reason)
    elif kind is Kind.ADDRESS:
        if LATER.search(text.strip()) or TOWN_NAME.fullmatch(text.strip()):
            return
        yield Finding(start + below_street(text), end, kind, reason, 0.85)
    elif kind is Kind.PHONE:
        mobile = MOBILE.search(view.digits, start, end)
        if mobile:
            yield Finding(*mobile.span(), kind, reason, 0.95)
    elif kind not in BY_OTHERS and (kind not in LOOK or LOOK[kind].fullmatch(view.digits[start:end])):
        yield Finding(start, end, kind, reason, 0.96)


def _at(start: int, name: str, kind: Kind, reason: str) -> Finding:
    return Finding(start, start + len(name), kind, reason, 0.95)
