"""Illness and disability of a person, not of a policy: 女儿确诊重度抑郁, but not 孤独症儿童融合教育."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors import conditions
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

LEAD = (
    r"(?:(?:先天性|后天性|极?重度|极?严重|中重?度|轻度|轻微|急性|慢性|亚急性|晚期|早期|原发性|继发性|病毒性|细菌性"
    r"|过敏性|化脓性|缺铁性|陈旧性"
    r"|支原体|疑似|双侧|双耳|双眼|单侧|左侧?耳?眼?臂?腿?|右侧?耳?眼?臂?腿?|粉碎性|开放性|压缩性|儿童|青少年|产后"
    r"|围产期|[IV1-4一二三四Ⅰ-Ⅳ]型"
    r"|[甲乙丙]型|戴|佩戴|植入|[花生鸡蛋牛奶海鲜坚果芒青霉素尘螨小麦]{2,5})(?:性|的)?){0,3}"
)
# A part of the body and what it has: 右手尺骨骨折, 急性肠胃炎, 腰椎间盘突出.
DEGREE = r"(?:[（(]?[一二三四1-4]级[）)]?|晚期|早期|中期|后遗症|术后)?"
# Told in plain words: 肋骨摔断了两根, 近视三百多度, 血压高, 肾不好.
COUNTED = r"(?:了?(?:[一两二三四五六七八九十几]|\d{1,2})[根颗条个处块节])?"
PLAIN = re.compile(
    rf"(?:手指|脚趾|胳膊|手臂|腿|小腿|大腿|腰|脖子|鼻梁|牙|门牙|骨头|[一-鿿]?骨)(?:被|给|都|也"
    rf"|让人)?[摔打撞砸压踢拧扭磕夹踩咬切轧]{{0,2}}(?:断|骨折|裂|瘸|残){COUNTED}"
    r"(?:了?[一两二三四五六七八九十]{1,2}[根颗条处])?(?![掉定绝续言电])"
    r"|(?:工伤)?(?:断|缺|少|没|截|切|掉)了?(?:[一两二三四五六七八九十]|\d)[根个截节条只]?(?:手指头?|脚趾"
    r"|肋骨|腿|胳膊|手臂)"
    r"|(?:外耳|[左右]?手|[左右]?腿|[左右]?脚|胳膊|耳朵?)(?:有点|是|也)?(?:残|背)(?=的|了|[,，]|。|$)|助听器|轮椅"
    r"|近视(?:(?:[一二两三四五六七八九十百千零]{1,6}|\d{2,4})(?:多)?度)?(?:还|加|和|、)?(?:散光|弱视)?(?<!近视)(?:了)?"
    r"|(?:血压|血糖|血脂|尿酸)(?:偏?[高低]|不稳)|(?:肾|肝|心脏|肺|胃|脾|腰|精神|脑子|智力|视力|听力|眼睛|耳朵"
    r"|腿脚)(?:功能)?(?:一直|又|也|都|很|有点|不太)?"
    r"(?:不好|不行|不便|有病|有问题|有毛病|下降|受损|残疾|看不见|听不见|失灵)"
    r"|腰脱|腰突|(?:有点|有些|说话|轻微)?(?:口吃|结巴)|(?:对)?[一-鿿]{1,4}(?:过敏|不耐受)|(?:煤气|煤烟"
    r"|一氧化碳|食物|农药|酒精|药物)中毒|低血糖|缺氧"
    r"|早产儿|巨大儿"
    r"|怀(?:了)?(?:孕|二胎|三胎|一胎|着孩子)(?:[一二三四五六七八九十\d]{1,2}个(?:多|半)?月)?|(?:先兆|习惯性)?流产"
    r"|宫外孕|绝经|不孕(?:不育)?"
)
# Names of illnesses in Latin letters.
LATIN = re.compile(r"(?<![A-Za-z])(?:ADHD|ADD|ASD|PTSD|OCD|HIV|AIDS|HPV|PANDAS|SLE|DMD|SMA|ICU)(?![A-Za-z])")
CONDITION = re.compile(
    r"(?:焦虑|抑郁|躁狂|应激|情绪|睡眠|强迫|惊恐|恐惧|厌学|进食|发育|语言|行为|感统|多动|运动|认知"
    r"|吞咽)(?:情绪)?(?:状态|反应|障碍|发作|倾向|失调|迟缓|症状?)"
    r"|盲人|聋哑?人?(?=[^一-鿿]|[,，]|的)|哑巴|瘸子|跛脚|侏儒|植物人|弱智"
)
TAIL = r"(?:大三阳|小三阳|携带者?|阳性)?(?:[（(]?[一二三四1-4]级(?:残疾)?[）)]?|综合征|综合症|症状?|后遗症|晚期)?"
PROGRAMME = r"[”」]?(?:的|免费|专项|早期)?(?:筛查|防治|防控|宣传)"
GENERIC_AFTER = re.compile(
    rf"^(?:{PROGRAMME}|儿童"
    r"|学生(?![王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁卢姚沈钟姜崔谭陆范汪廖石]..)"
    r"|患者|医院|专科|门诊|科|所致|中心|之类|类疾病|患儿(?:不得|不能|能否|可|怎么|如何|的?(?:家庭|教育|政策"
    r"|补助|救助|关爱|人数))|孩子|少儿|人群?"
    r"|群体|类别?|教育|融合|专线|补助|康复|预防|知识|证|鉴定|名单|体检"
    r"|等(?:疾病|特殊|传染))"
)
# A number of people, a plan, or a list of those meant: 近视率, 智力障碍、听力障碍学生.
OF_MANY = re.compile(
    r"的?(?:发生|患病|检出|发病)?(?:率|防控|筛查|经费|课|高发|频发|预防|人数|比例|标准|监测|疫苗)"
    r"|(?:[、和及或][一-鿿]{2,8}){1,4}(?:等)?的?(?:学生|儿童|患者|人员|人群|青少年)"
)
GENERIC_BEFORE = re.compile(
    r"(?:针对|预防|防治|筛查|要查|体检|防控|什么是|如果患?有?|凡是?|禁止|不得因)[^,。;]{0,12}$|[《][^》]*$"
)
LIMB = re.compile(
    r"(?:肢体|听力|视力|智力|精神|言语|多重)(?:残疾)?[一二三四1-4]级(?:残疾)?|(?<!《)[一二三四1-4]级(?:肢体|听力"
    r"|视力|智力|精神)残疾"
)
# 眉骨开了个口子, 耳朵后面缝了三针; 砸断了腿, 割过手腕: what people say instead of a diagnosis.
NUMERAL = r"[一二两三四五六七八九十几\d]"


@cache
def _hurt() -> re.Pattern[str]:
    part = rf"[左右双两]?(?:{alternatives('body_parts')})"
    hit = "[摔砸撞压打扭磕夹咬烧割轧烫扎划碰]"
    return re.compile(
        rf"{part}(?:上|里|后面|后侧|前面|骨头?|皮肤)?[也都就给被还]{{0,2}}(?:{hit}?(?:断|裂|折|骨裂)了|缝了?(?:合)?{NUMERAL}+针"
        rf"|起了?[水血]泡(?:化了?脓)?|化了?脓|开了个?{NUMERAL}*[一-鿿]{{0,2}}(?:口子|洞)|掉了{NUMERAL}[颗个]?|肿得?了?)"
        rf"|{hit}(?:断|裂|伤|折|破|掉|碎|过)了?[我他她]?的?{part}(?:骨头?)?"
    )


# What only somebody who is ill or tested has: 智商62, 打胰岛素.
TOLD_BY_CARE = re.compile(
    r"智商[^,。;\n\d]{0,6}(\d{2,3})|(?:打|注射|吃|服用?|用着?)(胰岛素|专注达|择思达|利他林|抗抑郁药|抗癫痫药"
    r"|舍曲林|氟西汀|德巴金|开浦兰)"
    r"|(坐(?:着)?轮椅|拄(?:着)?(?:双)?拐)|((?:做|接受|正在)?(?:透析|化疗|放疗|骨髓移植|肾移植|电休克治疗))"
)
# Whatever a diagnosis calls it: 医院说鼓膜充血, 患脊髓性肌萎缩症.
ENDING = (
    "综合征|综合症|症|瘤|癌|炎|(?<!看)(?<!治)病|残疾|障碍|骨折|骨裂|损伤|畸形|缺失|瘫|不全|衰竭|充血|出血|贫血|穿孔"
    "|脱位|撕裂|挫伤|阳性?|积水|迟缓|孤独|自闭"
    "|抑郁|焦虑|过敏|囊肿|结节|增生|结石|硬化|栓塞|萎缩|近视|弱视|斜视"
)
DIAGNOSED = re.compile(
    rf"(?:诊断(?:为|是|出|结果[是为:：]*)?|确诊(?:为|是|了)?|(?:检?查|筛查)出(?:了|有)?|鉴定(?:为|是)"
    rf"|(?<![传医隐])患(?:有|上|了|的是)?|得了|(?:孩子|儿子|女儿|侄子|侄女|外甥|学生|[他她我]|同学)有"
    rf"|罹患|(?:医院|医生|大夫)说是?)[“ ]?([一-鿿]{{1,8}}?(?:{ENDING}))"
    r"(?=[^一-鿿]|$|的|后|住院|休学|需|不能|多年|已|坐|在|要)"
)
OF_SOMEBODY = re.compile(
    r"孩子|娃|儿子|女儿|闺女|孙|侄|外甥|[我他她俺咱]|老公|丈夫|妻子|老婆|爱人|媳妇|老伴|老头|父亲|母亲|爸|妈|爹|娘"
    r"|爷|奶|姥|外公|外婆|本人|老师|同学|学生|女士|先生"
)
HELD = re.compile(r"(?:持有?|有|拿着|办了|领了)$")
TREATED = re.compile(r"[^。;\n]{0,4}(?:晕倒|昏倒|晕过去|发作|请假|住院|休学|手术|休假|输液|吃药|治疗|抢救|透析|化疗)")
ASKED = re.compile(r"[^,。;]{0,3}(?:怎么|如何|吗|能不能|是否|高发|防控|预防|率|检查|检测|频发|多发|经费|课|课程)")
ASKED_BEFORE = re.compile(
    r"(?:请问|咨询|什么是|发现|出现|预防|防止|避免|杜绝|谨防|检查(?!出)|查(?![出了]))[^,。;]{0,4}$"
)
IS_ONE = re.compile(r"[我他她](?:也|就|本人)?是(?:一[名位个]|个)?$")
LIST = re.compile(r"[、和及]")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"{LEAD}(?:{alternatives('diseases')}){TAIL}")


@cache
def _of_the_body() -> re.Pattern[str]:
    parts, ailments = alternatives("body_parts"), alternatives("ailments")
    return re.compile(rf"{LEAD}(?:{parts}){{1,3}}(?:多发|部位?|处)?性?(?:{ailments}){{1,2}}{DEGREE}")


WEAK = words("weak_diseases")
# Built words that a lesson, a report or a plan uses too.
SOFT = re.compile(
    r"(?:心理|情绪|情感|学习|行为|睡眠|运动|社交|交流|认知|记忆|注意|视力|听力|视觉|听觉|语言|言语|智力"
    r"|发育|儿童|青少年|老年|新生儿"
    r"|食物|药物|农药|酒精|煤气|一氧化碳|甲醛|全身|局部|反复|基因|遗传|生长|性格|循环|呼吸|免疫|平衡|感觉"
    r"|消化|传导|持续|早期|中期"
    r"|晚期|病毒|细菌|流感|诺如|感觉|人格|维生素|蛋白|铁|钙|锌|铅|汞).*"
    r"|.*(?:感染|不足|落后|异常|偏高|偏低|过高|过低|超标|升高|倾向|缺失|丧失|减退|紊乱|失调|断裂|减少|增多)"
)
TOLD_OF_A_PERSON = re.compile(
    r"(?:确诊|诊断|患[有上]?|查出|得[了过]|孩子|儿子|女儿|学生|[他她]|老公|丈夫|妻子|爱人|父亲|母亲|本人|老师|同学"
    r"|我|被|因)[^,。;]{0,6}$"
)
REASONS = {"sure": ("健康或残疾情况", 0.7), "diagnosed": ("诊断的结果", 0.68), "told": ("说的是某个人的身体", 0.64)}
CELL = re.compile(r"\s*(?:\t|\||\n|$)")


def follow(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """What the words tie to somebody, and what is left where the sentence names somebody (凌晓低血糖晕倒) or a name
    follows (白血病孩子浦一帆)."""
    starts = sorted(each.start for each in found if each.kind is Kind.PERSON)
    for start, end, how in _candidates(view):
        if _is_of_somebody(view, start, end, how) or (starts and _is_of_named(view, start, end, starts)):
            yield _finding(start, end, how)


def _finding(start: int, end: int, how: str) -> Finding:
    return Finding(start, end, Kind.HEALTH, *REASONS[how])


def _candidates(view: View) -> Iterator[tuple[int, int, str]]:
    """Places and how sure the words alone are."""
    for pattern in (_pattern(), _of_the_body(), LIMB, conditions.listed()):
        for match in pattern.finditer(view.text):
            yield *match.span(), "sure"
    for match in conditions.built().finditer(view.text):
        yield *match.span(), "told" if SOFT.fullmatch(match.group()) else "sure"
    for match in _hurt().finditer(view.text):
        yield *match.span(), "told"
    for match in DIAGNOSED.finditer(view.text):
        yield *match.span(1), "diagnosed"
    for match in TOLD_BY_CARE.finditer(view.text):
        yield *match.span(match.lastindex or 0), "told"
    for pattern in (PLAIN, CONDITION, LATIN, conditions.TOLD):
        for match in pattern.finditer(view.text):
            yield *match.span(), "told"


def is_told(view: View, start: int, end: int) -> bool:
    """Somebody is spoken of in the sentence, and no lesson, rule or notice is."""
    return not _is_generic(view, start, end) and _is_told(view, start, end)


def _is_of_somebody(view: View, start: int, end: int, how: str) -> bool:
    return _is_told(view, start, end) if how == "told" else not _is_generic(view, start, end)


def _is_of_named(view: View, start: int, end: int, names: list[int]) -> bool:
    """A name in the same sentence before, or right behind 孩子, 学生."""
    if GENERIC_BEFORE.search(view.before(start, 16)) or ASKED_BEFORE.search(view.before(start, 10)):
        return False
    after = GENERIC_AFTER.match(view.after(end, 8))
    behind = end + (after.end() if after else 0)
    if after or ASKED.match(view.after(end, 8)):
        return any(behind <= name <= behind + 1 for name in names[bisect_left(names, behind) :][:1])
    sentence = re.split(r"[。\n]", view.before(start, 40))[-1]
    first = bisect_left(names, start - len(sentence))
    return first < len(names) and names[first] < start


def _is_told(view: View, start: int, end: int) -> bool:
    """Words of everyday speech too (交通瘫痪): somebody has to be spoken of in the same sentence."""
    if GENERIC_AFTER.match(view.after(end, 6)) or GENERIC_BEFORE.search(view.before(start, 16)):
        return False
    if (
        OF_MANY.match(view.after(end, 20))
        or ASKED.match(view.after(end, 8))
        or ASKED_BEFORE.search(view.before(start, 10))
    ):
        return False
    if _is_cell(view, start, end):
        return True
    sentence = re.split(r"[。\n]", view.before(start, 40))[-1]
    return bool(OF_SOMEBODY.search(sentence) or TOLD_OF_A_PERSON.search(sentence) or TREATED.match(view.after(end, 10)))


def _is_cell(view: View, start: int, end: int) -> bool:
    """A cell of a table that holds nothing else."""
    return view.text[start - 1 : start] in ("\t", "|") and CELL.match(view.text, end) is not None


def _is_generic(view: View, start: int, end: int) -> bool:
    listed = LIST.match(view.after(end, 1)) and LIST.match(view.before(start, 1))
    if (listed or view.text[start:end] in WEAK) and not TOLD_OF_A_PERSON.search(view.before(start, 12)):
        return listed is not None or not _is_told(view, start, end)
    if IS_ONE.search(view.before(start, 10)):
        return False
    after = GENERIC_AFTER.match(view.after(end, 6)) or OF_MANY.match(view.after(end, 20))
    if after and after.group() == "证" and HELD.search(view.before(start, 12)):
        return False
    return bool(after or GENERIC_BEFORE.search(view.before(start, 16)))
