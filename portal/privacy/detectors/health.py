"""Illness and disability of a person, not of a policy: 女儿确诊重度抑郁, but not 孤独症儿童融合教育."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

LEAD = (
    r"(?:(?:先天性|后天性|极?重度|极?严重|中重?度|轻度|轻微|急性|慢性|晚期|早期|原发性|继发性|疑似|双侧|双耳|双眼|单侧"
    r"|左侧?耳?眼?臂?腿?|右侧?耳?眼?臂?腿?|粉碎性|开放性|儿童|青少年|[IV1-4一二三四Ⅰ-Ⅳ]型|[甲乙丙]型|戴|佩戴|植入"
    r"|[花生鸡蛋牛奶海鲜坚果芒青霉素尘螨小麦]{2,5})(?:性|的)?){0,3}"
)
TAIL = r"(?:[（(]?[一二三四1-4]级(?:残疾)?[）)]?|综合征|综合症|症状?|后遗症|晚期)?"
GENERIC_AFTER = re.compile(
    r"^(?:儿童|学生|患儿|患者|孩子|少儿|人群?|群体|类别?|教育|融合|专线|补助|康复|防治|预防|知识|宣传|筛查|证|鉴定|名单|体检"
    r"|等(?:疾病|特殊|传染))"
)
GENERIC_BEFORE = re.compile(
    r"(?:针对|预防|防治|筛查|防控|什么是|如果患?有?|凡是?|禁止|不得因)[^，。；]{0,4}$|[《][^》]*$"
)
LIMB = re.compile(r"(?:肢体|听力|视力|智力|精神|言语|多重)(?:残疾)?[一二三四1-4]级")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"{LEAD}(?:{alternatives('diseases')}){TAIL}")


WEAK = words("weak_diseases")
TOLD_OF_A_PERSON = re.compile(
    r"(?:确诊|诊断|患[有上]?|查出|得[了过]|孩子|儿子|女儿|学生|[他她]|老公|丈夫|妻子|爱人|父亲|母亲|本人|被)[^，。；]{0,6}$"
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for pattern in (_pattern(), LIMB):
        for match in pattern.finditer(view.text):
            if not _is_generic(view, match.start(), match.end()):
                yield Finding(*match.span(), Kind.HEALTH, "健康或残疾情况", 0.7)


def _is_generic(view: View, start: int, end: int) -> bool:
    if view.text[start:end] in WEAK and not TOLD_OF_A_PERSON.search(view.before(start, 12)):
        return True
    return bool(GENERIC_AFTER.match(view.after(end, 6)) or GENERIC_BEFORE.search(view.before(start, 16)))
