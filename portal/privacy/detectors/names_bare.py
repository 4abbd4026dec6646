"""Names without announcement: signatures, 阿强, 老樊, 我家糖糖, 买买提·吐尔逊, 练阿泉、赖庚生."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.name_shapes import DOTTED, HANZI, STOP, is_word, name_end, surname_end
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

SIGNED = re.compile(
    rf"(?:(?<=[。！？!?~\n　 ])|(?<=——)|(?<=[,，]))([{HANZI}]{{2,4}})"
    rf"(?=[ 　]*(?:$|\n|\d{{4}}[年.\-/]|[二]〇|1[3-9]\d|敬上|叩上|谨上|呈上|拜上|敬启|[，,]?(?:联系|手机|电话)|，中学|，小学))"
)
NICK = re.compile(
    rf"(?<![{HANZI}])(?:[老小]([{HANZI}])|阿([{HANZI}]))(?=$|[^{HANZI}]|[的也就都说被在和与是给把不师上]|妈|爸)"
)
A_NICK = re.compile(r"阿(?!姨|拉|里|尔|根|胶|富|爸|妈|公|婆|哥|姐|弟|妹|訇|门|Q)[一-鿿](?!·)")
LIKELY = re.compile(rf"(?:^|[^{HANZI}]|[的和与跟被是找问向让对给叫由请我家子儿弟妹哥姐侄])$")
JOINT = re.compile(r"、|和|与|及|以及")
DOUBLED = re.compile(rf"([{HANZI}])\1(?!\1)")


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('relations')})[，：:“ ]?(?:叫|名叫|小名)?$")


def detect(view: View, case: Case) -> Iterator[Finding]:
    text = view.text
    for match in DOTTED.finditer(text):
        if not is_word(match.group()) and "." not in match.group():
            yield Finding(*match.span(), Kind.PERSON, "带间隔号的姓名", 0.9)
    for match in SIGNED.finditer(text):
        if name_end(text, match.start(1)) == match.end(1):
            yield Finding(*match.span(1), Kind.PERSON, "像落款的姓名", 0.85)
    yield from _nicknames(text)


def _nicknames(text: str) -> Iterator[Finding]:
    for match in NICK.finditer(text):
        if match.group(1) and surname_end(text, match.start(1)) and match.group(1) not in words("risky_surnames"):
            yield Finding(*match.span(), Kind.PERSON, "老X、小X一类称呼", 0.75)
    for match in A_NICK.finditer(text):
        if LIKELY.search(text[: match.start()][-2:]):
            yield Finding(*match.span(), Kind.PERSON, "阿X一类称呼", 0.8)
    for match in DOUBLED.finditer(text):
        if match.group() not in words("doubled_words") and _own().search(text[: match.start()][-6:]):
            yield Finding(*match.span(), Kind.PERSON, "叠字的小名", 0.8)


def spread(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """Names beside a found name: A、B和C."""
    text = view.text
    for finding in found:
        if finding.kind != Kind.PERSON or finding.end - finding.start < 2:
            continue
        at = finding.end
        while (joint := JOINT.match(text, at)) and (end := name_end(text, joint.end())):
            yield Finding(joint.end(), end, Kind.PERSON, "与另一个姓名并列", 0.75)
            at = end
        pet = DOUBLED.match(text, joint.end()) if joint else None
        if pet and pet.group() not in words("doubled_words") and STOP.match(text, pet.end()):
            yield Finding(*pet.span(), Kind.PERSON, "与另一个姓名并列", 0.7)
