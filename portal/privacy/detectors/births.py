"""Dates of birth: a date with 生 behind it or 生日, 出生日期 before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

CN = "〇○零一二三四五六七八九十廿两"
DATE = (
    rf"(?:(?:19|20)?\d{{2}}|[{CN}]{{2,4}}) ?年(?:农历|阴历)? ?(?:\d{{1,2}}|[{CN}]{{1,3}}|正|冬|腊) ?月"
    rf"(?: ?初?(?:\d{{1,2}}|[{CN}]{{1,3}})(?: ?[日号])?)?"
    r"|(?:19|20)\d{2} ?[\-/.、] ?\d{1,2}(?: ?[\-/.、] ?\d{1,2})?|(?:19|20)\d{2}[01]\d[0-3]\d"
)
# 2018年8月31日深夜11点50, 2019-08-31 23:50
CLOCK = (
    rf"(?:[ T]?(?:当天|当日|的)?(?:深夜|半夜|夜里|凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上"
    rf"|晚)?(?:\d{{1,2}}|[{CN}]{{1,3}})"
    rf"(?:[:：]\d{{2}}(?:[:：]\d{{2}})?|[点时](?:(?:\d{{1,2}}|[{CN}]{{1,3}})分?|半|整|多|一刻)?))?"
)
WHEN = rf"(?:{DATE})(?!\d){CLOCK}"
LINK = r"(?:[ ,，]?(?:的|当?天|同一天|左右|早上|凌晨|晚上|剖腹产|顺产)?)?(?:在[^,。;\n]{0,8})?"
BORN = re.compile(
    rf"(?<![\d〔—~至到])({WHEN}){LINK}(?:出生|生(?![活效产成源态日存])|落地|落草|降生|来到(?:人世|世上|这个世界)"
    rf"|剖腹产的?|顺产的?|剖的)"
)
# A day without its number: 前年腊八落地, 火把节头一天生, 一七年霜降的, 藏历土狗年萨嘎达瓦十五生.
TERMS = (
    "立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至"
    "|小寒|大寒"
)
FEASTS = (
    f"{TERMS}|除夕|元旦|春节|过年|小年|大年|元宵|端午|七夕|中元|中秋|重阳|国庆|腊八|三月三|圣诞|儿童节|[一-鿿]{{1,4}}节|[一-鿿]{{1,3}}年"
    r"|[一二三四五六七八九十冬腊正]+月(?:[初廿]?[一二三四五六七八九十]{1,3})?|\d{1,2}月(?:\d{1,2}[日号])?"
)
ON_A_FEAST = re.compile(
    rf"(?:(?<![一-鿿\d—–~至到])(?:[她他我俩都也就才老大小二三孩子的是在于可]{{1,4}})?|(?<![\d—–~至到])(?=(?:19|20)\d\d年))"
    rf"((?:(?:[农阴阳公藏]历)?(?:(?:19|20)?\d\d|[一-鿿]{{0,6}})[年历])?(?:{FEASTS})[一-鿿\d]{{0,8}}?)(?:[零半早晚]?[点夜晨])?"
    r"(?:出生|降生|落地|(?<![学新考师男女先医民业])生(?=的|人|[，,。；;、）)]|$))"
)
BORN_THEN = re.compile(rf"(?:生的|出生的?|降生)[，,、：:（(]{{1,2}}({WHEN})")
# In brackets behind a child's name or after 男 or 女: a form's way to say a birth date.
IN_FORM = re.compile(rf"(?:[男女][，,、/ ]{{1,2}}|年龄[:：] ?)({DATE}|\d{{1,2}}岁半?|\d{{1,2}}周岁)(?!\d)")
NAMED = re.compile(
    rf"(?:出生(?:日期|年月日?|时间|于)?|生日|生于|诞生于|生辰|出世|出生证明?上?写?的?|[阳阴农]历"
    rf"|(?:户口[本簿页]?|身份证|档案|出生证|医学证明|证件)(?:里|上)?(?:登记|[写登记填]了?)的?(?:是"
    rf"|为)?(?:出生)?)(?:[^\d,。;\n《》{CN}]{{0,6}}?,? ?)(?<!\d)({WHEN})"
)
IS_THE_DAY = re.compile(rf"(?<![\d〔])({WHEN})[，, ]?(?:就?是|为)[^,。;\n]{{0,6}}(?:生日|生辰|出生日)")
POSSESSIVE = re.compile(rf"(?<![\d〔])({DATE})(?:日|号)?的(?:[，,。]|还|才|刚|今年|现在|属|$)")
CHILD = re.compile(r"孩子|儿子|女儿|宝宝|[男女]孩|老[大二三四]|[我他她]|闺女|娃")
POLICY = re.compile(r"^[^。;\n]{0,3}(?:[后前]|实行|施行|印发|发布|公布|以[后前]|之[后前]|及以|至|起|—|-{1,2}|~|期间)")


ANYBODY = re.compile(r"能否|可否|能不能报|者|的(?:适龄|儿童)")  # 9月1日出生者, where no child is named before
# 小朋友（20160229）
BEHIND_CHILD = re.compile(rf"(?:小朋友|同学|孩子|幼儿|学生|考生|儿子|女儿|宝宝|之子|之女)[(（]({WHEN})[,，)）]")
BEHIND_NAME = re.compile(
    r"[(（]((?:19\d\d|20[01]\d|202[0-3])(?:[01]\d[0-3]\d|[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?)(?:生|出生)?)[,，)）]"
)


def follow(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """A date in brackets behind somebody's name."""
    for name in found:
        match = BEHIND_NAME.match(view.text, name.end) if name.kind is Kind.PERSON else None
        if match:
            yield Finding(*match.span(1), Kind.BIRTH, "姓名后面括号里的日期", 0.8)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in (*BORN.finditer(view.text), *IS_THE_DAY.finditer(view.text)):
        if not _is_anybodys(view, match):
            yield Finding(*match.span(1), Kind.BIRTH, "后面写着“出生、生日”的日期", 0.92)
    for match in ON_A_FEAST.finditer(view.text):
        if not (match.group(1).endswith(("后", "前")) or _is_anybodys(view, match)):
            yield Finding(*match.span(1), Kind.BIRTH, "后面写着“出生、生”的节日或月份", 0.8)
    for match in NAMED.finditer(view.text):
        if not POLICY.match(view.after(match.end(1), 8)):
            yield Finding(*match.span(1), Kind.BIRTH, "“出生、生日”后面的日期", 0.92)
    for match in (*BORN_THEN.finditer(view.text), *IN_FORM.finditer(view.text), *BEHIND_CHILD.finditer(view.text)):
        yield Finding(*match.span(1), Kind.BIRTH, "出生日期或年龄", 0.85)
    for match in POSSESSIVE.finditer(view.text):
        if CHILD.search(view.before(match.start(), 14)):
            yield Finding(*match.span(1), Kind.BIRTH, "说孩子的日期，像生日", 0.75)


def _is_anybodys(view: View, match: re.Match[str]) -> bool:
    """A policy's words behind the date, and no child before it."""
    return ANYBODY.match(view.text, match.end()) is not None and not CHILD.search(view.before(match.start(1), 14))
