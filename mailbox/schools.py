"""School names in running text: where one begins and ends, and what it is called in general."""

from __future__ import annotations

import re
from collections.abc import Collection

from portal.organizations.models import Organization, OrganizationKind

H = "一-鿿"
WORD = r"(?:幼儿园|附属小学|附属中学|小学|中学|高级中学|学校|附小|附中|[一二三四五六七八九十][中小]|职高|技校)"
SCHOOL_WORD = re.compile(rf"(?<=[{H}]){WORD}")
ENDS = re.compile(rf"({WORD})(?:（[{H}]{{2,6}}）|\([{H}]{{2,6}}\))?(?:的|里|就读于?|在?读|上)?[ ，,]?$")
GRADE = re.compile(r"(?:[一二三四五六七八九1-9]年级|初[一二三123]|高[一二三123]|[大中小托]班)(?!主任|组长|以上|以下)")
RUN = re.compile(rf"[{H}]*$")
# What leads to a school's name and is none of it.
LEAD = re.compile(
    r".*(?:(?:孩子|女儿|儿子)[读上]|就读于?|读于|我是|我们是|系|是|在|到|从|[和与及、]|孩子|女儿|儿子|小孩|孙子|孙女"
    r"|学生|家长|来自|于|对|给|让|把|被|由|关于|反映|向(?![阳明日荣前东])|经(?![纬开济贸典])|找|请问?|据|咨询|的|去|[本该此某]|我们?)"
)
GENERIC = re.compile(
    r"(?:[全各本我贵该此某整]?[区市县省校]?的?(?:公办|民办|私立|公立|普通|普惠性?|直属|区属|市属|乡镇|农村|城区|片区|学区"
    r"|划片|对口|双语|国际|寄宿制?|九年一贯制|完全|特殊教育|中等职业|高等职业|职业|技工|重点|优质|热点|所在|附近|就近|原|新"
    r"|转入|转出|初级|高级|所有|每所|一所|其他|其它|部分|相关|有关|义务教育|民工|定点|培训|夜|党|家长|目标|报名|毕业|录取"
    r"|邻近|周边)?(?:公办|民办)?)"
)
LONGEST = 16  # characters of a school's name
GENERAL = (
    ("幼儿园", "某幼儿园"),
    ("小学", "某小学"),
    ("小", "某小学"),
    ("中学", "某中学"),
    ("中", "某中学"),
    ("职高", "某职业学校"),
    ("技校", "某职业学校"),
)


def known() -> frozenset[str]:
    """Full and short names of the bureau's schools and kindergartens."""
    kinds = (OrganizationKind.SCHOOL, OrganizationKind.KINDERGARTEN)
    rows = Organization.objects.filter(kind__in=kinds).values_list("name", "short_name")
    return frozenset(name for row in rows for name in row if name)


def general_school(name: str) -> str:
    """某小学 for 云岭实验小学."""
    return next((general for end, general in GENERAL if name.endswith(end)), "某学校")


def school_before(text: str, end: int, known: Collection[str] = (), *, inside: str = "") -> int | None:
    """Where the school's name begins that stands directly before ``end``; None when there is none.

    ``inside``: instead look at the head of these words, which end at ``end``. ``known`` names win over guessing.
    """
    if inside:
        return end - len(inside) if SCHOOL_WORD.search(inside) else None
    window = text[max(0, end - LONGEST - 8) : end]
    match = ENDS.search(window)
    if match is None:
        return None
    base, run = end - len(window), RUN.search(window, 0, match.end(1))
    if run is None:
        return None
    for name in sorted(known, key=len, reverse=True):
        if run.group().endswith(name):
            return base + match.end(1) - len(name)
    lead = LEAD.match(run.group()[: -len(match.group(1))])
    start = run.start() + (lead.end() if lead else 0)
    start = max(start, match.end(1) - LONGEST)
    least = 1 if len(match.group(1)) == 2 and match.group(1)[1] in "中小附" else 2
    if match.start(1) - start < least:
        return None
    return None if GENERIC.fullmatch(run.group()[start - run.start() : match.start(1) - run.start()]) else base + start
