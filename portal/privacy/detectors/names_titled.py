"""Names and bare surnames before a title: 贺老师, 司马建勋先生, 子墨妈妈, 匡某."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_candidates import transliterated_run
from portal.privacy.detectors.name_shapes import (
    BAD_END,
    BAD_GIVEN,
    HANZI,
    UNLIKELY,
    VERY_UNLIKELY,
    foreign,
    in_dictionary,
    is_word,
    surname_end,
)
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

SOMEONE = r"某{1,2}(?!些|个|种|人|校|小|中|地|市|区|县|单位|街|年|月|日|天|班)"
PARENT = re.compile(
    rf"(?:^|(?<=[^{HANZI}])|(?<=我家|孩子|女儿|儿子|我是)|(?<=[和找叫让给]))([{HANZI}]{{2,3}}?)的?"
    r"(?:妈妈|爸爸|妈(?!妈)|爸(?!爸)|爷爷|奶奶|姥姥|姥爷|外公|外婆|父亲|母亲|姑姑|舅舅|叔叔|婶婶|伯伯|小姨|大姨)(?![妈爸们])"
)
NICK = re.compile(rf"(?:[老小阿大])[{HANZI}]$")
# Before a name: no hanzi, or a word that cannot be its first half.
EDGE = re.compile(
    rf"(?:^|[^{HANZI}]|[的和与跟被是找问向让对给叫由请称及把替为说诉使等但如于报扬谢求接经班还查回换彰])$"
)
SUBJECTS = "语文|数学|英语|物理|化学|生物|历史|地理|政治|体育|音乐|美术|信息|科学|心理|书法|舞蹈|劳动|道法|思政"
SUBJECT_BEFORE = re.compile(rf"(?:{SUBJECTS})$")
OFFICE_EDGE = re.compile(rf"(?:{SUBJECTS}|处|室|科|园|校|部|局|院|股|班|组|中学|小学|大学|办|所|站|委|长|师|人|任)$")
BEGINS_AS_WORD = re.compile(
    r"关于|由于|对于|应[该当]|经[过侦]|通过|全[体校班]|家[委长]|向学|能够|曾经|成立|班[主里]|管理|任[代课职教]|原[民学班法副]"
    r"|[^ ][与和]|麻烦|方面"
)
VERB_BEFORE = re.compile(r"[谁没不要该能敢去来》]$")
MAX_NAME = 4
OLD_OR_YOUNG = re.compile(rf"(?<![从大中幼年养古最变])[老小]([{HANZI}])(?![师板人年家学生子乡公婆妈爸爷奶])")
OPENING = re.compile(rf"[^{HANZI}]$|关于$")
SHORT = re.compile(rf"([{HANZI}])(?=[队局校园总工导姐哥嫂姨婶伯叔婆](?:$|[^{HANZI}]|[说让不没也就把在的和给对是家]))")
PREPOSITIONS = "向从对由与和同跟把为于经"
GOES_ON = re.compile(r"[您你]好|[：:，,]?(?:总是?|又|也|就|没有?|不|让|把|在|向)(?!校|局|班|上|学)")
SPEAKS = re.compile(r"[您你]好|[：:]|总|又|也|就|没|不|让|把|在|向|说|讲|骂|打|要|对|给|的")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?<!班)(?:{alternatives('titles')}|{SOMEONE})(?!们|法)")


@cache
def _ends_with_role() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')}|宿管)$")


@cache
def _starts_with_role() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')})")


def detect(view: View, case: Case) -> Iterator[Finding]:
    text = view.text
    for title in _title().finditer(text):
        start = _name_start(text, title.start())
        if start is not None:
            yield Finding(start, title.start(), Kind.PERSON, f"“{title.group()}”前面的姓名", 0.9)
    for match in SHORT.finditer(text):
        surname, before = match.group(1), text[max(0, match.start() - 6) : match.start()]
        if rjieba.has_word(text[match.start() : match.end() + 1]):  # 施工
            continue
        if surname in words("surnames") and (
            _ends_with_role().search(before) or (EDGE.search(before) and surname not in words("risky_surnames"))
        ):
            yield Finding(*match.span(1), Kind.PERSON, "“王局、李总”一类称呼", 0.75)
    for match in PARENT.finditer(text):
        if _is_pet_name(match.group(1)):
            yield Finding(*match.span(1), Kind.PERSON, "“妈妈、爸爸”前面的孩子名", 0.8)


def precedes_title(text: str, position: int) -> bool:
    """Whether a title such as 老师 stands at ``position``."""
    return _title().match(text, position) is not None


def _name_start(text: str, end: int) -> int | None:
    """Where the name that ends at ``end`` starts: the longest shape with a clear edge before it, or a bare surname."""
    for dotted in foreign().finditer(text, max(0, end - 20), end):
        if dotted.end() == end:
            return dotted.start()
    for whole in transliterated_run().finditer(text, max(0, end - 9), end):
        if whole.end() == end:
            return whole.start()
    for start in range(max(0, end - MAX_NAME), end):
        surname = surname_end(text, start)
        name = text[start:end]
        if name in words("public_figures"):
            return None
        if len(name) == 3 and surname == start + 1 and rjieba.has_word(name[:2]) and surname_end(name, 2):
            continue  # 请通知|魏校长
        if surname is None or surname > end or end - surname > 2 or not re.fullmatch(rf"[{HANZI}]+", name):
            continue
        if _starts_with_role().match(name) or BEGINS_AS_WORD.match(name) or name[surname - start :].startswith("某"):
            continue
        alone = surname == end
        if _has_edge(text[max(0, start - 6) : start], name, alone=alone) or (alone and _opens(text, start, end)):
            return start
    nick = NICK.search(text[max(0, end - 2) : end])
    return end - 2 if nick and surname_end(text, end - 1) and not is_word(nick.group()) else None


def _opens(text: str, start: int, end: int) -> bool:
    """和校长您好, 查校长说没查到: a clause opens with a surname that is a word too, and goes on after the title."""
    if start and not OPENING.search(text[max(0, start - 2) : start]):
        return False
    title = _title().match(text, end)
    return (
        title is not None
        and (GOES_ON if text[start:end] in PREPOSITIONS else SPEAKS).match(text, title.end()) is not None
    )


def _has_edge(before: str, name: str, *, alone: bool) -> bool:
    return _bare_surname_stands(before, name) if alone else _whole_name_stands(before, name)


def _whole_name_stands(before: str, name: str) -> bool:
    ends_a_word = name[0] == "于" and before.endswith(("对", "由", "关", "至", "终"))
    if is_word(name) or BAD_GIVEN.search(name[1:]) or BAD_END.search(name) or ends_a_word:
        return False
    given = name[surname_end(name, 0) or 1 :]
    least = UNLIKELY if name[0] in words("risky_surnames") else VERY_UNLIKELY
    if likeness(given) < least and given[:1] != given[1:]:
        return False
    return bool(_ends_with_role().search(before) or EDGE.search(before) or OFFICE_EDGE.search(before))


def _bare_surname_stands(before: str, name: str) -> bool:
    if is_word(before[-1:] + name) or name in "学生师" or (name == "管" and VERB_BEFORE.search(before)):
        return False
    if _ends_with_role().search(before) and not before.endswith("跟"):
        return True
    if before and rjieba.has_word(before[-1] + name) and not SUBJECT_BEFORE.search(before):
        return False
    if name in words("function_surnames"):
        return bool(OFFICE_EDGE.search(before) or before.endswith(("的", "位")))
    return bool(EDGE.search(before) or OFFICE_EDGE.search(before)) or name not in words("risky_surnames")


def _is_pet_name(name: str) -> bool:
    if is_word(name) or name in words("not_before_parent") or name in words("doubled_words"):
        return False
    if name[0] in "一几两这那每某":
        return False
    return name[-1] not in "的个位名些们是让岁老跟和今" and not set(name) & set("妈爸爷奶我你您他她它年月日")


def same_surname(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """成主任 beside 成方圆: the surname of a found name before a title, also where it is a word."""
    text = view.text
    surnames = {
        text[f.start : end]
        for f in found
        if f.kind == Kind.PERSON and f.end - f.start >= 2 and (end := surname_end(text, f.start)) and end <= f.end
    }
    yield from same_surname_nick(text, surnames)
    for title in _title().finditer(text):
        for length in (2, 1):
            start = title.start() - length
            if start >= 0 and text[start : title.start()] in surnames and _may_stand(text, start, title.start()):
                yield Finding(start, title.start(), Kind.PERSON, "与前后文的姓名同姓", 0.8)
                break


def same_surname_nick(text: str, surnames: set[str]) -> Iterator[Finding]:
    """老温 beside 温小雨."""
    for match in OLD_OR_YOUNG.finditer(text):
        if match.group(1) in surnames and not in_dictionary(match.group()):
            yield Finding(*match.span(), Kind.PERSON, "与前后文的姓名同姓", 0.8)


def _may_stand(text: str, start: int, end: int) -> bool:
    before, name = text[max(0, start - 1) : start], text[start:end]
    return not (before and rjieba.has_word(before + name)) and not (
        name in "任学生师班老" or rjieba.has_word(text[start : end + 2])
    )
