"""Bank card and account numbers of 16 to 19 digits (ISO/IEC 7812, Luhn)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.detectors.amounts import is_amount
from portal.privacy.spans import Case, Finding, Kind, View
from portal.privacy.spoken import GAP

CARD = re.compile(rf"(?<![\dA-Za-z])[1-9](?:{GAP}\d){{14,18}}(?![\dA-Za-z])")
ACCOUNT = re.compile(rf"(?:卡号|账号|帐号|账户|帐户|存折号?)[是为:：（( ]{{0,3}}(\d(?:{GAP}\d){{8,22}})(?![\dA-Za-z])")
CHANGED = re.compile(r"[卡折](?:号码?)?(?:已|要|想)?[由从]?(\d{12,22})(?:改|变更|换|更换)")
OF_ANOTHER = re.compile(
    r"(?:QQ|微信|支付宝|抖音|登录|网站|平台|系统|会员|社保|医保|校园|饭)[^,。;\n]{0,4}$", re.IGNORECASE
)
OF_THE_PUBLIC = re.compile(
    r"(?:公户|对公|财政|收费|专户|基本户|学校)(?:的?(?:卡号|账号|帐号|账户|帐户))?[是为:：（( ]{0,3}$"
)
ACCOUNT_WORD = re.compile(r"(?:卡号|账号|帐号|账户|帐户|存折号?)[是为:：（( ]{0,3}$")
NAMED = re.compile("卡|账|帐|户|转|汇|打到|收款|退费")
OTHER_NUMBER = re.compile(
    r"(?:编号|文号|许可证号?|民|订单号?|流水号?|受理号?|工单号?|信用代码|学籍号?"
    r"|身份证号?码?)[是为:：( ]*(?:[A-Za-z]{1,6}[ \-—]?)?$"
    r"|[A-Za-z]{2,6}[\-—]$"
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for start, end, read in view.numbers(CARD):
        number = "".join(filter(str.isdigit, read))
        before = view.before(start, 14)
        if OTHER_NUMBER.search(before) or OF_THE_PUBLIC.search(before) or is_amount(view, start, end, read):
            continue
        named = NAMED.search(view.before(start, 16))
        if len(number) >= 16 and passes_luhn(number) and (named or number[0] in "34569"):
            yield Finding(start, end, Kind.BANK_CARD, "像银行卡号，校验位正确", 0.95 if named else 0.88)
        elif named or (len(number) in (16, 19) and number.startswith("62")):
            yield Finding(start, end, Kind.BANK_CARD, "像银行卡号或账号", 0.8)
    for match in CHANGED.finditer(view.digits):
        yield Finding(*match.span(1), Kind.BANK_CARD, "卡号、账号的变更", 0.85)
    for start, end, _ in view.numbers(ACCOUNT, 1):
        before = view.before(start, 14)
        if not (OF_ANOTHER.search(ACCOUNT_WORD.sub("", before)) or OF_THE_PUBLIC.search(before)):
            yield Finding(start, end, Kind.BANK_CARD, "“卡号、账号”后面的号码", 0.85)


def passes_luhn(number: str) -> bool:
    """Luhn's check: every second digit from the right doubled, digit sums add up to a multiple of ten."""
    total = 0
    for index, char in enumerate(reversed(number)):
        value = int(char) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
