"""What stands before and behind a place where a name might be, as signs for ``name_evidence``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.name_shapes import HANZI, PLACE_NEXT, STOP
from portal.privacy.lexicon import alternatives

Sign = tuple[str, float]
CLOSE = 40  # characters: what ends a line so near the end of a letter may be its signature
LINK = r"[:：是为“ 　]{0,2}$"
NAMED = re.compile(
    r"(?:叫做?|姓名|名字|大名|小名|真名|全名|本名|名为|户名|人名|写成|登记为|录为|自称|化名|落款|署名|签名)" + LINK
)
SELF = re.compile(r"(?:我是|我就是|本人|我叫)" + LINK)
TOLD_OF = re.compile(
    r"(?:转告|联系|反映|举报|投诉|表扬|感谢|求助|通知|叫来|欺负|推倒|请来|开除|告诉|求|帮|还|换|见到|看到|认识|介绍"
    r"|委托|陪|带着"
    r"|殴打|辱骂|处理|处分|追究|查|祝|约谈|咨询|关于|为)$"
)
IN_CLASS = re.compile(
    r"(?:[同我本他她该]|[\d一二三四五六七八九十）)])班(?:的|学生|同学|有个)?$|同[校村组学桌宿舍](?:的)?$|后桌$|前桌$"
)
PLACE_BEFORE = re.compile(r"(?:[省市县区镇乡村街号栋室路])$")
JOINED = re.compile(r"[和与跟及同]")
HANDS = re.compile(r"[找问给让被把对请由向替帮]")
NO_WORD = re.compile(rf"[^{HANZI}A-Za-z0-9]")
KIN = re.compile(r"的?(?:妈|爸|父|母|爷|奶|姥|外公|外婆|家长|家|哥|姐|弟|妹|叔|舅|姑|姨)")
SAYS = re.compile(
    r"[说讲让把对给被打骂找问收带叫用拿要跟和与向从又也都就还总不没在是会能上下去来推踢抢欺告写念考转读请]"
)
DATA = re.compile(r"[，,：: （(]{0,2}\d|[，,（( ]{1,2}(?:男|女|身份证|电话|手机|学号|汉族)")
OFFICE = re.compile(
    r"(?:语文|数学|英语|物理|化学|生物|历史|地理|政治|体育|音乐|美术|信息|科学|心理|书法|舞蹈|劳动|道法|思政|处|室"
    r"|科|园|校|部|局|院|股|班|组|中学"
    r"|小学|大学|办|所|站|委|长|师|人|任)$"
)
WITH = re.compile(r"沟通|联系|反映|商量|说明|请假|交流|谈|要求|提出|打电话|道歉|一起|签|配合|之间|见面|约")


def left_signs(text: str, start: int) -> Iterator[Sign]:
    before = text[max(0, start - 8) : start].rpartition("\n")[2]
    last = before[-1:]
    if not last or (NO_WORD.match(last) and last not in '、“"「《'):
        yield "after_stop", 1
    for sign, chars in (("after_comma", "、"), ("after_quote", '“"「'), ("after_book", "《"), ("after_of", "的")):
        if last and last in chars:
            yield sign, 1
    patterns = (
        ("role", _role()),
        ("named", NAMED),
        ("self", SELF),
        ("told_of", TOLD_OF),
        ("after_class", IN_CLASS),
        ("place_before", PLACE_BEFORE),
    )
    yield from ((sign, 1) for sign, pattern in patterns if pattern.search(before))
    yield from ((sign, 1) for sign, pattern in (("joined", JOINED), ("hands", HANDS)) if pattern.fullmatch(last))


def right_signs(text: str, end: int) -> Iterator[Sign]:
    after = text[end : end + 8].partition("\n")[0]
    first = after[:1]
    if not first or (NO_WORD.match(first) and first not in "、》"):
        yield "before_stop", 1
    for sign, chars in (("before_comma", "、"), ("before_of", "的"), ("before_bracket", "（(")):
        if first and first in chars:
            yield sign, 1
    patterns = (("titled", _title()), ("kin", KIN), ("says", SAYS), ("data", DATA), ("before_joined", JOINED))
    yield from ((sign, 1) for sign, pattern in patterns if pattern.match(after))
    if STOP.match(text, end):
        yield "goes_on", 1
    if PLACE_NEXT.match(text, end):
        yield "place", 1
    if len(text) - end < CLOSE and not after.strip():
        yield "closes", 1


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')})[:：是叫为“ 　]{{0,2}}$")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('titles')}|某|同志|家长|等人|一家|两人|[二三四五]人)")
