"""A child's class: grade and number, or a kindergarten group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

NUMBER = (
    r"(?:\d{1,3}|[甲乙丙丁戊己]|(?<![A-Za-z])[A-Fa-f](?![A-Za-z])|十[一二三四五六七八九]?"
    r"|[一二三四五六七八九]十?|二十[一二三四五六七八九]?)"
)
YEAR = r"(?:(?:20|19)\d{2}|[二〇零○0一九]{4}|[二〇零○0一三四五六七八九]{4}|\d{2})"
GRADE = (
    r"(?:(?:(?<=[上读在念是升])(?:小学|初中|高中)|初|高|职)?(?:[一二三四五六七八九]|(?<!\d)\d{1,2})(?:年级|年|级)的?"
    rf"|(?:高|初|职|预)[一二三123](?:年级)?|(?:高|初)?{YEAR} ?[级届]|[大中小托]|小[一二三四五六]"
    r"|(?<![\d.])[一二三四五六七八九1-9])"
)
TRACK = r"(?:[（(]?[文理]科?[）)]?|[A-Z])?"
CLASS = re.compile(
    rf"(?<![第每各共约\d]){GRADE}[ ·・•\-.—]{{0,2}}{TRACK}(?:[（(\[【] ?{NUMBER} ?[）)\]】]"
    rf"|{NUMBER})\)? ?班(?![车次主长])"
)

KINDERGARTEN = re.compile(
    r"(?<![全每本各])[大中小托]班 ?[（(]?[一二三四五六七八九1-9](?!\d)[）)]?班?(?![个名位人岁年月])"
)
# Named classes of kindergartens: 幼儿园苹果班; classes of vocational schools: 22级护理2班, 计算机2301班.
NAMED = re.compile(
    r"(?<=幼儿园)[大中小托]?[一-鿿]{2,4}(?<!兴趣)(?<!托管)(?<!毕业)(?<!培训)(?<!衔接)(?<!大)(?<!中)(?<!小)班(?![级车长主里次])"
    rf"|(?:20)?\d{{2}} ?[级届][一-鿿]{{2,8}} ?[（(]?{NUMBER}[）)]?班"
    r"|(?<![一-鿿])[一-鿿]{2,4}(?:20)?\d{2}[-\d]{1,3}班(?![车次])"
)
# 二年级重点班; a group alone behind its kindergarten; a number alone: 2304班, 4班班主任, 打给二班的班主任.
KIND = r"(?:重点|实验|火箭|提高|快|慢|普通|平行|创新|宏志|国际|艺术|体育|美术|尖子|特长|强基|清北)"
OTHERS = re.compile(
    rf"{GRADE}(?:{KIND}班)|(?<=幼儿园)[大中小托]班(?=孩子|的|小朋友|幼儿|家长|[,，])"
    rf"|(?<![\d.第每各共约个有设开全几两到])\d{{3,4}}班(?![车次])"
    r"|(?<![\d.第每各共约个有设开全几两到年级])(?:\d{1,2}|[一二三四五六七八九十]{1,2})班(?=的?(?:班主任"
    r"|学生|同学|老师|家长|孩子)|[）)]|那)"
    r"|(?<=年级)(?:\d{1,2}|[一二三四五六七八九十]{1,2})班|[一二三四五六七八九](?:年级?)?(?=班长|中队长|大队长|学习委员)"
)
# With a name of its own: 小四的太阳花班, 五年级那个重点班, 中班·小雨滴, 托大班, 初一（五）宏志班, 五(1)中队, 复读3班.
GRADE_SAID = (
    r"(?:[一二三四五六七八九]年级|(?:(?<=[在上读是念到])|(?<=小学)|(?<=学校))小[一二三四五六](?=的)|[高初][一二三])"
)
NOBODYS = (
    "兴趣|整|托管|培训|毕业|衔接|辅导|补习|晚托|社团|特训|走|各|每|全|同|平行|个|所有|延时"
    "|暑|寒假|自习|上|下|开|加|早晚|夜|跟|换|调|分|转|插|编|带|代|进|年级|老师|教师|学生"
    "|学校|值|几|坐|接|领|午休|住宿|新生|超大|书法|足球|篮球|舞蹈|英语|奥数|数学|语文|音乐"
    "|美术"
)
OWN_NAME = re.compile(
    rf"(?<!第){GRADE_SAID}(?:[（(]{NUMBER}[）)])?(?:的|那个)?(?!{NOBODYS})(?:(?!{NOBODYS})[一-鿿]){{2,4}}班(?![级车长主里次费额会干规服])"
    r"|(?<![全每本各个依委拜嘱请受不寄])托[大中小](?:班|[一二三四](?=[,。、;)\t|\n]|的|$))"
    r"|(?<![全每本各])[大中小托]班[·・](?![大中小托]班)[一-鿿]{2,4}"
    rf"|(?<!第)[一二三四五六七八九] ?[（(]{NUMBER}[）)]中队|复读[一二三四五六七八九\d]{{1,2}}班"
    r"|[一二三四五六七八九]年级[A-Fa-f](?![A-Za-z卷版组类套层])"
)
FOREIGN = re.compile(
    r"(?<![A-Za-z])(?:G(?:rade)? ?\d{1,2}(?:[,，]? ?(?:Class|C|[（(]) ?|[,， ])\d{1,2}[）)]?班?"
    r"|Class ?\d{1,2}[,，]? ?Grade ?\d{1,2})(?![\dA-Za-z])",
    re.IGNORECASE,
)


# A class without the word: 孩子上七(2), and in a cell of a table 高二8.
GRADE_NAME = r"(?:(?:小|初|高|职|预)?[一二三四五六七八九](?:年级)?)"
BARE = re.compile(
    rf"(?:(?<=[上读在是到念进])|(?<=中学)|(?<=小学)|(?<=学校)|(?<=\t)|(?<=\|)"
    rf"|(?<=[子儿女生我弟妹哥姐]))(?<!第){GRADE_NAME} ?[(（]{NUMBER}[)）](?![ ]?班)"
    rf"(?=[^\d一-鿿]|的|[,，]|$)"
)
CELL = re.compile(rf"(?<=[\t|]) ?{GRADE_NAME} ?[ ·・\-.]?[(（]?{NUMBER}[)）]? ?(?=[\t|\n]|$)")

# A grade tells who somebody is where school and name stand beside it: 望潮小学五年级，荆可; 五年级的高峰同学.
ALONE = re.compile(
    r"(?<![一-鿿]年级)(?:(?:小学|初中|高中)?[一二三四五六七八九](?:年级)|(?:初|高)[一二三])(?![一-鿿]?[（(\d]|[一二三四五六七八九十\d]{1,2}班|班|组)"
)
OF_CHILD = re.compile(r"的?(?:男生|女生|学生|同学|女儿|儿子|孩子|娃|孙[子女]|小朋友)?[“\"]?")
SCHOOL_BEFORE = re.compile(
    r"(?:小学|中学|学校|实小|完小|中心校|初中|高中|[一二三四五六七八九十][小中])[，, ]?(?:的|读|上|升)?$"
)
SENTENCE = re.compile(r"[。;!?\n]")
OF_STAFF = re.compile(r"老师|校长|主任|组长|园长|书记")
NEAR = 25  # characters


def follow(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """Grades beside a child's name, where a name stands right behind or the school right before."""
    people = [each for each in found if each.kind is Kind.PERSON]
    people = [each for each in people if not OF_STAFF.match(view.text, each.end)]
    children = {each.start for each in people}
    for match in ALONE.finditer(view.text):
        named = (link := OF_CHILD.match(view.text, match.end())) and link.end() in children
        around = view.before(match.start(), NEAR), view.after(match.end(), NEAR)
        first, last = (
            match.start() - len(SENTENCE.split(around[0])[-1]),
            match.end() + len(SENTENCE.split(around[1])[0]),
        )
        school = SCHOOL_BEFORE.search(around[0])
        if named or (school and any(first <= each.start and each.end <= last for each in people)):
            yield Finding(*match.span(), Kind.CLASS_OF_CHILD, "年级和孩子的姓名、学校放在一起，能认出孩子", 0.7)


def detect(view: View, case: Case) -> Iterator[Finding]:
    found = (
        match
        for pattern in (CLASS, KINDERGARTEN, NAMED, OTHERS, OWN_NAME, FOREIGN, BARE, CELL)
        for match in pattern.finditer(view.text)
    )
    for match in found:
        yield Finding(*match.span(), Kind.CLASS_OF_CHILD, "孩子所在的班级，连同学校能认出孩子", 0.85)
