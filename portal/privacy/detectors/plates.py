"""Licence plates (GA 36): province, city letter, five or six characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

# The letter O is not given out, but typed for 0.
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使]"
    r"[ ·・.•\-—]{0,2}[A-Za-z][ ·・.•\-—–_:/牌\n]{0,3}[学警临试]?"
    r"(?:[A-HJ-Za-hj-z\d][ \-·•.—–_\n]?){3,5}[A-HJ-Za-hj-z\d学警挂港澳领](?![A-Za-z\d])"
)

# Without the province: 车牌号D5K208, 车牌后三位208.
TAIL = re.compile(
    r"(?:车牌|车号|牌照)号?(?:的)?(?:尾号|后[三四五]位"
    r"|末[三四]位)[是为:： ]{0,2}([A-Za-z\d]{3,5})(?![A-Za-z\d])"
)
NAMED = re.compile(
    r"(?:车牌|车号|牌照|尾牌|牌号)号?码?[是为:： ]{0,3}([A-Za-z][ ·.•\-—]?[A-Za-z\d]{5,6})(?![A-Za-z\d])"
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in PLATE.finditer(view.digits):
        if sum(char.isdigit() for char in match.group()) >= 2:
            yield Finding(*match.span(), Kind.PLATE, "像车牌号", 0.93)
    for match in (*NAMED.finditer(view.digits), *TAIL.finditer(view.text)):
        yield Finding(*match.span(1), Kind.PLATE, "“车牌”后面的号码", 0.9)
