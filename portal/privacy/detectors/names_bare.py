"""Names without announcement: signatures, 阿强, 老樊, 我家糖糖, 买买提·吐尔逊, 练阿泉、赖庚生."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_candidates import means_another
from portal.privacy.detectors.name_shapes import HANZI, STOP, foreign, is_word, name_end, surname_end, transliterated
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

SIGNED = re.compile(
    rf"(?:(?<=[。！？!?~\n　 ])|(?<=——)|(?<=[,，]))([{HANZI}]{{2,4}})"
    r"(?=[ 　]*(?:$|\n|\d{4}[年.\-/]|二〇|1[3-9]\d|敬上|叩上|谨上|呈上|拜上|敬启|\(?手机"
    r"|[，, ]+(?:联系|手机|电话|身份证|[初高中小]|\d)))"
)
NICK = re.compile(
    rf"(?<![从大中幼年养古最])[老小]([{HANZI}])(?=$|[^{HANZI}]|[的也就都说被在和与是给把不上家]|妈|爸|师傅|上门)"
)
A_NICK = re.compile(rf"阿(?!姨|拉|里|尔|根|胶|富|爸|妈|公|婆|哥|姐|弟|妹|訇|门|Q|克)[{HANZI}](?![·•])")
LIKELY = re.compile(rf"(?:^|[^{HANZI}]|[的和与跟被是找问向让对给叫由请我家子儿弟妹哥姐侄女])$")
DOUBLED = re.compile(rf"([{HANZI}])\1(?!\1)")
JOINT = re.compile(r"、|和|与|及|以及")
NUMBERED = r"[，,：: ]{1,2}(?:身份证|电话|手机|[男女]|\d{6}|1[3-9])"
LISTED = re.compile(
    rf"(?:^|(?<=[^{HANZI}])|(?<=[与和由是有请让找问给向跟及]))(?=[{HANZI}]{{2,4}}(?:[、（(]|{NUMBERED}))"
)
BEFORE_DATA = re.compile(
    rf"{NUMBERED}|[（(](?:QQ|微信|身份证|学籍|考生|电话|手机|学号|男|女|\d|已|原|又名|姓|单|化名|系|第)"
)


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('relations')})[，：:“ ]?(?:叫|名叫|小名)?$")


def detect(view: View, case: Case) -> Iterator[Finding]:
    text = view.text
    for match in foreign().finditer(text):
        if not is_word(match.group()):
            yield Finding(*match.span(), Kind.PERSON, "带间隔号的姓名", 0.9)
    for match in SIGNED.finditer(text):
        if _is_bare_name(text, match.start(1), match.end(1)):
            yield Finding(*match.span(1), Kind.PERSON, "像落款的姓名", 0.85)
    for match in LISTED.finditer(text):
        end = name_end(text, match.end())
        if end is not None and _is_bare_name(text, match.end(), end) and _goes_on(text, end):
            yield Finding(match.end(), end, Kind.PERSON, "并列的姓名或后面注着号码", 0.75)
    yield from _nicknames(text)


def _is_bare_name(text: str, start: int, end: int) -> bool:
    """Without any context only three characters, or two with a surname that is no word, are taken for a name."""
    surname = surname_end(text, start)
    if surname is None or name_end(text, start) != end or text[start:surname] in words("function_surnames"):
        return False
    return end - start >= 3 or text[start:surname] not in words("risky_surnames")


def _goes_on(text: str, end: int) -> bool:
    """Another name or a number of the person follows."""
    if BEFORE_DATA.match(text, end):
        return True
    if text[end : end + 1] != "、":
        return False
    second = name_end(text, end + 1)
    return second is not None and _is_bare_name(text, end + 1, second)


def _nicknames(text: str) -> Iterator[Finding]:
    for match in NICK.finditer(text):
        if surname_end(text, match.start(1)) and match.group(1) not in words("risky_surnames"):
            yield Finding(*match.span(), Kind.PERSON, "老X、小X一类称呼", 0.75)
    for match in A_NICK.finditer(text):
        if LIKELY.search(text[max(0, match.start() - 2) : match.start()]):
            yield Finding(*match.span(), Kind.PERSON, "阿X一类称呼", 0.8)
    for match in DOUBLED.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if (
            match.group() not in words("doubled_words")
            and not means_another(text, *match.span())
            and _own().search(before)
        ):
            yield Finding(*match.span(), Kind.PERSON, "叠字的小名", 0.8)


def spread(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """Names beside a found name: A、B和C."""
    text = view.text
    reached: set[int] = set()  # each list is walked once, from whichever of its names is met first
    for finding in found:
        if finding.kind != Kind.PERSON or finding.end - finding.start < 2:
            continue
        at = finding.end
        while at not in reached and (joint := JOINT.match(text, at)):
            reached.add(at)
            end = name_end(text, joint.end(), near=True) or _other_name_end(text, joint.end())
            if end is None:
                break
            yield Finding(joint.end(), end, Kind.PERSON, "与另一个姓名并列", 0.75)
            at = end


def _other_name_end(text: str, at: int) -> int | None:
    """Where a pet name (丁丁), a given name alone (可馨) or a foreign one (才让) ends that starts at ``at``."""
    if (pet := DOUBLED.match(text, at)) and pet.group() not in words("doubled_words") and STOP.match(text, pet.end()):
        return pet.end()
    name = text[at : at + 2]
    alone = re.fullmatch(rf"[{HANZI}]{{2}}", name) and STOP.match(text, at + 2) and not is_word(name)
    if alone and (transliterated().fullmatch(name) or (likeness(name) >= 1 and not rjieba.has_word(name))):
        return at + 2
    return None


@cache
def _relation() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('relations')})[：:“ ]?")


def same_family(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """妹妹卓越 beside 哥哥卓然: an everyday word behind a relation counts when its surname is a found person's."""
    text, never = view.text, words("never_names") | words("belongings")
    surnames = {
        text[f.start : end]
        for f in found
        if f.kind == Kind.PERSON and f.end - f.start >= 2 and (end := surname_end(text, f.start))
    }
    for match in _relation().finditer(text):
        at = match.end()
        for end in (at + 3, at + 2):
            is_one = end <= len(text) and is_word(text[at:end]) and text[at:end] not in never
            if is_one and text[at] in surnames and STOP.match(text, end):
                yield Finding(at, end, Kind.PERSON, "亲属称呼后面，与另一人同姓", 0.78)
