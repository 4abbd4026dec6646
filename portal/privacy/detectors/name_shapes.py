"""How a person's name looks in Chinese text, and where it ends in a running sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import rjieba

from portal.privacy.detectors.given_names import likeness
from portal.privacy.lexicon import alternatives, words

HANZI = "一-鿿㐀-䶿\U00020000-\U0002ebef"
LATIN = re.compile(r"[A-Z][a-z]{2,14}(?: [A-Z][a-z]{1,14}){0,2}(?![A-Za-z\d])")
# What may follow a name in a sentence: no hanzi at all, or a word that begins the rest of the sentence.
STOP = re.compile(
    rf"$|[^{HANZI}]|[和与跟及同的被把将在是有说让对给从到向也都还又就不没要会能去来为因已未曾系等做读上患得今现这那两该自"
    r"叫反骂带收于却只更再刚想很太非以其之所私拿找问写住请违吃报参入考称比按可任第实转退讨归跪升毕受需应且并因持]"
    r"|家(?=$|[^庭长里]|里[的有])|老师|同学|女士|先生|校长|主任|园长|小朋友|妈|爸|家长|家属|同志|[二三四五]人|两人|兄妹|兄弟|姐妹|姐弟|夫妇|夫妻|父子|母子|母女|父女|一家|爷|奶|阿姨|师傅|医生|个人|本人"
    r"|手机|电话|身份|生于|出生|年龄|男|女|负责|确有|每周|手里|作证|尿|经常|打人|打我|打了|打的|名下|当时|当众|用了|用手|用脚"
)
BAD_GIVEN = re.compile(
    r"^(?:[一二三四五六七八九十两几]岁|初[一二三]|升初|[了的不是就都也还在们着过]|经历|多次)|[了的不是就都也还和与在于等说让被把对给讨问向们着个这那什么我你他她仅但大款时从要很]$"
)
PLACE_NEXT = re.compile(
    r"街道|[镇乡路街区]|大道|社区|小区|新?村|庄|广场|酒店|超市|公司|集团|物业|小学|中学|学校|幼儿园|托育|托管|午托|培训|教育|文化|科技|传媒|艺术|餐饮|书店|药店|诊所|画室|琴行|高中|实验|附小|附中|[一二三四五六七八九]中"
)
BAD_END = re.compile(
    r"(?:[市区县省镇村族校局班队组部院科苑园城楼路道桥站厂们吗呢吧啊]|幼儿园|公司|小学|中学|老师|同学|家长)$"
)


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('compound_surnames')})|[{''.join(words('surnames'))}]")


@cache
def foreign() -> re.Pattern[str]:
    """阿依古丽·买买提: two or three parts of transliterating characters around a dot."""
    chars = "".join(words("transliteration") | words("transliteration_dotted"))
    return re.compile(rf"[{chars}]{{2,8}}(?:[·•・‧．][{chars}]{{2,8}}){{1,2}}")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"[{''.join(words('transliteration'))}]{{3,7}}")


@cache
def transliterated() -> re.Pattern[str]:
    """A name of another language without a dot: 扎西顿珠."""
    return re.compile(rf"[{''.join(words('transliteration'))}]{{2,8}}")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"{alternatives('titles')}|某")


# Likeness of a given name below which nothing but 我叫 makes a name of it; the lower one counts behind a role.
UNLIKELY, VERY_UNLIKELY = -1.5, -2.5


def surname_end(text: str, at: int) -> int | None:
    """Where a surname that starts at ``at`` ends, the compound one first; None when there is none."""
    match = _surname().match(text, at)
    return match.end() if match else None


def any_surname_end(text: str, at: int) -> int | None:
    """As ``surname_end``; the rare ones too (亓, 普), for those who weigh other signs as well."""
    return surname_end(text, at) or (at + 1 if text[at : at + 1] in words("rare_surnames") else None)


def occurrences(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Every place of every name, overlapping too, in time that does not depend on how many names there are."""
    lengths = sorted({len(name) for name in names})
    firsts = {name[:1] for name in names}
    for start in (at for at, char in enumerate(text) if char in firsts):
        for length in lengths:
            if start + length <= len(text) and text[start : start + length] in names:
                yield start, start + length


def is_word(text: str) -> bool:
    """True for everyday words and public figures, which are no private person's name unless a context says so."""
    return text in words("common_words") or text in words("public_figures")


def name_end(text: str, at: int, *, sure: bool = False, near: bool = False, clerk: bool = False) -> int | None:
    """Where a name that starts at ``at`` ends, or None.

    ``sure``: the context says that a name stands here (我叫…): everyday words count, and the end may be guessed.
    ``near``: a role stands right before (校长…): the end may be guessed where the segmenter sees one.
    ``clerk``: a form's label stands before (承办人：谈笑): words of the dictionary count, everyday words do not.
    """
    if dotted := foreign().match(text, at):
        return dotted.end()
    if (sure or near) and (end := _transliterated(text, at)):
        return end
    end = surname_end(text, at)
    if end is None or (_titles().match(text, end) and not sure):
        return None
    lengths = _lengths(text, at, end, sure=sure, clerk=clerk, near=near)
    if len(lengths) == 2 and _second_begins_a_word(text, end):
        lengths = [1]
        if near or sure:
            return end + 1
    stopped = next((end + length for length in lengths if STOP.match(text, end + length)), None)
    if stopped is None and sure and lengths:
        return end + lengths[0]
    return _cut_by_words(text, at, end, lengths) if stopped is None and near else stopped


def _lengths(text: str, at: int, end: int, *, sure: bool, clerk: bool, near: bool) -> list[int]:
    """How long the given name behind the surname ``text[at:end]`` may be, the longer first."""
    lengths = [length for length in (2, 1) if _is_given(text[end : end + length], length)]
    if sure:
        return lengths
    if text[at:end] in words("function_surnames"):
        lengths = [n for n in lengths if near and likeness(text[end : end + n]) > 0]
    return [n for n in lengths if _may_be_name(text, at, end + n, clerk=clerk, near=near)]


def _second_begins_a_word(text: str, given: int) -> bool:
    """园长雷鸣|核实: what would be the second character of the given name begins the next word."""
    follows = text[given + 1 : given + 3]
    second, after = text[given + 1 : given + 2], text[given + 2 : given + 3]
    if likeness(second) >= 0 or second == text[given] or not re.match(rf"[{HANZI}]", after):
        return False
    if rjieba.has_word(text[given : given + 2]):
        return False
    return STOP.match(text, given + 1) is not None or in_dictionary(follows)


def _cut_by_words(text: str, at: int, end: int, lengths: list[int]) -> int | None:
    """The longest length at whose end the segmenter puts a word boundary; only behind surnames that are no words."""
    if text[at:end] in words("risky_surnames"):
        lengths = [length for length in lengths if likeness(text[end : end + length]) >= 0.5]
    bounds: set[int] = set()
    position = at
    for word in rjieba.cut(text[at : at + 8]):
        position += len(word)
        bounds.add(position)
    return next((end + length for length in lengths if end + length in bounds), None)


def _transliterated(text: str, at: int) -> int | None:
    match = _run().match(text, at)
    if not match:
        return None
    for end in range(match.end(), at + 2, -1):
        if (STOP.match(text, end) or not text[end : end + 1]) and (end - at >= 4 or not surname_end(text, at)):
            return end
    return None


def _may_be_name(text: str, at: int, end: int, *, clerk: bool, near: bool) -> bool:
    """No word of the dictionary, no place or office, and not the beginning of two words (安全|隐患)."""
    name = text[at:end]
    given = name[surname_end(name, 0) or 1 :]
    if likeness(given) < (VERY_UNLIKELY if near else UNLIKELY) and given[:1] != given[1:] and not clerk:
        return False
    stands_alone = (clerk or (near and likeness(given) > 0 and not is_word(name))) and not re.match(
        rf"[{HANZI}]", text[end : end + 1]
    )
    if not stands_alone and (is_word(name) or (in_dictionary(name) and not (clerk and likeness(given) > 0))):
        return False
    if BAD_END.search(name) or PLACE_NEXT.match(text, end):
        return False
    return not (len(name) == 3 and is_word(name[:2]) and rjieba.has_word(text[at + 2 : at + 4]))


def in_dictionary(name: str) -> bool:
    """A dictionary word that is not listed as a person's name."""
    return bool(rjieba.has_word(name)) and not rjieba.tag(name)[0][1].startswith("nr")


def _is_given(part: str, length: int) -> bool:
    return len(part) == length and re.fullmatch(rf"[{HANZI}]+", part) is not None and not BAD_GIVEN.search(part)
