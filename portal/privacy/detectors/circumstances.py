"""Family, poverty, punishment and marks of somebody in the letter: 父母离异, 女婿坐牢, 数学41分; not of a policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.phones import OF_AN_OFFICE
from portal.privacy.lexicon import words
from portal.privacy.spans import Case, Finding, Kind, View

SOMEBODY = re.compile(
    r"[我他她俺咱你您]|孩子|娃|儿子|女儿|闺女|孙[子女]|外孙|侄|外甥|爸|妈|爹|娘|父|母|爷|奶|姥|外公|外婆|丈夫|老公"
    r"|妻|老婆|爱人|媳妇|女婿"
    r"|前[夫妻]|家里|家中|本人|一名|一个|是个|全家|学生|同学|老师"
)
OF_A_POLICY = re.compile(
    r"(?:等|、|和|及|或)?(?:家庭)?(?:经济困难|困难|贫困)?(?:学生|儿童|家庭(?!低保|困难|贫困|经济)|子女|对象"
    r"|人员|群体|人口|学员"
    r"|幼儿)(?!(?:小|大)?[一-鿿]{2,3}(?:的|[,，]))"
    r"|政策|标准|申请|办理|条件|资助|补助|认定|资格|待遇|救助|名单|如何|怎么|可以|是否|能否|的(?:学生|孩子|儿童"
    r"|家庭)|、(?:孤儿|低保|残疾|特困|建档)"
)
POLICY_BEFORE = re.compile(
    r"(?:对|对于|针对|凡是?|属于|持|凭|包括|包含|例如|如|含|以及|和|及|、|请问|咨询|“|《|符合|纳入|享受)[^,。;]{0,6}$"
)
DIRECT = re.compile(
    r"(?:[我他她俺咱你您](?:们)?(?:家|爸|妈|们家)?|孩子(?:父母)?|父母|爸妈|爸爸|妈妈|女婿|儿子|丈夫|老公|前夫|家里"
    r"|家庭|该生|父亲|母亲|我们|吃|领|靠|办了|带着|拿着|是个|是一名)[^,。;、]{0,6}$"
)
SUBJECT = "语文|数学|英语|物理|化学|生物|历史|地理|政治|道法|体育|科学|总分|作文|听力|理综|文综"
EXAM = rf"(?:{SUBJECT}|月考|期中|期末|考试|考了|只考|考|成绩|得了|测验|测试|模考|[一二三]模|试卷|分数)"
MARK = re.compile(
    rf"(?:{SUBJECT})?(?<![\d.])\d{{1,3}}(?:\.\d)?分(?!钟|之|校|数|班|类|区|局|公司|制|别|以|线|成|期|配|年|会|店|享"
    rf"|部|派|支|流|散|开|给|为|的?标准)"
)
EXAM_BEFORE = re.compile(rf"{EXAM}[^,。;\n]{{0,8}}$")
EXAM_AFTER = re.compile(r"的?(?:试卷|卷子|成绩|作文)")
SCHEME = re.compile(
    r"(?:满分|分数线|控制线|线|总分为|标准|折算|占|加|扣|计|每题|低于|高于|达到|不低于|不超过|最高|最低|赋|计入"
    r"|录取)[^,。;\n]{0,6}$"
)
RANK = re.compile(
    r"(?:全?年级|全?班(?:级|上|里)?|全校|全区|段里|年段)(?:排名?)?(?:倒数)?第?(?:[一二三四五六七八九十百]{1,4}"
    r"|\d{1,4})(?:名|(?=[^一-鿿]|$|[,，]|了|的))"
    r"|(?<![一-鿿])?倒数第(?:[一二三四五六七八九十]{1,3}|\d{1,3})名?"
)
RANK_NEEDS = re.compile(r"第|名|排|倒数")


@cache
def _told() -> re.Pattern[str]:
    told = "|".join(sorted(words("circumstances"), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:父母亲?(?:已经?)?|父亲|母亲|[爸妈]{{1,2}})?(?:{told})")


def detect(view: View, case: Case) -> Iterator[Finding]:
    by_office = bool(OF_AN_OFFICE.search(view.text))
    for match in _told().finditer(view.text):
        if _of_somebody(view, match.start(), match.end(), by_office=by_office):
            yield Finding(*match.span(), Kind.HEALTH, "家庭情况或处分", 0.66)
    for match in MARK.finditer(view.text):
        before = view.before(match.start(), 12)
        told = EXAM_BEFORE.search(before) or EXAM_AFTER.match(view.after(match.end(), 4)) or match.group()[0] > "9"
        if told and not SCHEME.search(before):
            yield Finding(*match.span(), Kind.HEALTH, "考试成绩", 0.62)
    for match in RANK.finditer(view.text):
        if RANK_NEEDS.search(match.group()):
            yield Finding(*match.span(), Kind.HEALTH, "考试名次", 0.62)


def _of_somebody(view: View, start: int, end: int, *, by_office: bool) -> bool:
    """An office writes of policies: there the words right before must say whose it is."""
    before = re.split(r"[。\n]", view.before(start, 40))[-1]
    if DIRECT.search(before):
        return not (by_office and OF_A_POLICY.match(view.text, end))
    if POLICY_BEFORE.search(before) or OF_A_POLICY.match(view.text, end):
        return False
    return not by_office and SOMEBODY.search(before) is not None
