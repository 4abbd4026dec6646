"""Dates that say of a birth what a paper says: 户口写成2018年1月1日, 应为2003年11月, and a known birth said again.

Letters on wrong papers hold several dates of one birth, each as telling as the true one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.detectors.births import WHEN
from portal.privacy.spans import Case, Finding, Kind, View

DATE = re.compile(rf"(?<![\d〔\[—~至到\-/.])(?:{WHEN})")
# A verb of writing down, or a paper and 是.
WRITTEN = re.compile(
    r"(?:(?:登记|登|记载|载明|载|记录|填写?|写|录入?|抄|输|打|改|更正|换算|误[填录写登记]{1,2}|[误错][写填登录记]{0,2}|报"
    r"|显示|打印?)(?:成|为|的?是|的|了|作)?(?:办证那天)?"
    r"|应(?:为|是|该是)|实(?:为|际是|际为)|本来是|其实是|确认(?:应)?为"
    r"|(?:身份证|户口(?:本|簿|页)?|户籍|出生(?:医学)?证明?|接种[证卡]|疫苗[本卡证]|学籍|系统|档案|证件?|护照|[卡本证表簿]上)"
    r"(?:上|里)?(?:又|却|都|也)?(?:登记|写)?(?:的|成|着)?(?:又|却|都|也)?(?:[是为写作]|(?=[:“(])))[“\"':, (]{0,2}$"
)
OF_A_BIRTH = re.compile(r"出生|生日|年龄|周岁|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|生的|户口|户籍|生辰|报大|报小|[阴农阳]历")
BEFORE, AFTER = 60, 40  # characters in which it is spoken of
EVENT = re.compile(
    r"[^。;,\n]{0,2}(?:后|前|起|至|到|—|~|期间|印发|发布|施行|实行|办|换|补录|签|提交|受理|上午|下午|开学|考试|报名|入学"
    r"|以来|发的|买|迁|毕业|去世|含|[这那]条线|关闭|开放|开通|截止|注册|公示)"
)
TOO_LATE = re.compile(r"20(?:2[6-9]|[3-9]\d)")  # dates of the letter's own days; nobody's at a nursery yet
MOST = 200  # births that others are compared with
WHOLE = 3  # numbers of a date
DIGITS = re.compile(r"\d+")


def follow(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    born = [each for each in found if each.kind is Kind.BIRTH]
    known = {at for each in born for at in range(each.start, each.end)}
    said = [numbers for each in born[:MOST] if len(numbers := _numbers(view, each.start, each.end)) > 1]
    for match in DATE.finditer(view.text):
        if match.start() in known or EVENT.match(view.text, match.end()) or TOO_LATE.match(match.group()):
            continue
        around = view.before(match.start(), BEFORE) + view.after(match.end(), AFTER)
        if WRITTEN.search(view.before(match.start(), 20)) and (born or OF_A_BIRTH.search(around)):
            yield Finding(*match.span(), Kind.BIRTH, "说证件上写的出生日期", 0.75)
        elif _is_said_again(_numbers(view, *match.span()), said):
            yield Finding(*match.span(), Kind.BIRTH, "与另一处出生日期对得上", 0.7)


def _numbers(view: View, start: int, end: int) -> list[str]:
    """Year, month and day as far as they are written in digits apart, without noughts before them."""
    return [each.lstrip("0") for each in DIGITS.findall(view.digits[start:end])][:3]


def _is_said_again(date: list[str], said: list[list[str]]) -> bool:
    """Of a whole date all but one number are the same, or month and day have changed places."""
    return len(date) == WHOLE and any(len(one) == WHOLE and _is_like(date, one) for one in said)


def _is_like(date: list[str], other: list[str]) -> bool:
    return sum(ours != theirs for ours, theirs in zip(date, other, strict=True)) <= 1 or sorted(date) == sorted(other)
