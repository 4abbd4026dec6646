"""Numbers as long as a person's that are sums or rows of numbers."""

from __future__ import annotations

import re

from portal.privacy.spans import View

MONEY_AFTER = re.compile(
    r" ?(?:\.\d{1,2}(?!\d)|(?:万|亿|百万)?(?:元|美元|欧元|块钱|人民币)|分(?=[）),，。；;]|$)|万(?![一-鿿])|%)"
)
MONEY_BEFORE = re.compile(r"(?:[¥￥$€]|人民币|金额|共计|合计|总价|总额|中标价)[:：为是 ]{0,3}$")
THOUSANDS = re.compile(r"\d{1,3}(?:[,，]\d{3}){2,}")
# 13800004712.0: how programs write a number that they took for a quantity.
NO_CENTS, LONG = re.compile(r"\.0(?!\d| ?(?:万|亿)?(?:元|块|美元))"), 11
NUMBER_WORD = re.compile("电话|座机|固话|号码|宅电|手机|卡|账号|帐号")


def is_amount(view: View, start: int, end: int, number: str) -> bool:
    """13,500,000,100 or 139 0000 2000.00元, or a row of numbers: 1、3、15、17、19."""
    of_a_program = len(re.sub(r"\D", "", number)) >= LONG and NO_CENTS.match(view.text, end)
    if MONEY_AFTER.match(view.text, end) and not of_a_program:
        return True
    if THOUSANDS.fullmatch(number.strip()):
        return NUMBER_WORD.search(view.before(start, 8)) is None
    if MONEY_BEFORE.search(view.before(start, 8)) and not NUMBER_WORD.search(view.before(start, 8)):
        return True
    pieces = re.split(r"[,，、]", number)
    return len(pieces) >= 4 and len({len(piece.strip()) for piece in pieces[:-1]}) > 1 and max(map(len, pieces)) <= 3
