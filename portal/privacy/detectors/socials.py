"""Accounts of 微信, QQ and the like: a value behind the name of the service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

WORDS = (
    r"微\s?信|薇信|威信|维信|徽信|绿泡泡|(?<![A-Za-z])(?:wechat|weixin|wx|vx|v信|Q\s?Q|Q(?=号|[:：群])|加V|V(?=[:：]))"
    r"|扣扣|企鹅|抖音|快手|微博|小红书|钉钉|支付宝|知乎|QQ号?"
)
FILLER = r"(?:[^\dA-Za-z\n。！？；@]{0,12}?|[^\dA-Za-z\n]{0,3})"
NAMED = re.compile(
    rf"(?:{WORDS}){FILLER}(?<![A-Za-z\d])([A-Za-z][\w\-]{{4,24}})(?![A-Za-z\d@])", re.IGNORECASE | re.ASCII
)
NUMBER = re.compile(
    rf"(?:{WORDS})(?:[^\d\n。！？；]{{0,12}}?)(?<!\d)([1-9](?:[ \-.·]{{0,3}}\d){{4,11}})(?![\d年月日元%.])",
    re.IGNORECASE,
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in NAMED.finditer(view.text):
        yield Finding(*match.span(1), Kind.SOCIAL, "社交账号", 0.9)
    for match in NUMBER.finditer(view.digits):
        yield Finding(*match.span(1), Kind.SOCIAL, "社交账号", 0.88)
