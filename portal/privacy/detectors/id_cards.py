"""Resident identity numbers of 18 and 15 digits (GB 11643)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from portal.privacy.spans import Case, Finding, Kind, View
from portal.privacy.spoken import GAP

LONG = re.compile(rf"(?<![\dA-Za-z])[1-9](?:{GAP}\d){{16}}{GAP}[\dXx×*](?![\dA-Za-z])")
OLD = re.compile(rf"(?<![\dA-Za-z])[1-8](?:{GAP}\d){{14}}(?![\dA-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARS = "10X98765432"
NAMED = re.compile("身份证|证件|证号|户口|公民身份|ID", re.IGNORECASE)
OTHER_NUMBER = re.compile(r"(?:编号|文号|许可证号?|民|订单号?|流水号?|受理号?|工单号?|卡号?|账号|帐号)[:： ]*$")


def detect(view: View, case: Case) -> Iterator[Finding]:
    for start, end, read in view.numbers(LONG):
        number = _bare(read)
        if not _is_day(number[6:14]):
            continue
        named = NAMED.search(view.before(start, 16))
        if has_valid_check(number):
            yield Finding(start, end, Kind.ID_CARD, "18位身份证号，校验位正确", 0.99)
        elif named or not OTHER_NUMBER.search(view.before(start, 10)):
            yield Finding(start, end, Kind.ID_CARD, "像身份证号（校验位不符，可能写错）", 0.9)
    for start, end, read in view.numbers(OLD):
        number = _bare(read)
        if _is_day("19" + number[6:12]) and not OTHER_NUMBER.search(view.before(start, 10)):
            yield Finding(start, end, Kind.ID_CARD, "像15位的老身份证号", 0.85)


def has_valid_check(number: str) -> bool:
    """Whether the last of 18 characters fits the others (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_CHARS[total % 11] == number[17]


def _bare(text: str) -> str:
    return "".join(char for char in text.upper().replace("×", "X").replace("*", "X") if char.isdigit() or char == "X")


def _is_day(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100
