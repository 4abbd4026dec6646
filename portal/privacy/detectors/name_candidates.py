"""Where a name might stand: every surname with one or two characters behind it, what the language model suspects, what
is written like a pet name or a name of another language, and every surname before a title.

Generous on purpose: a text of 2,000 characters has some 300 candidates. ``name_evidence`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from portal.privacy.detectors.name_shapes import HANZI, any_surname_end
from portal.privacy.detectors.tagger import Reading
from portal.privacy.lexicon import alternatives, words

SUSPECTED = 0.03  # the model's share for a name that begins, from which on it is a candidate without a surname too
WHOLE = 0.1  # its share for the word that ends
PROBED = 0.15  # the probe's share for a name that begins; its share for a whole name
SEEN = 0.5  # its share for a whole name that no rule about words forbids: 任意 behind 承办人
NEVER = 0.85  # the same for a word that letters speak of: 成果
LONGEST = 7  # characters of a name without a surname of ours: 乌兰其其格, 山本由美子
IN_NAMES = re.compile(rf"[{HANZI}·]+")
IN_ANY_NAME = re.compile(rf"[{HANZI}·.A-Za-zÀ-ɏЀ-ӿẠ-ỹ]+")  # 阿Mi, 老K, Марина: only where the probe sees one
NOT_PLAIN = re.compile(r"[^\x00-\x7f]")  # Title and MS are left to ``names_latin``
PET = re.compile(rf"(?=([{HANZI}])\1|[阿小老][{HANZI}])[{HANZI}]{{2}}")
INSTITUTION = re.compile(
    r"(?:小学|中学|学校|大学|学院|幼儿园|高中|公司|医院|教育局|委会|街道|小区|花园|社区|商场|超市)$"
)
OF_A_DOCUMENT = re.compile(r"[一-鿿]{0,3}[〔\[【](?:20|19)\d\d|[(（](?:20|19)\d\d[)）]\d")  # 楚财综〔2016〕74号
DOUBLE_WORD = re.compile(rf"([{HANZI}])\1(?!\1)([{HANZI}])\2")  # 团团圆圆, 打打闹闹
FAMED_BEFORE = re.compile(
    r"(?:画家|法家|作家|诗人|词人|科学家|数学家|物理学家|思想家|教育家|哲学家|文学家|音乐家|名将|皇帝|导演|影星|歌星|球星|院士)$"
)
OF_A_FIRM = re.compile(rf"[{HANZI}]?(?:托育|午托|早教|启蒙|公司|集团|幼教|口才|画室|琴行|舞蹈[室社])")  # 小月|芽托育园
FOOD = re.compile(r"(?:食堂|菜场|市场|超市|[早午晚]餐|饭菜|[菜锅碗地园]里)的?$")
# Of somebody, and nobody themselves; 六指 is a nickname as well.
NOBODY = (words("diseases") | words("weak_diseases") | words("conditions") | words("belongings")) - {"六指"}
COUNTING = "一二三四五六七八九十甲乙丙丁戊"
SCHOOLS = ("卫校", "党校")
SECTIONS = ("体卫", "计财", "基财")  # 体卫科 is nobody's
ABOUT = re.compile(r"(?:[对关由至鉴基]|有助|不利|有利)于$")  # 对于老师有偿补课
CLASS_BEFORE = re.compile(r"[)）\d一二三四五六七八九十]$")
# 找卫科, 成股催过, 葛大爷: what people say for an office; the score tells it from 文科 and 学校.
OFFICES = "科股所处局校园导队"
SHORT_TITLE = (
    rf"[{OFFICES}](?![长员室级目技普])|[总工姐哥](?=$|[^{HANZI}]|[说讲让不没也就把在的和给对是家回来总又都亲以那这扣登收打骂管批问答接签发通要请到已"
    r"刚现真还很太只从因为])"
)


@cache
def title() -> re.Pattern[str]:
    """What stands behind a bare surname: 老师, 镇长, 校 (找曲校)."""
    return re.compile(
        rf"(?:{alternatives('titles')})(?!们|法)|某{{1,2}}(?![些个种人校地市区县年月日天班])|{SHORT_TITLE}"
    )


@cache
def _ends_as_title() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('titles')}|某+|领导|[市县镇村]长)$")


@cache
def _begins_as_role() -> re.Pattern[str]:
    return re.compile(rf"{alternatives('roles', 'relations')}")


@cache
def transliterated_run() -> re.Pattern[str]:
    chars = "".join(words("transliteration") | words("transliteration_dotted"))
    return re.compile(rf"(?<![{chars}])[{chars}]{{3,8}}|(?<=[爸妈医师长母父友弟妹])[{chars}]{{3,8}}")


def candidates(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Half-open ranges of ``text``, sorted, overlapping."""
    found = {span for at in range(len(text)) for span in _from(text, at, reading)}
    found.update(_announced(text))
    never = words("never_names")
    for run in transliterated_run().finditer(text):
        found.update((run.start(), end) for end in range(run.start() + 3, run.end() + 1))

    def is_seen(start: int, end: int) -> bool:
        return end > start + 1 and reading.called(start, end) > (NEVER if text[start:end] in never else SEEN)

    some = (span for span in found if not _to_eat(text, *span))
    standing = (span for span in some if is_seen(*span) or may_stand(text, *span))
    return without_famous(text, (span for span in standing if text[slice(*span)] not in NOBODY))


def bare_surnames(text: str) -> list[tuple[int, int]]:
    """Surnames with a title behind them: 和老师站在门口, and 和老师沟通 as well."""
    found = []
    for match in title().finditer(text):
        for length in (2, 1):
            start = match.start() - length
            surname = start >= 0 and any_surname_end(text, start) == match.start()
            if (
                surname
                and text[start : start + 2] not in SCHOOLS
                and text[max(0, start - 1) : start + length] not in SECTIONS
                and not ABOUT.search(text[max(0, start - 2) : match.start()])
                and not _to_all_parents(text, start, match.start())
            ):
                found.append((start, match.start()))
    return without_famous(text, found)


def _announced(text: str) -> Iterator[tuple[int, int]]:
    """Behind a role or what introduces a name, whatever stands there: 孙子有根, 小名狗剩."""
    for match in _announcing().finditer(text):
        at = match.end()
        yield from ((at, end) for end in (at + 2, at + 3) if end <= len(text) and IN_NAMES.fullmatch(text, at, end))


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles', 'relations')}|[大小真乳]名|姓名|叫做?)[:：是叫为“ ]{{0,2}}")


def _from(text: str, at: int, reading: Reading) -> Iterator[tuple[int, int]]:
    given = any_surname_end(text, at)
    for end in (given + 1, given + 2) if given else ():
        if end <= len(text) and IN_NAMES.fullmatch(text, at, end):
            yield at, end
    if given == at + 2:  # 东方 is a surname, and 东 is one too
        yield from ((at, end) for end in (at + 2, at + 3) if end <= len(text) and IN_NAMES.fullmatch(text, at, end))
    if reading.begins[at] > SUSPECTED:
        for end in range(at + 2, min(len(text), at + LONGEST) + 1):
            if not IN_NAMES.fullmatch(text, at, end):
                break
            if reading.person(at, end) > WHOLE * reading.begins[at]:
                yield at, end
    if reading.probed_begins[at] > PROBED:
        for end in range(at + 1, min(len(text), at + LONGEST) + 1):
            if not IN_ANY_NAME.fullmatch(text, at, end):
                break
            if reading.called(at, end) > PROBED and (IN_NAMES.match(text, at) or NOT_PLAIN.search(text, at, end)):
                yield at, end
    if PET.match(text, at):
        yield at, at + 2


def _to_eat(text: str, start: int, end: int) -> bool:
    """食堂的土豆, not 我家土豆."""
    return text[start:end] in words("pet_words") and FOOD.search(text[max(0, start - 6) : start]) is not None


def _to_all_parents(text: str, start: int, end: int) -> bool:
    """向家长公布, 由家长自愿选择: a preposition."""
    return text[start:end] in words("function_surnames") and text.startswith("家长", end)


def may_stand(text: str, start: int, end: int) -> bool:
    """Not 郎老师 whole, not 前夫郎斌, not the end of 班主任 or 三班 with a surname."""
    name, before = text[start:end], text[max(0, start - 2) : start]
    if (
        ABOUT.search(text[max(0, start - 2) : end])
        or name in words("never_names")
        or name in COUNTING
        or _to_all_parents(text, start, end)
        or _ends_as_title().search(name)
        or _begins_as_role().match(name)
    ):
        return False
    if means_another(text, start, end) or OF_A_FIRM.match(text, end):
        return False
    ends_a_word = (before == "班主" and name[0] == "任") or (name[0] == "班" and CLASS_BEFORE.search(before))
    return not (ends_a_word or INSTITUTION.search(name) or OF_A_DOCUMENT.match(text, end))


def means_another(text: str, start: int, end: int) -> bool:
    """Half of a word such as 团团圆圆, or the famous bearer of the name: 画家关山月."""
    twice = end - start == 2 and text[start] == text[start + 1]
    if twice and DOUBLE_WORD.search(text, max(0, start - 2), end + 2):
        return True
    return FAMED_BEFORE.search(text[max(0, start - 4) : start]) is not None


def without_famous(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, without parts of a famous name (桂梅老师) and without words glued to one (雷锋月); 马超群 is another."""
    at = {place: match.span() for match in _famous().finditer(text) for place in range(*match.span())}
    return sorted(span for span in spans if not any(_of_the_famous(span, at[p]) for p in range(*span) if p in at))


def _of_the_famous(span: tuple[int, int], famous: tuple[int, int]) -> bool:
    (start, end), (first, last) = span, famous
    if span == famous or end <= first or last <= start:
        return False
    return (first <= start and end <= last) or last - first >= 3 or end - start > 3


@cache
def _famous() -> re.Pattern[str]:
    return re.compile(alternatives("public_figures"))
