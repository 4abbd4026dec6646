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
TAIL = r"(?:大三阳|小三阳|携带者?|阳性)?(?:[（(]?[一二三四1-4]级(?:残疾)?[）)]?|综合征|综合症|症状?|后遗症|晚期)?"
GENERIC_AFTER = re.compile(
    r"^(?:儿童|学生|患儿|患者|孩子|少儿|人群?|群体|类别?|教育|融合|专线|补助|康复|防治|预防|知识|宣传|筛查|证|鉴定|名单|体检"
    r"|等(?:疾病|特殊|传染))"
)
GENERIC_BEFORE = re.compile(
    r"(?:针对|预防|防治|筛查|要查|体检|防控|什么是|如果患?有?|凡是?|禁止|不得因)[^，。；]{0,12}$|[《][^》]*$"
)
LIMB = re.compile(
    r"(?:肢体|听力|视力|智力|精神|言语|多重)(?:残疾)?[一二三四1-4]级(?:残疾)?|(?<!《)[一二三四1-4]级(?:肢体|听力|视力|智力|精神)残疾"
)
# What only somebody who is ill or tested has: 智商62, 打胰岛素.
TOLD_BY_CARE = re.compile(
    r"智商[^，。；\n\d]{0,6}(\d{2,3})|(?:打|注射|吃|服用?|用着?)(胰岛素|专注达|择思达|利他林|抗抑郁药|抗癫痫药|舍曲林|氟西汀|德巴金|开浦兰)"
    r"|(坐(?:着)?轮椅|拄(?:着)?(?:双)?拐)|((?:做|接受|正在)?(?:透析|化疗|放疗|骨髓移植|肾移植|电休克治疗))"
)
# Whatever a diagnosis calls it: 医院说鼓膜充血, 患脊髓性肌萎缩症.
ENDING = (
    "综合征|综合症|症|瘤|癌|炎|(?<!看)(?<!治)病|残疾|障碍|骨折|骨裂|损伤|畸形|缺失|瘫|不全|衰竭|充血|出血|贫血|穿孔|脱位|撕裂|挫伤|阳性?|积水|迟缓|孤独|自闭"
    "|抑郁|焦虑|过敏|囊肿|结节|增生|结石|硬化|栓塞|萎缩|近视|弱视|斜视"
)
DIAGNOSED = re.compile(
    rf"(?:诊断(?:为|是|出|结果[是为:：]*)?|确诊(?:为|是|了)?|(?:检?查|筛查)出(?:了|有)?|鉴定(?:为|是)|(?<![传医隐])患(?:有|上|了|的是)?|得了|(?:孩子|儿子|女儿|侄子|侄女|外甥|学生|[他她我]|同学)有"
    rf"|罹患|(?:医院|医生|大夫)说是?)[“ ]?([一-鿿]{{1,8}}?(?:{ENDING}))"
    r"(?=[^一-鿿]|$|的|后|住院|休学|需|不能|多年|已|坐|在|要)"
)
OF_SOMEBODY = re.compile(r"孩子|儿子|女儿|[我他她]|老公|丈夫|妻子|爱人|父亲|母亲|本人|老师|同学")
ABSENT = re.compile(r"(?:请假|住院|休学|手术|休假|在家)")
LIST = re.compile(r"[、和及]")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"{LEAD}(?:{alternatives('diseases')}){TAIL}")


WEAK = words("weak_diseases")
TOLD_OF_A_PERSON = re.compile(
    r"(?:确诊|诊断|患[有上]?|查出|得[了过]|孩子|儿子|女儿|学生|[他她]|老公|丈夫|妻子|爱人|父亲|母亲|本人|老师|同学|我|被|因)[^，。；]{0,6}$"
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for pattern in (_pattern(), LIMB):
        for match in pattern.finditer(view.text):
            if not _is_generic(view, match.start(), match.end()):
                yield Finding(*match.span(), Kind.HEALTH, "健康或残疾情况", 0.7)
    for match in DIAGNOSED.finditer(view.text):
        if not _is_generic(view, *match.span(1)):
            yield Finding(*match.span(1), Kind.HEALTH, "诊断的结果", 0.68)
    for match in TOLD_BY_CARE.finditer(view.text):
        if OF_SOMEBODY.search(view.before(match.start(), 24)):
            yield Finding(*match.span(match.lastindex or 0), Kind.HEALTH, "从治疗或检查看得出的健康情况", 0.65)


def _is_generic(view: View, start: int, end: int) -> bool:
    listed = LIST.match(view.after(end, 1)) and LIST.match(view.before(start, 1))
    if (listed or view.text[start:end] in WEAK) and not TOLD_OF_A_PERSON.search(view.before(start, 12)):
        return True
    return bool(GENERIC_AFTER.match(view.after(end, 6)) or GENERIC_BEFORE.search(view.before(start, 16)))
