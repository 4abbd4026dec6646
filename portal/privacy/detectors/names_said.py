"""Names that the words before them announce: 我叫X, 孩子X, 校长X, 承办人：X, 班主任姓X."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_shapes import HANZI, in_dictionary, is_word, name_end, surname_end
from portal.privacy.lexicon import alternatives
from portal.privacy.spans import Case, Finding, Kind, View

CALLED = re.compile(
    r"(?:我叫|本人叫|名字就?叫|名叫|(?:孩子|儿子|女儿|[孙侄][子女]|弟弟|妹妹|哥哥|姐姐|老师|校长|园长|主任|同学|业主|老板|干事|司机"
    r"|丈夫|妻子|爱人|他|她|人很好|别人)就?叫)[:：“\"‘「 是叫做]{0,3}"
)
# Other things are written and called so too: 名字是一样的, 改成家长拼车.
WRITTEN = re.compile(
    r"(?:名字就?[一二两三四五]个字|名字是|名字为|名为|姓名[为是]?|全名|真名|本名|大名|学名|曾用名|户名[为是]?|登记为|误录为"
    r"|(?:误写|写|改|登记|错写|录)成)[:：“\"‘「 是叫做]{0,3}"
)
QUOTED = re.compile(
    r"(?:外号|绰号|小名|乳名|昵称|网名|网友|署名|化名|叫|喊|称呼|唤|写成|登记为|误录为|名册[中上])"
    r"[他她它作为是叫:： ]{0,2}"
    r"[“\"「『‘]([^”\"」』’\n]{1,16})[”\"」』’]"
)
PET = re.compile(
    rf"(?P<cue>小名|乳名|外号|绰号|昵称|都喊|都叫|人称|喊|叫)(?:他|她|叫|作|是)?[:： ]?([阿小大老]?[{HANZI}]{{1,3}}?)"
    r"(?=$|[，。,；、！的在“”)）\t]|姐姐|哥哥|阿姨|叔叔|老师)"
)
ELDER = re.compile(rf"(?:叫|喊|称|找|问)(?:她|他|做|作)?([{HANZI}]{{1,2}}[姨叔婶伯嫂])(?=[^{HANZI}]|的|$)")
SURNAMED = re.compile(r"(?<![同百贵])姓(?!氏|名)")
# Whatever the character: 姓是的助教, 是姓高名兴, 从姓老师, 亓门吴氏.
FAMILY = (
    re.compile(rf"(?<![同百贵])姓“?([{HANZI}])”?(?=的(?!人)|[，。,、）)]|$)"),
    re.compile(rf"(?<![{HANZI}])([{HANZI}])姓(?:老师|教师|同学|学生|男子|女子|女士|家长|[男女]生|校长|主任)"),
    re.compile(rf"[“]([{HANZI}])[”]姓"),
)
FAMILY_AND_GIVEN = re.compile(
    rf"(?<![同百贵])姓“?([{HANZI}]{{1,2}}?)”?[，, ]?名“?([{HANZI}]{{1,2}}?)”?(?=[^{HANZI}]|的|$|,)"
)
MARRIED = re.compile(rf"([{HANZI}])门([{HANZI}])氏")
SPOKEN = re.compile(r"(?:读作?|念作?|音)[a-zA-Zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]{2,}")
LINK = r"(?:[:：是叫为“ 　]|\([^)]{1,8}\))?[“ ]?"
SELF = re.compile(
    r"(?:^|(?<=[，。！？；,!?;\n 　：:（(]))(?:我是|我就是|本人是?|投诉人|举报人|反映人|此致(?!\s*敬))[:： ]?"
)
ALIAS = re.compile(rf"([{HANZI}]{{2,3}})(?=全名|的?大名(?!校|鼎|单|额|人|气|著)|的?真名|\(真名|\(大名|\(全名|\(化名)")
CLERK = re.compile(
    r"(?:承办人?|经办人?|联系人|填表人?|制表人?|接待人|投诉人|举报人|申请人|监护人|签收人|证明人|代表|考生|同事)"
    rf"[:：是为 ]?(?:[{HANZI}]{{2,10}}(?:科|股|室|处|办|局|中心|校|园) ?)?"
)
CAUSE = re.compile(
    r"(?:(?:^|(?<=[^一-鿿]))(?:为|替|帮|还|给|请还|求助|举报|投诉|表扬|感谢|关于|咨询)|我是(?!一|我|您|你|他|她|这|那|名|位|个|本))"
)
CLASSMATE = re.compile(r"[)）\d一二三四五六七八九十]班(?:的|学生|同学)?")
ACCOUNT = re.compile(r"[A-Z]{1,3}\d{5,}")  # a number that a site gave, not a name that somebody chose
IN_QUOTES_MAX = 6  # longer quotations are sayings, except after 网友
NOT_A_NAME = ("老师", "同学", "家长", "校长", "主任", "学生", "园长", "书记", "局长", "阿姨")


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"(?<!确)(?<!妇)(?:{alternatives('roles', 'relations')}){LINK}")


@cache
def _kin() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('relations')})$")


@cache
def _own_pet() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('relations')})(小[{HANZI}])(?=[^{HANZI}]|[的也就被在和是都]|$)")


def detect(view: View, case: Case) -> Iterator[Finding]:
    text = view.text
    yield from _announced(text, CALLED, sure=True, reason="“叫、姓名”后面的名字", confidence=0.95)
    yield from _announced(text, CLERK, clerk=True, reason="“承办人、联系人”后面的名字", confidence=0.9)
    yield from _announced(text, SELF, reason="自我介绍", confidence=0.9)
    yield from _announced(text, CLASSMATE, reason="班级后面的姓名", confidence=0.85)
    yield from _quoted(text)
    yield from _surnames(text)


def guess(view: View, case: Case) -> Iterator[Finding]:
    """As ``detect``, where other words stand behind such an announcement as well."""
    text = view.text
    yield from _announced(text, WRITTEN, sure=True, reason="“叫、姓名”后面的名字", confidence=0.95)
    yield from _announced(text, _role(), reason="身份后面的名字", confidence=0.9)
    for finding in _announced(text, CAUSE, reason="为某人写信", confidence=0.75):
        given = text[surname_end(text, finding.start) or finding.start : finding.end]
        if finding.end - finding.start >= 3 and likeness(given) >= 0:
            yield finding
    for pattern in (_own_pet(), ELDER, ALIAS):
        for match in pattern.finditer(text):
            if not (is_word(match.group(1)) or match.group(1).endswith(NOT_A_NAME) or _kin().search(match.group(1))):
                yield Finding(*match.span(1), Kind.PERSON, "小名或称呼", 0.8)


def _announced(
    text: str,
    pattern: re.Pattern[str],
    *,
    reason: str,
    confidence: float,
    sure: bool = False,
    clerk: bool = False,
) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        end = name_end(text, match.end(), sure=sure, near=not sure, clerk=clerk)
        if end is not None and not text[match.end() : end].endswith(NOT_A_NAME):
            yield Finding(match.end(), end, Kind.PERSON, reason, confidence)


def _quoted(text: str) -> Iterator[Finding]:
    for match in QUOTED.finditer(text):
        name = match.group(1)
        short = len(name) <= IN_QUOTES_MAX and not is_word(name) and not name.endswith(("班", "的", "课", "费", "校"))
        online = match.group().startswith("网友")
        if (online or short) and not ACCOUNT.fullmatch(name):
            yield Finding(*match.span(1), Kind.PERSON, "引号里的称呼", 0.97 if online else 0.85)
    for match in PET.finditer(text):
        name = match.group(2)
        given = match.group("cue") in ("小名", "乳名", "外号", "绰号")
        if (given and len(name) > 1) or (not is_word(name) and _looks_like_pet(name)):
            yield Finding(*match.span(2), Kind.PERSON, "小名或外号", 0.8)


def _looks_like_pet(name: str) -> bool:
    doubled = len(name) >= 2 and name[-1] == name[-2]
    if name[0] in "大小老" and in_dictionary(name[:2]):  # 叫大家冷静
        return False
    return doubled or (len(name) >= 2 and name[0] in "阿小老大")


def _surnames(text: str) -> Iterator[Finding]:
    for match in SURNAMED.finditer(text):
        end = surname_end(text, match.end())
        if end is not None and re.match(rf"$|[^{HANZI}]|[的，]|老师|读", text[end : end + 2]):
            yield Finding(match.end(), end, Kind.PERSON, "“姓”后面的姓氏", 0.85)
    for pattern in (*FAMILY, FAMILY_AND_GIVEN, MARRIED):
        for match in pattern.finditer(text):
            for group in range(1, pattern.groups + 1):
                if match.group(group) not in "甚啥何什氏名":
                    yield Finding(*match.span(group), Kind.PERSON, "“姓”旁边的姓名", 0.85)
    for match in SPOKEN.finditer(text):
        start = match.start() - 1
        if start >= 0 and surname_end(text, start) is not None:
            yield Finding(start, match.start(), Kind.PERSON, "注了读音的姓氏", 0.75)
