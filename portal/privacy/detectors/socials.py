"""Accounts of 微信, QQ and the like: a value behind the name of the service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View
from portal.privacy.spoken import GAP

WORDS = (
    r"微\s?信|薇信|威信|维信|徽信|绿泡泡|(?<![A-Za-z])(?:wechat|weixin|wx|vx|v信|Q\s?Q"
    r"|Q(?=号|[:：群]| ?[1-9])|加V|V(?=[:：]))"
    r"|(?<=[加我的他她])(?:Q|V|微|薇|卫星"
    r"|绿泡)(?=[号是:： 找]{0,2}[A-Za-z\d〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺])"
    r"|(?<![一-鿿A-Za-z])[微薇V](?=[:：])|(?<![A-Za-z])[vV] ?(?:[❤♥信心星]|我(?= ?[A-Za-z]))"
    r"|扣扣|企鹅|抖音|快手|微博|小红书|钉钉|支付宝|知乎|QQ号?"
)
# What parts an account, also in words: fz（下划线）0808.
SIGN = r"[(（\[【]?(?:下划线|下横线|短?横线|横杠|减号|中杠|杠|点)[)）\]】]?"
FILLER = r"(?:[^\dA-Za-z\n。!?;@]{0,12}?|[^\dA-Za-z\n]{0,3})"
NAMED = re.compile(
    rf"(?:{WORDS}"
    rf"|(?<![A-Za-z])ID(?= ?[:：是为]))(?:{FILLER})(?:(?<![A-Za-z\d])|(?<=vx)|(?<=wx))([A-Za-z](?:[\w\-.‐-―−·]"
    rf"|{SIGN}){{3,24}}[\w\-](?: \d{{2,6}})?)"
    r"(?![A-Za-z\d@])",
    re.IGNORECASE | re.ASCII,
)
# 微信号dyf 0000 66: told in groups.
GROUPED = re.compile(
    rf"(?:{WORDS})(?:[号是为:： ]{{0,4}})([A-Za-z]{{2,8}}(?: \d{{2,6}}){{1,3}})(?![A-Za-z\d])", re.IGNORECASE
)
# 微信qds丨临江: letters and hanzi in one account.
MIXED = re.compile(
    rf"(?:{WORDS})[号是为:： ]{{0,3}}([A-Za-z\d_.\-]{{2,16}}[丨|·_\-][一-鿿\w]{{1,8}}?)(?=$|[^\w一-鿿]|可|的|加)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    rf"(?:{WORDS})(?:[^\d\n。!?;]{{0,12}}?)(?<!\d)([1-9](?:{GAP}\d){{4,11}})(?![\d年月日元%])",
    re.IGNORECASE,
)

# Accounts with hanzi, where the sign or quotes say that it is one: 微博@青石小王子_88, 抖音号“云岭王老师”.
SERVICE = "微博|抖音|快手|小红书|B站|哔哩哔哩|知乎|视频号|贴吧|豆瓣|微信名?|QQ"
HANDLE = re.compile(
    rf"(?:{SERVICE})(?:账?号|[大小]号|昵称|名|用户|ID|id)?[是为叫:： ]{{0,2}}"
    r"(?:@([\w一-鿿\-]{2,20}?)(?=$|[^\w一-鿿\-]|发|说|在|的|账号|上)|[“\"「]@?([^”\"」\n]{2,20})[”\"」])"
)
OF_AN_OFFICE = re.compile(r"教育|发布|官方|政务|日报|晚报|学校|小学|中学|幼儿园|大学|中心|局$|群$")


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in NAMED.finditer(view.text):
        yield Finding(*match.span(1), Kind.SOCIAL, "社交账号", 0.9)
    for match in (*GROUPED.finditer(view.text), *MIXED.finditer(view.text)):
        yield Finding(*match.span(1), Kind.SOCIAL, "社交账号", 0.86)
    for start, end, _ in view.numbers(NUMBER, 1):
        yield Finding(start, end, Kind.SOCIAL, "社交账号", 0.88)
    for match in HANDLE.finditer(view.text):
        group = 1 if match.group(1) else 2
        if not OF_AN_OFFICE.search(match.group(group)):
            start = match.start(group) - (match.group(1) is not None)
            yield Finding(start, match.end(group), Kind.SOCIAL, "社交账号的名字", 0.86)
