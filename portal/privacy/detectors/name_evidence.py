"""What speaks for and against a candidate being a person's name, added up: no single sign decides.

Each sign has a weight in ``data/name_weights.txt``; their sum is the logarithm of the odds. The weights come from
invented letters (``tests/portal/privacy/fitting.py``), never from real ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import rjieba

from portal.privacy.detectors.given_names import likeness
from portal.privacy.detectors.name_candidates import title, transliterated_run
from portal.privacy.detectors.name_shapes import (
    BAD_END,
    BAD_GIVEN,
    HANZI,
    PLACE_NEXT,
    STOP,
    any_surname_end,
    in_dictionary,
    is_word,
    transliterated,
)
from portal.privacy.detectors.tagger import KINDS, Reading
from portal.privacy.lexicon import FOLDER, alternatives, words

Sign = tuple[str, float]
LEAST_LOG = -9.0
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


# Signs before and behind a candidate that say more together: a role before and a verb behind.
LEFT = {"role", "named", "self", "told_of", "after_class", "after_stop", "after_comma", "after_of", "joined", "hands"}
RIGHT = {"before_stop", "before_comma", "before_of", "goes_on", "says", "titled", "kin", "data", "before_bracket"}


@dataclass(frozen=True, slots=True)
class Words:
    """How the segmenter cuts a text: where words end, and which it takes for persons."""

    bounds: frozenset[int]
    persons: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> Words:
        bounds, persons, at = {0}, set(), 0
        for word in rjieba.cut(text, False):
            at += len(word)
            bounds.add(at)
        at = 0
        for word, tag in rjieba.tag(text):
            if tag.startswith("nr"):
                persons.add((at, at + len(word)))
            at += len(word)
        return cls(frozenset(bounds), frozenset(persons))


@cache
def weights() -> dict[str, float]:
    lines = (FOLDER / "name_weights.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("#")[0].split() for line in lines)
    return {pair[1]: float(pair[0]) for pair in pairs if pair}


def score(signs: dict[str, float]) -> float:
    """The logarithm of the odds that a name stands there; 0 is even."""
    return sum(weights().get(name, 0.0) * value for name, value in signs.items())


def signs(text: str, start: int, end: int, reading: Reading, cut: Words) -> dict[str, float]:
    """All signs of one candidate with their strength, mostly 1."""
    model = max(LEAST_LOG, math.log(reading.person(start, end) + 1e-9))
    found = dict([*_shape(text, start, end), *_left(text, start), *_right(text, end)])
    found.update(bias=1, model=model, model_sure=max(0.0, model + 1.5))
    found.update(_segmenter(start, end, cut))
    for kind in KINDS:
        found[f"left_{kind}"] = float(reading.kinds[kind][start - 1]) if start else 0.0
        found[f"right_{kind}"] = float(reading.kinds[kind][end])
    found["again"] = float(text.count(text[start:end]) > 1)
    if end - start >= 3 and (run := transliterated_run().match(text, start)) and run.end() == end:
        found["whole_run"] = 1
        found["whole_run_called"] = float(any(sign in found for sign in ("role", "named", "self")))
    found.update({f"{left}+{right}": 1 for left in LEFT & found.keys() for right in RIGHT & found.keys()})
    found.update(list(_of_a_word(text[start:end], found)))
    return found


def bare_signs(text: str, start: int, end: int, reading: Reading, cut: Words) -> dict[str, float]:
    """Signs of a surname before a title (和老师); they weigh on their own, so their names begin with ``bare_``."""
    surname, before = text[start:end], text[max(0, start - 1) : start]
    behind = title().match(text, end)
    after = behind.end() if behind else end
    found = dict([*_left(text, start), *_rank(surname)])
    found.update(bias=1, model=max(LEAST_LOG, math.log(float(reading.begins[start]) + 1e-9)))
    found.update(cut_start=float(start in cut.bounds), cut_end=float(end in cut.bounds))
    found["function"] = float(surname in words("function_surnames"))
    found["joined_word"] = float(bool(before) and bool(rjieba.has_word(before + surname)))
    found["title_word"] = float(bool(rjieba.has_word(surname + text[end : end + 1])))
    found["kin"] = float(bool(KIN.match(text, end)))
    found["someone"] = float(text[end : end + 1] == "某")
    found["short"] = float(after == end + 1)
    found["office"] = float(bool(OFFICE.search(text[max(0, start - 4) : start])))
    found["after_says"] = float(bool(SAYS.match(text, after)))
    found["after_stop"] = float(not re.match(rf"[{HANZI}]", text[after : after + 1]))
    found["after_with"] = float(bool(WITH.match(text, after)))
    found["again"] = float(text.count(text[start:after]) > 1)
    for kind in KINDS:
        found[f"left_{kind}"] = float(reading.kinds[kind][start - 1]) if start else 0.0
        found[f"own_{kind}"] = float(reading.kinds[kind][start])
        found[f"right_{kind}"] = float(reading.kinds[kind][after])
    return {f"bare_{name}": value for name, value in found.items()}


def _shape(text: str, start: int, end: int) -> Iterator[Sign]:
    name = text[start:end]
    given = any_surname_end(text, start)
    if given is None or given >= end:
        yield from _without_surname(name)
        given = start
    else:
        yield from _with_surname(text[start:given], text[given:end])
    like = likeness(text[given:end])
    yield "like", min(4.0, max(0.0, like))
    yield "unlike", max(-4.0, min(0.0, like))
    if name in words("public_figures"):
        yield "famous", 1
    if BAD_END.search(name):
        yield "bad_end", 1


def _with_surname(surname: str, given: str) -> Iterator[Sign]:
    yield from _rank(surname)
    if len(given) == 1:
        yield "given1", 1
    elif rjieba.has_word(given):
        yield "given_word", 1
    if len(given) == 2 and given[0] == given[1]:
        yield "doubled", 1
    if len(surname + given) == 3 and rjieba.has_word((surname + given)[:2]):
        yield "first_two_a_word", 1
    if BAD_GIVEN.search(given):
        yield "bad_given", 1


def _rank(surname: str) -> Iterator[Sign]:
    rank = _ranks().get(surname, 1000)
    if rank < 100:
        yield ("top20" if rank < 20 else "top100"), 1
    if surname in words("risky_surnames"):
        yield "risky", 1
    if surname in words("rare_surnames"):
        yield "rare", 1
    if len(surname) == 2:
        yield "compound", 1


def _without_surname(name: str) -> Iterator[Sign]:
    yield "no_surname", 1
    if transliterated().fullmatch(name):
        yield "transliterated", 1
    if len(name) == 2 and name[0] == name[1]:
        yield "pet_doubled", 1
    if name[0] in "阿小老大":
        yield "pet", 1
    if len(name) >= 3:
        yield ("of3" if len(name) == 3 else "of4"), 1
    if rjieba.has_word(name):
        yield "pet_word", 1
    if "·" in name:
        yield "dotted", 1


def _segmenter(start: int, end: int, cut: Words) -> Iterator[Sign]:
    yield "cut_start", float(start in cut.bounds)
    yield "cut_end", float(end in cut.bounds)
    yield "cut_inside", float(sum(at in cut.bounds for at in range(start + 1, end)))
    yield "cut_person", float((start, end) in cut.persons)


def _left(text: str, start: int) -> Iterator[Sign]:
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


def _right(text: str, end: int) -> Iterator[Sign]:
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


def _of_a_word(name: str, found: dict[str, float]) -> Iterator[Sign]:
    """An everyday word (高兴) needs more around it: the same signs weigh differently."""
    if not (is_word(name) or in_dictionary(name)):
        yield "listed", float(rjieba.has_word(name))
        return
    yield ("word" if is_word(name) else "dictionary"), 1
    called = any(sign in found for sign in ("role", "named", "self"))
    yield "word_called_whole", float(called and "goes_on" in found)
    yield "word_alone", float("after_stop" in found and "before_stop" in found)
    yield from ((f"word_{sign}", value) for sign, value in found.items() if value)


@cache
def _ranks() -> dict[str, int]:
    lines = (FOLDER / "surname_ranks.txt").read_text(encoding="utf-8").splitlines()
    return {word: rank for rank, word in enumerate(" ".join(line.partition("#")[0] for line in lines).split())}


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')})[:：是叫为“ 　]{{0,2}}$")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('titles')}|某|同志|家长|等人|一家|两人|[二三四五]人)")
