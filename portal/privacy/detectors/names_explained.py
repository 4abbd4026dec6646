"""Names that the words behind or around them make names: 谷雨是孩子名字, 我是糖豆的姑姑, 张老师（陈露）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_shapes import HANZI, in_dictionary, is_word, name_end, surname_end
from portal.privacy.spans import Case, Finding, Kind, View

IN_BRACKETS = re.compile(rf"(?<=[{HANZI}A-Za-z])[（(](?=[{HANZI}]{{2,4}}[）)])")
NIECE = re.compile(
    rf"我是([{HANZI}]{{2,3}})(?=的(?:姑姑|妈妈|爸爸|母亲|父亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|叔叔|舅舅|阿姨|姨妈|家长"
    rf"|监护人|班主任|同学|姐姐|哥哥))"
)
# 谷雨是孩子名字, 祖国庆是我父亲: what the sentence says of the word makes a name of it.
WHO = (
    "班主任|老师|孩子|儿子|女儿|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|丈夫|爱人|老公|妻子|老婆|外甥女?|侄[子女]"
    "|孙[子女]|同学|同事|同桌"
    "|弟弟|妹妹|哥哥|姐姐|邻居|表[哥姐弟妹]"
)
EXPLAINED = re.compile(
    rf"(?:^|(?<=[^{HANZI}])|(?<=的))([{HANZI}]{{2,3}}?)(?=(?:就?是|系)(?:(?:外号|绰号|小名|乳名)|我(?:们"
    rf"|家)?的?(?:{WHO})|(?:孩子|他|她|老师|校长)的?(?:名字|大名|真名)))"
)
NOT_EXPLAINED = re.compile(r"[那这他她我你您它谁其者人的被打]|主任|老师|校长|同学|家长|孩子|班长|组长")
KIN = re.compile(WHO)  # 江同学的妈妈是我表妹
CHAT = 3  # lines that begin with a speaker make a chat
SPEAKER = re.compile(rf"^([{HANZI}]{{1,4}}?)(?:老师|妈妈?|爸爸?|校|主任)?[：:](?=\S)", re.MULTILINE)
LABEL = re.compile(
    r"姓名|电话|时间|地点|地址|主题|标题|内容|事项|请求|诉求|事实|理由|依据|结果|答复|编号|备注|注|答|问|户口|学校"
    r"|年级|班级|单位|身份|性别|出生|现|曾|工作|日期|签|落款|附|提示|以上|主持|记录|出席|成员|组长|监督|会议|联系|收"
    r"|抄|信|人$|号$|者$|方$"
)
SIGNATURES = re.compile(r"(?:签名|签字|联名|署名|名单|落款|附议)(?:人|者|家长|如下|为)*[为是：: 　\n]+")
TOKEN = re.compile(rf"[ 　、，,；;\n]*([{HANZI}·]+)(?=$|[ 　、，,；;。.\n（(\d])")


def detect(view: View, case: Case) -> Iterator[Finding]:
    text = view.text
    for match in IN_BRACKETS.finditer(text):
        end = name_end(text, match.end())
        if end is not None and text[end] in "）)" and likeness(text[match.end() + 1 : end]) > 0:
            yield Finding(match.end(), end, Kind.PERSON, "括号里的姓名", 0.8)
    for match in NIECE.finditer(text):
        if not NOT_EXPLAINED.search(match.group(1)) and not is_word(match.group(1)):
            yield Finding(*match.span(1), Kind.PERSON, "“我是X的家人”", 0.82)
    for match in EXPLAINED.finditer(text):
        if not (NOT_EXPLAINED.search(match.group(1)) or KIN.fullmatch(match.group(1))):
            yield Finding(*match.span(1), Kind.PERSON, "后面说明了是谁", 0.82)
    yield from _signed_list(text)
    yield from _chat(text)


def _chat(text: str) -> Iterator[Finding]:
    """Who speaks in a chat that was copied: short words at the beginning of lines, three of them at least."""
    speakers = list(SPEAKER.finditer(text))
    if len(speakers) < CHAT:
        return
    for match in speakers:
        name = match.group(1)
        if not (LABEL.search(name) or is_word(name) or (len(name) > 2 and in_dictionary(name))):
            yield Finding(*match.span(1), Kind.PERSON, "聊天记录里说话的人", 0.82)


def _signed_list(text: str) -> Iterator[Finding]:
    """以下签名：A B C: one name after another, as long as they look like names."""
    for match in SIGNATURES.finditer(text):
        at = match.end()
        while (token := TOKEN.match(text, at)) and 2 <= len(token.group(1)) <= 4 and surname_end(text, token.start(1)):
            yield Finding(*token.span(1), Kind.PERSON, "签名", 0.88)
            at = token.end()
