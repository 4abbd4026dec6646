"""Names that their frame makes names, whatever the word: 么甫先生：您好, 姓么读yāo, Miss柯, 我爸是温度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_candidates import may_stand, transliterated_run
from portal.privacy.detectors.name_shapes import (
    BAD_END,
    BAD_GIVEN,
    HANZI,
    PLACE_NEXT,
    STOP,
    any_surname_end,
    in_dictionary,
    is_word,
)
from portal.privacy.detectors.names_pets import begins_a_word, role_before
from portal.privacy.detectors.names_titled import precedes_title
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

# A reply begins with whom it answers. What is no person is addressed as well: 各位家长：您好, 高中老师：您好.
NOT_ADDRESSED = re.compile(
    r"[各诸全众广本贵该亲敬爱]|高[中考一二三]|年级|党委|支部|平安|和谐|家[长委]|任课|管理|班$|[市区县省镇局校]$"
)
OWN_SURNAME = re.compile(
    rf"(?:姓“?(?P<read>[{HANZI}])”?(?=[，,、]?(?:读|念|音|是|不是|拼音|[（(])))"
    rf"|(?:(?:^|(?<=[^{HANZI}])|(?<=关于)|(?<=[的位个名某找问跟和向]))(?P<family>[{HANZI}])(?=姓(?:老师|教师|同学|学生|男|女|家长|校长|主任|园长"
    rf"|业主|员工|保安|司机|老板|负责|工作|干部|职工|居民|市民|网友|先生)))"
    rf"|(?:(?:^|(?<=[^{HANZI}]))(?P<own>[{HANZI}])(?=(?:就|才)?是(?:他|她|我|你|孩子)(?:们|爸|妈)?家?的?(?:姓(?!名)|本姓))"
    rf"|(?<=[父母夫本爹娘爸妈]姓)(?P<side>[{HANZI}])(?=[^{HANZI}]|[父母]))"
)
SEWN = re.compile(
    rf"[缝绣写印贴刻]着“(?P<name>[{HANZI}]{{2,4}})”(?:[两三四]个字|二字|的名字)"
)  # not “粟米”二字不是笔误
SIR = re.compile(
    rf"(?P<name>[{HANZI}])(?= ?[Ss]ir(?![A-Za-z]))"
    rf"|(?:Miss|Mrs?\.?|Ms\.?|Teacher) ?(?P<after>[{HANZI}])(?=[^{HANZI}]|[说讲在的老说是让把不没])"
)
# Ordinary words that are names: behind one person, and before what only a person does or is.
CALLED_A_WORD = re.compile(
    rf"(?:爱人|丈夫|妻子|老公|老婆|前夫|前妻|父亲|母亲|[我他她][爸妈爹娘弟哥姐妹]|爷爷|奶奶|外公|外婆|岳父|岳母|助理|班主任|经理|干事|司机"
    rf"|我们?家|保安|自称|本人是|名叫|[我他她]叫|名字就?是|登记为)(?:就?是|叫|[：:])?[“]?(?P<name>[{HANZI}]{{2,3}}?)(?=是(?:现役|本|该|个|我|在|从|教|一[名个位]|军|党)"
    rf"|找[我他她孩]|[跟与对][我他她孩]|说[，,：:“他她我]|称[系是“：:其该您]|骂|打[我他她孩]|将[与跟和联]|在[{HANZI}]{{2,12}}(?:教|当|烧|上班|工作|读|干)|(?:19|20)\d\d年|排第|[”，,。；;！!？?]|$|[（(])"
)
# 询问段落同学, 成绩女士说, 孩子温度，二年级.
WORD_AND_TITLE = re.compile(
    rf"(?:(?:询问|表扬|批评|约谈|[问找叫让被把给称打推])|^|(?<=[^{HANZI}]))(?P<name>[{HANZI}]{{2}})(?:同学(?=[“，,。的说在被把“]|$)|女士|先生)"
    rf"|(?:孩子|儿子|女儿|[孙侄][子女]|外孙女?|外甥女?|弟弟|妹妹)(?P<child>[{HANZI}]{{2}})(?=[，,（( ]{{1,2}}"
    r"(?:[男女\d]|[一二三四五六七八九初高][一二三]?年级|[初高][一二三]|今年|生于|出生|[大中小托]班|身份证|学籍))"
)
# A whole name with a rare surname, where nothing but a name can stand.
SLOT = re.compile(
    rf"(?:[股科室]|(?:教[导务育]|总务|德育|政教|学生|后勤|人事|财务|安全)[处办]|(?:保管|办理|经办|承办|联系|收款|付款|负责|介绍|证明|监护|申请|代理|委托|填表|签收|登记)人[：:是为叫]?|转告|委托|受伤的是|写的是|打人的是|[隔同][^，,。]{{1,3}}的"
    rf"|同桌|室友|爱人|父亲|母亲|丈夫|妻子|孩子|儿子|女儿|[孙侄外][子女孙]|教师|老师|校长|园长|主任|经查[，,]|查明[，,]|核实[，,])"
    rf"(?P<name>[{HANZI}]{{3}})"
)
# Whoever holds an office is named behind it, whatever the surname is as a word: 副校长过维义已登门, 门卫铁长安救了.
OFFICE = re.compile(
    rf"(?:副?(?:校长|园长|主任|股长|科长|处长|所长|站长)|门卫|驾驶[人员]|当班医生|值班员)(?P<name>[{HANZI}]{{2,3}})"
    rf"(?=[^{HANZI}]|已|称|说|答复|表示|签|救|在[场岗]|等[人\d]|$)"
)
# 开车的人都叫他六叔，; 群众称“六叔”.
CALLED = re.compile(
    rf"(?:[叫喊唤称][他她]|人称|[众家人]称)[“\"「]?(?P<name>[阿老]?[{HANZI}]{{1,2}}[叔婶姨伯哥姐嫂婆公])(?=[^{HANZI}]|$)"
)
NO_NICKNAME = re.compile(r"^(?:[大小我你他她]?(?:叔|婶|姨|伯|哥|姐|嫂|婆|公)|.*(?:外婆|外公|老公|老婆|办公|表[哥姐]))$")
ASKED = re.compile(rf"(?:^|(?<=[^{HANZI}]))(?P<name>[{HANZI}]{{3}})(?=同学|女士|先生|小朋友)")
NEVER_A_NAME = re.compile(
    r"[不也都就还又很太更最被把让给对向和与跟的了着过们是在有没要会能可想说去来做上下里外中后前时年月日]|^(?:从|常|经|总|全[家体]|应[该当]|明[确明]|强[调行]|通|平时|连[续夜]|成天|任[教职课]|单[身亲]|高[中考]|初|当|曾)|[人员工师生长民兵司]$"
)
JOINTS = "的和与跟及同被把给让对向叫"
CHAT = 3  # lines with a speaker make a chat
SPEAKER = re.compile(
    r"^[ 　]*(?P<name>[^\s：:,。、|；;（）()《》]{1,12})(?:[ 　]*[（(]?\d{1,2}[:：]\d{2}[)）]?)?[：:](?=\S)",
    re.MULTILINE,
)
KIN_SPEAKER = re.compile(rf"[{HANZI}A-Za-z]{{1,5}}(?:妈妈?|爸爸?|奶奶|爷爷|外婆|外公|姥姥|姥爷|家长)")
ODD = re.compile(r"[^一-鿿]")
NO_SPEAKER = re.compile(
    r"\d|备注|电话|时间|地址|地点|姓名|内容|标题|网址|链接|注|答|问|https?|QQ|微信|邮箱|编号|住址|摘要|拟办|事由|来电|诉求|处理|办理|情况|经过|日期|单位"
    r"|主题|记录|意见|事项|类别|^(?:学生|孩子|家长|我|住|车|天气|附|抄送|主送|另)$"
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for rule in (_addressed, _surnames, _others, _words_as_names, _rare_names, _office_holders, _called, _chat):
        yield from rule(view.text)


def _surnames(text: str) -> Iterator[Finding]:
    for match in OWN_SURNAME.finditer(text):
        name = match.lastgroup or "read"
        if any_surname_end(text, match.start(name)) == match.end(name) and match.group(name) not in "名氏":
            yield Finding(*match.span(name), Kind.PERSON, "“姓”旁边的姓氏", 0.86)
    for match in SIR.finditer(text):
        yield Finding(*match.span(match.lastgroup or "name"), Kind.PERSON, "外文称呼旁边的姓", 0.86)
    for match in SEWN.finditer(text):
        yield Finding(*match.span("name"), Kind.PERSON, "写在东西上的名字", 0.82)


def _others(text: str) -> Iterator[Finding]:
    for match in _foreign_run().finditer(text):
        surely = match.group("two") or (begins_a_word(text, match.end()) and _opens(text, match.start()))
        if (
            surely
            and len(match.group()) >= 3
            and not PLACE_NEXT.match(text, match.end())
            and not is_word(match.group())
        ):
            yield Finding(*match.span(), Kind.PERSON, "别的民族语言的姓名", 0.84)
    for match in transliterated_run().finditer(text):
        if precedes_title(text, match.end()) and not is_word(match.group()):
            yield Finding(*match.span(), Kind.PERSON, "别的民族语言的姓名", 0.84)


def _opens(text: str, start: int) -> bool:
    """What stands before may stand before a name."""
    before = text[max(0, start - 6) : start]
    return (
        not before
        or not re.match(rf"[{HANZI}]", before[-1])
        or before[-1] in JOINTS
        or bool(role_before().search(before))
    )


def _words_as_names(text: str) -> Iterator[Finding]:
    for pattern in (CALLED_A_WORD, WORD_AND_TITLE):
        for match in pattern.finditer(text):
            if _is_name_and_word(text, match):
                yield Finding(*match.span(match.lastgroup or 0), Kind.PERSON, "身份旁边的词，看来是姓名", 0.8)


def _rare_names(text: str) -> Iterator[Finding]:
    for pattern in (SLOT, ASKED):
        for match in pattern.finditer(text):
            if _is_rare_name(text, *match.span("name")):
                yield Finding(*match.span("name"), Kind.PERSON, "身份后面的姓名", 0.8)


def _office_holders(text: str) -> Iterator[Finding]:
    for match in OFFICE.finditer(text):
        name, family = match.group("name"), any_surname_end(text, match.start("name"))
        given = name[1:]
        if family != match.start("name") + 1 or is_word(name) or in_dictionary(name) or BAD_END.search(name):
            continue
        no_name = NEVER_A_NAME.search(given) or BAD_GIVEN.search(given) or not may_stand(text, *match.span("name"))
        if not no_name and (likeness(given) >= 0 or (len(given) == 2 and bool(rjieba.has_word(given)))):
            yield Finding(*match.span("name"), Kind.PERSON, "职务后面的姓名", 0.82)


def _called(text: str) -> Iterator[Finding]:
    """And every further place of it."""
    for match in CALLED.finditer(text):
        name = match.group("name")
        if not NO_NICKNAME.match(name):
            for again in re.finditer(re.escape(name), text):
                yield Finding(*again.span(), Kind.PERSON, "别人这样称呼", 0.82)


def _is_rare_name(text: str, start: int, end: int) -> bool:
    name, family = text[start:end], any_surname_end(text, start)
    if family != start + 1 or name[0] in words("function_surnames") or not begins_a_word(text, end):
        return False
    if rjieba.has_word(name[:2]) or in_dictionary(name) or BAD_GIVEN.search(name[1:]) or BAD_END.search(name):
        return False
    if (
        name[0] in "是因但而"
        or is_word(name)
        or not may_stand(text, start, end)
        or (likeness(name[2]) < 0 and STOP.match(text, end - 1))
    ):
        return False
    a_word = bool(rjieba.has_word(name[1:])) and name[0] not in words("risky_surnames")
    return likeness(name[1:]) >= 0 or a_word or name[1] == name[2]


def _is_name_and_word(text: str, match: re.Match[str]) -> bool:
    """江山 behind 我爹; a word of two characters that begins like a surname, and is not what somebody is or does."""
    group = match.lastgroup or 0
    name = match.group(group)
    end = any_surname_end(text, match.start(group))
    if end is None or end >= match.end(group) or name in words("roles") or name in words("relations"):
        return False
    return len(name) == 2 and bool(rjieba.has_word(name)) and not NEVER_A_NAME.search(name)


@cache
def _addressee() -> re.Pattern[str]:
    return re.compile(
        rf"^[ 　]*(?:尊敬的|敬爱的)?(?P<name>[{HANZI}·]{{1,6}}?)(?=老?(?:{alternatives('titles')})"
        r"(?:[（(][^）)]{1,12}[）)])?[：:，,])",
        re.MULTILINE,
    )


def _addressed(text: str) -> Iterator[Finding]:
    for match in _addressee().finditer(text):
        name = match.group("name")
        family = any_surname_end(text, match.start("name"))
        long = family is not None and match.end("name") - family > 2
        if family is None or long or NOT_ADDRESSED.search(name) or name in words("roles"):
            continue
        if len(name) > 1 or name not in "班副家年":
            yield Finding(*match.span("name"), Kind.PERSON, "答复开头的称呼", 0.88)


@cache
def _foreign_run() -> re.Pattern[str]:
    """Two parts of such names or more: 哈丹|巴特尔."""
    part, tail = rf"(?:{alternatives('name_syllables')})", "[江提尔罕松汗别木热德甫亚]"
    dai = "[温罕香叫光丙恩龙坎拉扁胆甩喃波应]"
    firsts = "".join(sorted({word[0] for word in words("name_syllables")} | set("岩玉")))
    return re.compile(
        rf"(?=[{firsts}])(?:(?P<two>{part}{{2,4}}{tail}?|[岩玉]{dai}{{2}})|{part}{tail}?)(?![市县州旗镇乡盟])"
    )


def _chat(text: str) -> Iterator[Finding]:
    """Speakers of a chat, with what they call themselves: 豆豆奶奶, -Cy.; only those that kin or odd signs betray."""
    speakers = [match for match in SPEAKER.finditer(text) if not NO_SPEAKER.search(match.group("name"))]
    if len(speakers) < CHAT:
        return
    for match in speakers:
        name = match.group("name")
        if KIN_SPEAKER.fullmatch(name) or ODD.search(name):
            yield Finding(*match.span("name"), Kind.PERSON, "聊天记录里说话的人", 0.9)
