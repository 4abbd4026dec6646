"""Homes below street level: 榕树坪二区17栋502. The street office or town before them and public places survive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

NUM = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,3}|[A-Za-z甲乙丙丁](?=[栋座幢区单])|[东南西北中前后])"
# A building or part of it, with its number: what makes a place a home.
BUILDING = rf"{NUM} ?-?(?:栋|幢|座|单元|号楼|号院|号大院|弄|巷|组|期|区(?=\d|[一二三四五六七八九十A-Z]+[栋座期])|街坊|排|里(?=\d))"
ROOM = rf"(?:{NUM} ?(?:楼|层|室|房(?!间)|户|铺|门(?!口)|F)|\d{{1,3}}[A-Z]|[\d]{{1,4}}(?:[-—]\d{{1,4}}){{1,3}}|\d{{3,4}}(?!\d|元|人|年|米))"
STREET_NO = r"(?<=[路街道巷弄里村组屋围坊同院尾埔湾段庄屯坡岭塘沟埠桥头径]) ?(?:附?\d{1,5}|[一二三四五六七八九十百]{1,4}) ?(?:[-—]\d{1,3})?号(?!线|门|文|令|公告|通知|楼|院)"
TAIL = rf"(?:[ ，,]?(?:{BUILDING}|{ROOM}|[东西南北前后][座楼区]|(?:附|之)\d{{1,3}}号?|\d{{1,4}}号|[一-鿿]{{1,4}}(?={NUM}?(?:栋|座|幢|单元|\d{{1,2}}楼)))(?:室|号|房)?){{0,6}}(?:[一-鿿]{{0,3}}旁边?|尾|地下室|车库)?"
NAME = r"[一-鿿A-Za-z]{0,14}"
HOME = re.compile(
    rf"({NAME})((?:{STREET_NO}|{BUILDING}|(?<=宿舍)[A-Z\d]\d{{2,3}}|(?<=[区苑园院城])\d{{1,2}}[-—]\d{{2,4}}){TAIL})"
)
RESIDENCE = (
    r"小区|花园|花苑|雅苑|嘉苑|雅居|华府|豪庭|豪园|公馆|新村|家园|公寓|宿舍楼?|庭院|名苑|名都|名邸|山庄|佳苑|苑|邨|大院|社区|城中村|公租房|廉租房|安置房"
    r"|(?<=[一-鿿]{2})(?:村|屯|巷|弄|胡同|湾|围|寨)"
)
LIVES = r"(?:现?(?:租|家|暂|居)?住(?:在|于|址[:： 是为]*)?|住址|(?:家庭|居住|现居|租房|通讯|收件|邮寄)?地址(?:一直没变，|[:： 是为在]*)|户口(?:在|落在|迁到)|户籍(?:在|地址?[:： ]*)|我家(?:在|住)?|搬到|搬进|租的?房子在|房子在|家在)"
LIVED_IN = re.compile(rf"{LIVES}[一-鿿]{{0,12}}?(?:区|市|县|镇|乡|街道办?)?([一-鿿]{{1,10}}?(?:{RESIDENCE}))")
CUT = re.compile(
    r".*(?:街道(?:办事处)?|(?<=[一-鿿])[镇乡市县省]|(?<=[一-鿿]{2})区(?![一二三四五六七八九十]|宿舍)|住在|住于|家住|租住|居住|现住|住|户口在|户籍|地址[是为在]?|地点[是为在]?|址|位于|搬到|搬进"
    r"|我家|家里|家在|店在|房子|名下|自己家|姐姐家|[在到从往去找是的为对给向与和跟由])"
)
NOT_HOME = re.compile(
    r"[局厅委]|政府|行政|政务|服务中心|大厅|学校|小学|中学|幼儿园|大学|学院|医院|法院|派出所|办公|窗口|校区|校门|教学楼|实验楼|综合楼|图书馆|体育馆|会议|考点|考场|[男女]生宿舍|学生宿舍|教室|公交|地铁|车站|工地|第"
)
PLACE_AFTER = re.compile(
    r"^[^，。；、\n]{0,10}(?:局|政府|政务|中心|大厅|学校|小学|中学|幼儿园|医院|法院|派出所|办公室|窗口|馆)"
)
LIVES_BEFORE = re.compile(r"(?:住|家|户口|户籍|租|搬)[^。；\n]{0,12}$")


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in HOME.finditer(view.text):
        name, start = _home_name(match.group(1), match.start(1))
        if _is_home(view, name, start, match.end(), match.group(2)):
            yield Finding(start, match.end(), Kind.ADDRESS, "像住家的地址（街道以下）", 0.86)
    for match in LIVED_IN.finditer(view.text):
        name, start = _home_name(match.group(1), match.start(1))
        if name and not NOT_HOME.search(name):
            yield Finding(start, match.end(1), Kind.ADDRESS, "“住、家在、户口在”后面的地方", 0.75)


def _home_name(name: str, start: int) -> tuple[str, int]:
    """What is left of ``name`` behind the last word that leads to it or the district and street before it."""
    cut = CUT.match(name)
    return (name[cut.end() :], start + cut.end()) if cut else (name, start)


def _is_home(view: View, name: str, start: int, end: int, unit: str) -> bool:
    lives = bool(LIVES_BEFORE.search(view.before(start, 18)))
    if lives and name:
        return True
    if NOT_HOME.search(view.before(start, 10).rpartition("，")[2] + name) or PLACE_AFTER.match(view.after(end, 14)):
        return False
    return bool(name) and (len(unit) >= 3 or bool(re.search(RESIDENCE, name)))


TOWN = re.compile(r".*(?:街道(?:办事处)?|[一-鿿](?:镇|乡))")


def below_street(address: str) -> int:
    """Where the part that must not be shown begins: behind the street office or town, else at the start."""
    match = TOWN.match(address)
    return match.end() if match and match.end() < len(address) else 0
