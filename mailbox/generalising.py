"""What may stand in place of a found passage: 云岭实验小学三年级（2）班 → 某小学, 2017年3月12日 → 2017年3月.

Pure: a text, a place in it and what is known of the case come in; proposals come out, the first one is the usual one.
A person chooses. Each is the least that the rules of de-identification take away (个人信息保护法 25、28; 未成年人保护法
103): a name gives way to the role that the context tells, a home to its street office or town.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mailbox.schools import GRADE, SCHOOL_WORD, general_school, school_before
from portal.privacy.spans import Kind

MOST = 3  # proposals beside the person's own words
CHILD = re.compile(r"孩子|儿子|女儿|宝宝|小孩|娃|孙子|孙女|外孙|家长|妈妈|爸爸")
TEACHER = re.compile(r"我是[^，。；\n]{0,16}(?:老师|教师|教职工)|本人系?[^，。；\n]{0,16}教师")
# What happened to one child, so that school and class would say which.
EVENT = re.compile(
    r"受伤|打伤|被打|打人|殴打|欺凌|霸凌|推倒|摔[伤倒断]|骨折|咬伤|烫伤|休学|退学|辍学|停课|处分|开除|体罚|辱骂|罚站"
    r"|猥亵|性侵|走失|失踪|中毒|住院|抢救|自残|事故|冲突"
)
DATE = re.compile(r"(?:(?:19|20)\d{2} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?[日号]")
MONTH = re.compile(r"^.*?月")
YEAR_MONTH = re.compile(r"^((?:19|20)\d{2})[-/.、 ]{1,3}(\d{1,2})(?:\D|$)|^((?:19|20)\d{2})([01]\d)[0-3]\d$")
SENTENCE_END = re.compile(r"[。！？!?\n]")
TOWN = re.compile(r"^.*(?:街道(?:办事处)?|[一-鿿]{2}[镇乡])")
VILLAGE = re.compile(r"[村屯寨庄]")
CALLED = re.compile(r"(?:叫|姓名|名字)[是为:： ]{0,2}$")
AFTER_ROLE = re.compile(
    r"(?:女儿|儿子|孩子|小孩|孙子|孙女|外孙女?|弟弟|妹妹|哥哥|姐姐|同学|同桌|学生|老师|教师|班主任|校长|园长|主任|家长|妈妈|爸爸"
    r"|母亲|父亲|市民|网友)[:：“\"（(是叫名为 ]{0,3}$"
)
TITLE = re.compile(
    r"(?:老师|校长|园长|主任|教师|女士|先生|小姐|同学|同志|小朋友|阿姨|叔叔|师傅|医生|警官|家长|妈妈|爸爸|书记|局长"
    r"|科长)"
)
TEACHES = re.compile(r"(?:老师|教师|班主任|校长|园长)[:：是叫“ ]{0,3}$")
LEARNS = re.compile(
    r"(?:女儿|儿子|孩子|小孩|孙子|孙女|外孙女?|同学|同桌|学生|班|年级|小学|中学|学校"
    r"|幼儿园)[:：是叫“的 ]{0,3}$"
)
PARENT_OF = re.compile(r"的?(?:妈妈|爸爸|家长|母亲|父亲|监护人)")
ILL = re.compile(r"(?:患有?|得了?|确诊[为是]?|诊断[为是]|查出|有)$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the whole letter says: who wrote, in which role, whether one child is recognisable, which schools exist."""

    writers: frozenset[str] = frozenset()
    writer_role: str = "市民"
    child_known: bool = False
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: ``text[start:end]`` of kind ``kind``; ``usual`` is the detector's own mask for it."""

    text: str
    start: int
    end: int
    kind: str
    usual: str = ""

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.text[max(0, self.start - 20) : self.start].rpartition("\n")[2]

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + 8].partition("\n")[0]


def facts_of(
    texts: Iterable[str], places: Iterable[Place], writers: Collection[str], schools: Collection[str]
) -> Facts:
    """``places``: what was found in ``texts``. A child is recognisable by a name that is not the writer's and bears no
    title, by health, by a birth date, or by what happened to it."""
    whole = "\n".join(texts)
    known = bool(EVENT.search(whole))
    for place in places:
        named = place.kind == Kind.PERSON and place.words not in writers and not TITLE.match(place.after)
        known = known or named or place.kind in (Kind.HEALTH, Kind.BIRTH)
    role = "教师" if TEACHER.search(whole) else "家长" if CHILD.search(whole) else "市民"
    return Facts(frozenset(writers), role, known, frozenset(schools))


def widened(place: Place, facts: Facts) -> tuple[int, int]:
    """The range that one mask should cover: a class together with the school before it."""
    if place.kind != Kind.CLASS_OF_CHILD:
        return place.start, place.end
    start = school_before(place.text, place.start, facts.schools)
    return place.start if start is None else start, place.end


def further(text: str, facts: Facts) -> Iterator[tuple[Place, str]]:
    """Passages that no detector marks but that together give one child away, with the reason.

    School and grade without a class, and the day of an event that the same sentence tells; only when a child is known.
    """
    if not facts.child_known:
        return
    with_school = False
    for match in GRADE.finditer(text):
        start = school_before(text, match.start(), facts.schools)
        if start is not None:
            with_school = True
            yield Place(text, start, match.end(), Kind.CLASS_OF_CHILD), "学校连同年级和这件事，能认出孩子"
    if not with_school and SCHOOL_WORD.search(text) is None:
        return
    for date in DATE.finditer(text):
        if EVENT.search(_sentence(text, date.start(), date.end())):
            yield Place(text, *date.span(), "other"), "学校、确切日期和事情连在一起，认识的人能认出是谁"


def _sentence(text: str, start: int, end: int) -> str:
    stops = [stop.end() for stop in SENTENCE_END.finditer(text, 0, start)]
    stop = SENTENCE_END.search(text, end)
    return text[stops[-1] if stops else 0 : stop.start() if stop else len(text)]


def proposals(place: Place, facts: Facts) -> list[str]:
    """Masks to choose from, the usual one first, at most ``MOST``. An empty one takes the words away."""
    by_kind = {
        Kind.PERSON: _person,
        Kind.CLASS_OF_CHILD: _class,
        Kind.ADDRESS: _address,
        Kind.BIRTH: _birth,
        Kind.HEALTH: _health,
    }
    made = by_kind[Kind(place.kind)](place, facts) if place.kind in by_kind else _plain(place)
    return list(dict.fromkeys(made))[:MOST]


def _person(place: Place, facts: Facts) -> list[str]:
    if place.words in facts.writers and not TITLE.match(place.after):
        return _writer(place, facts)
    if TITLE.match(place.after) and (place.words in facts.writers or not PARENT_OF.match(place.after)):
        return [place.usual or "某", ""]
    role = _role(place)
    if AFTER_ROLE.search(place.before) or not role:
        return ["某某", role or "某同学", "某家长" if role != "某家长" else "某老师"]
    return [role, "某某", ""]


def _writer(place: Place, facts: Facts) -> list[str]:
    role = facts.writer_role
    if AFTER_ROLE.search(place.before):
        return ["某某", role, ""]
    return [f"某{role}", "某某", role] if CALLED.search(place.before) else [role, f"某{role}", "某某"]


def _role(place: Place) -> str:
    """某同学 or 某老师 when any place of the same name in the text says so."""
    if not place.words:
        return ""
    for match in re.finditer(re.escape(place.words), place.text):
        here = Place(place.text, *match.span(), place.kind)
        if TEACHES.search(here.before) or here.after.startswith(("老师", "校长")):
            return "某老师"
        if LEARNS.search(here.before) or PARENT_OF.match(here.after):
            return "某同学"
    return ""


def _class(place: Place, facts: Facts) -> list[str]:
    start = school_before(place.text, place.end, facts.schools, inside=place.words)
    if start is None or start > place.start:
        return ["某班", "", "某年级"]
    school = school_name(place)
    kept, general = [school], [general_school(school)]
    return [*general, *kept, ""] if facts.child_known else [*kept, *general, ""]


def school_name(place: Place) -> str:
    """The school at the head of a widened class: 云岭实验小学三年级 → 云岭实验小学."""
    ends = [match.end() for match in SCHOOL_WORD.finditer(place.words)]
    return place.words[: ends[0]] if ends else ""


def _address(place: Place, facts: Facts) -> list[str]:
    town = TOWN.match(place.words)
    kept = town.group() if town else ""
    home = "某村" if VILLAGE.search(place.words) else "某小区"
    return [f"{kept}{home}", kept, place.usual or "（住址已隐去）"]


def _birth(place: Place, facts: Facts) -> list[str]:
    gone = place.usual or "（出生日期已隐去）"
    month = to_month(place.words)
    if not month:
        return [gone, ""]
    return [gone, month, ""] if facts.child_known else [month, gone, ""]


def to_month(date: str) -> str:
    """2017年3月12日 → 2017年3月; "" for what is no date with a month."""
    if found := MONTH.match(date):
        return found.group()
    digits = YEAR_MONTH.match(date)
    if digits is None:
        return ""
    year, month = [part for part in digits.groups() if part]
    return f"{year}年{int(month)}月"


def _health(place: Place, facts: Facts) -> list[str]:
    usual = place.usual or "（健康情况已隐去）"
    return ["某种疾病", usual, ""] if ILL.search(place.before) else [usual, "某种疾病", "身体原因"]


def _plain(place: Place) -> list[str]:
    if place.kind == "other":
        month = to_month(place.words) if DATE.fullmatch(place.words) else ""
        return [month or place.usual, "", "某某"] if month or place.usual else ["某某", ""]
    return [place.usual, ""]
