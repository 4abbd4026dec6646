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
LINK = r"(?:[ ,，]?(?:的|当?天|同一天|左右|早上|凌晨|晚上|剖腹产|顺产)?)?(?:在[^，。；\n]{0,8})?"
BORN = re.compile(rf"(?<![\d〔])({DATE})(?!\d){LINK}(?:出生|生(?![活效产成源态日存]))")
BORN_THEN = re.compile(rf"(?:生的|出生的?|降生)[，,、：:（(]{{1,2}}({DATE})(?!\d)")
# In brackets behind a child's name or after 男 or 女: a form's way to say a birth date.
IN_FORM = re.compile(rf"(?:[男女][，,、/ ]{{1,2}}|年龄[:：] ?)({DATE}|\d{{1,2}}岁半?|\d{{1,2}}周岁)(?!\d)")
NAMED = re.compile(
    rf"(?:出生(?:日期|年月日?|时间|于)?|生日|生于|诞生于|生辰|出世|出生证明?上?写?的?|[阳阴农]历"
    rf"|户口本上?[写登]记?的?)(?:[^\d，。；\n{CN}]{{0,6}}?)(?<!\d)({DATE})(?!\d)"
)
POSSESSIVE = re.compile(rf"(?<![\d〔])({DATE})(?:日|号)?的(?:[，,。]|还|才|刚|今年|现在|属|$)")
CHILD = re.compile(r"孩子|儿子|女儿|宝宝|[男女]孩|老[大二三四]|[我他她]|闺女|娃")
POLICY = re.compile(r"^[^。；\n]{0,3}(?:[后前]|以[后前]|之[后前]|及以|至|起|—|-{1,2}|~|期间)")


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in BORN.finditer(view.text):
        yield Finding(*match.span(1), Kind.BIRTH, "后面写着“出生”的日期", 0.92)
    for match in NAMED.finditer(view.text):
        if not POLICY.match(view.after(match.end(1), 8)):
            yield Finding(*match.span(1), Kind.BIRTH, "“出生、生日”后面的日期", 0.92)
    for match in (*BORN_THEN.finditer(view.text), *IN_FORM.finditer(view.text)):
        yield Finding(*match.span(1), Kind.BIRTH, "出生日期或年龄", 0.85)
    for match in POSSESSIVE.finditer(view.text):
        if CHILD.search(view.before(match.start(), 14)):
            yield Finding(*match.span(1), Kind.BIRTH, "说孩子的日期，像生日", 0.75)
