"""What people are called among themselves: 九婶, 灯泡叔, 保安老尚, 我家芝麻的书包, 和“坦克”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.name_candidates import means_another
from portal.privacy.detectors.name_shapes import (
    HANZI,
    STOP,
    any_surname_end,
    is_word,
)
from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

EDGES = "[的是叫喊找问称由跟和给让被替把对向请托求见谢位他她]"
# 九婶, 春姨, 灯泡叔, 珍姐: behind an edge, and no word for kin such as 表姐.
ELDER = re.compile(
    rf"(?:(?<=[^{HANZI}])|(?<={EDGES})|(?<=[栋楼室号村店])|^)"
    rf"(?P<name>(?P<own>[阿老]?(?:(?!{EDGES})[{HANZI}]){{1,2}}?)(?:阿[婆公伯婶叔]|[姨婶叔伯嫂婆姐哥爷]))(?![姨婶叔伯嫂婆姐哥妹弟爷家长们夫子])"
)
NOT_ELDER = re.compile(
    r"[大小二三四五六老表堂亲姑舅外我你他她咱俺您伯叔姨婶姐哥弟妹学师空继干家公媳丈太祖这那某每各谁几两一个位名的和跟是了在有]$|^[我你他她咱俺您这那]|^[叫喊找问称由跟和给让被替把对向请托求见谢位阿]$|阿$|^[替叫找问给让被跟向求]|爷|奶|爸|妈|保洁|宿管|食堂|门卫|保安|快递|外卖|清洁|生活|司机|孩子|男|女"
)
LINE_FRAME = (
    rf"(?=$|[^{HANZI}]|[的最把被就也都说哭在从每查上下要不没还又去回来今昨前已明放跟和]|排第|读|一[个直到人上升年])"
)
MINE = re.compile(rf"(?:我们?家|咱们?家|俺们?家)(?P<name>[{HANZI}]{{2,3}}?){LINE_FRAME}")
NICK = re.compile(rf"(?P<name>[老小](?P<own>[{HANZI}]))(?=$|[^{HANZI}]|[说看在也都就不没把被让给跟和来打的是负接去告])")
PET_BEFORE = re.compile(
    r"(?:叫|喊|[叫喊][他她我]|人称|同宿舍的|同桌|孙[子女]|外孙女?|[女儿]儿|儿子|孩子|娃|侄[子女]|[弟妹]{1,2}|[哥姐]{1,2}|宝宝|小名|乳名|[)）班]|昨[天晚]|今[天早]|前天)$"
)
PET_AFTER = re.compile(
    rf"$|[^{HANZI}]|[的就也被把哭说在热跑睡吓摔]|欺负|打[人我了他她]|骂|推[了我他她]|咬|抢|踢|今年|喜欢|每天|回来|问我|不[肯敢想愿在]|放学|上学|没[去有]|害怕|查出|住院"
)
PET_ACTS = re.compile(
    r"就不[在肯敢能让]|哭|今年[一二三四五六七八九十\d]|喜欢|每天|回来|问我|不[肯敢愿]|害怕|放学|上学|查出|住院|被(?:打|骂|推|抢|咬|关|赶|欺|送)"
)
NICK_SHAPE = re.compile(r"(?!大家)[大二三小][胖毛狗丫牛虎蛋妞壮黑]|狗[剩蛋娃]|铁[蛋牛锤]|光头强?|胖[墩丁虎]|皮猴")
NOT_SMALL = (
    "小学",
    "小区",
    "小时",
    "小组",
    "小孩",
    "小心",
    "小升",
    "小班",
    "小小",
    "小朋",
    "小伙",
    "小卖",
    "小额",
    "小型",
    "小车",
)
NO_NICK = set("师板人年家大二三四总婆公伴头太弟妹哥姐孩学组区时心事乡班队工农型额康")


def detect(view: View, case: Case) -> Iterator[Finding]:
    for rule in (_elders, _at_home, _pets):
        yield from rule(view.text)


def _elders(text: str) -> Iterator[Finding]:
    for match in ELDER.finditer(text):
        own, name = match.group("own"), match.group("name")
        a_word = rjieba.has_word(name) or (len(own) > 1 and is_word(own))
        if not a_word and not NOT_ELDER.search(own) and begins_a_word(text, match.end()):
            yield Finding(*match.span("name"), Kind.PERSON, "“九婶、珍姐”一类称呼", 0.82)
    for match in NICK.finditer(text):
        if _is_nickname(text, match):
            yield Finding(*match.span("name"), Kind.PERSON, "身份后面的“老X、小X”", 0.82)


def _at_home(text: str) -> Iterator[Finding]:
    for match in MINE.finditer(text):
        if _is_pet(match.group("name"), text[match.end() : match.end() + 1]):
            yield Finding(*match.span("name"), Kind.PERSON, "“我家”后面的小名", 0.82)


def begins_a_word(text: str, end: int) -> bool:
    """What follows begins a new word."""
    return STOP.match(text, end) is not None or bool(rjieba.has_word(text[end : end + 2]))


def _is_pet(name: str, after: str) -> bool:
    if name in words("doubled_words"):
        return len(name) == 2 and after in ("的", "被", "把")
    return _may_be_pet(name) if len(name) == 3 or name[0] == name[1] else name in words("pet_words")


@cache
def role_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles')}|[处科室办股园校队部站]|门口的?)$")


def _is_nickname(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    if any_surname_end(text, match.start("own")) is None or match.group("own") in NO_NICK:
        return False
    return role_before().search(before) is not None and not rjieba.has_word(
        match.group("name") + text[match.end() : match.end() + 1]
    )


@cache
def _pet_words() -> re.Pattern[str]:
    return re.compile(rf"{alternatives('pet_words')}|小[{HANZI}]{{2}}|([{HANZI}])\1(?!\1)")


def _may_be_pet(name: str) -> bool:
    """A listed one, a doubled one that is no word, or 小 with a word: 小海螺."""
    if name in words("pet_words"):
        return True
    if len(name) == 2:
        return name not in words("doubled_words") and not is_word(name)
    plain = name[:2] in NOT_SMALL or rjieba.has_word(name)
    return name[0] == "小" and bool(rjieba.has_word(name[1:])) and not plain


def _pets(text: str) -> Iterator[Finding]:
    """Pet words where a person must be meant: 女儿年糕哭着, 和“坦克”, 不交钱，豆苗就不在."""
    for match in _pet_words().finditer(text):
        start, end = match.span()
        if not _may_be_pet(match.group()) or means_another(text, start, end):
            continue
        before = text[max(0, start - 5) : start]
        quoted = before[-1:] == "“" and text[end : end + 1] == "”"
        called = PET_BEFORE.search(before) and PET_AFTER.match(text, end)
        acts = (not before or not re.match(rf"[{HANZI}]", before[-1])) and PET_ACTS.match(text, end)
        among = quoted and (
            before[-2:-1] in set("和跟被叫让给") or re.match(r"[和跟]|叫|说|同学|打|两[位个]", text[end + 1 : end + 3])
        )
        shaped = NICK_SHAPE.fullmatch(match.group()) and PET_AFTER.match(text, end)
        if called or acts or among or (shaped and not is_word(match.group())):
            yield Finding(start, end, Kind.PERSON, "像小名的词，指的是人", 0.81)
