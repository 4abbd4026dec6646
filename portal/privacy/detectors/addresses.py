"""Homes below street level: 榕树坪二区17栋502. The street office or town before them and public places survive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.phones import OF_AN_OFFICE
from portal.privacy.lexicon import alternatives
from portal.privacy.spans import Case, Finding, Kind, View

H = "[一-鿿]"
CN = "一二三四五六七八九十"
NUM = rf"(?:\d{{1,4}}|[{CN}百]{{1,3}}|[A-Za-z甲乙丙丁](?=[栋座幢区单])|[东南西北中前后](?=[栋座幢区单]))"
# A building or part of it, with its number: what makes a place a home.
BUILDING = (
    rf"{NUM} ?-?(?:栋|幢|座|单元|号楼|号院|号大院|号铺|号档口?|弄|巷|组|队|期|街坊|排|里(?=\d)|梯(?=\d)|区(?=\d"
    rf"|[{CN}A-Z]+[栋座期]))"
)
ROOM = (
    rf"(?:[-—]\d{{1,4}}(?:[-—]\d{{1,4}}){{1,3}}|[-—]\d{{3,4}}|{NUM} ?(?:楼|层|室|房(?!间)|户|铺|门(?!口)|F)"
    rf"|(?:负|地下)[一二三\d][层楼]|[顶底]楼|阁楼"
    rf"|夹层|[甲乙丙丁](?:梯|座|单元)?\d{{3,4}}(?!\d)|\d{{1,3}}[A-Z]|\d{{1,4}}(?:[-—]\d{{1,4}}){{1,3}}"
    r"|\d{3,4}(?!\d|元|人|年|米|名))"
)
STREET_END = "路街道巷弄里村组屋围坊同院尾埔湾段庄屯坡岭塘沟埠桥头径队寨坝冲垅社垭坪坑"
STREET_NO = (
    rf"(?<=[{STREET_END}]) ?[甲乙丙丁]?(?:附?\d{{1,5}}|[{CN}百]{{1,4}}) ?(?:[-—]\d{{1,3}})?"
    r"号(?!线|门|文|令|公告|通知|楼|院)"
)
WING = (
    rf"裙楼|附楼|主楼|副楼|塔楼|配楼|底商|商铺|架空层|[东西南北前后][座楼区栋院巷]|(?:附|之)(?:\d{{1,3}}"
    rf"|[{CN}]{{1,2}})号?|\d{{1,4}}号"
    rf"|{H}{{1,5}}[阁轩苑庭居台府邸楼园寓](?=\d{{3,4}}(?!\d))|{H}{{1,4}}(?=\d{{1,2}}门)"
    rf"|{H}{{1,4}}(?={NUM}?(?:栋|座|幢|单元|\d{{1,2}}楼))"
)
TAIL = (
    rf"(?:[ ，,]?(?:{BUILDING}|{ROOM}|{WING})(?:室|号|房)?){{0,6}}(?:{H}{{0,3}}旁边?|尾|半?地下室?|健身房"
    rf"|会所|活动室|门面|仓库|车库"
    rf"|[东西南北左右中]边?[户门间头])?"
)
SHORTHAND = (
    r"(?<=[苑园庭居村寓厦邸府])(?:裙楼|附楼|塔楼|主楼)\d{3,4}|"
    r"(?<=[楼苑阁轩庭园居村寓厦邸府])(?:[前后左右东西南北中][栋座幢]|(?:负|地下)[一二三\d][楼层])"
    r"|(?<=宿舍)[A-Z\d]\d{2,3}"
    r"|(?<=[村围屋坊苑园院庭府邸居寓里湾城号])(?:[A-Z]{1,2}\d{1,3}(?:[-—]\d{1,4}[A-Z]?)?"
    r"|\d{1,2}[A-Z])(?![A-Za-z\d])|(?<=[区苑园院城村庭府邸居寓里坊湾])\d{1,2}(?:[-—]\d{1,2})?[-—]\d{2,4}"
)
HOME = re.compile(rf"(?:{STREET_NO}|{BUILDING}|{SHORTHAND}){TAIL}")
NAME_BEFORE = re.compile(r"[一-鿿A-Za-z]{0,14}$")
HANZI_RUN = re.compile(rf"{H}{{0,24}}")
LIVES = re.compile(
    r"(?:现?(?:租|家|暂|居)?住(?![宅户建房院宿校所进])(?:在|于|址[:： 是为]*)?"
    r"|(?:家庭|居住|现居|租房|通讯|收件|邮寄)地址(?:[:： 是为在]*)"
    r"|户口(?:在|落在|迁到)|户籍(?:在|地址?[:： ]*)|我家(?:在|住)?|搬到|搬进|房子在|家在)"
)
# Everything up to the last word that leads to a place or the district and street before it.
CUT = re.compile(
    rf".*(?:街道(?:办事处)?|(?<={H})[镇乡市县省](?!{H}?[路街巷])"
    rf"|(?<={H}{{2}})(?<![小社园校片新东西南北{CN}\d])区(?![{CN}]"
    rf"|宿舍)|(?<![商居])住[在于址]?|户口在|户籍|地[址点][是为在]?"
    r"|位于|距离?|入住|(?<=\d月\d)日|(?<=月\d{{2}})日|搬[到进]|我家|家里|家在|店在|房子|名下|自己家|寄|送到"
    r"|姐姐家|关于|对接"
    r"|使用|租用|安装|目前|所有|影响|处于|造成|任何|我们|本人系"
    r"|[在到从往去来找是的为对给向与和跟由有了及这那系至])"
)
PLACE_AFTER = re.compile(
    rf"(?![属归划]){H}{{0,5}}(?:局|政府|政务|中心|大厅|学校|小学|中学|幼儿园|医院|法院|派出所|办公室|窗口"
    rf"|(?<![餐饭茶酒菜])馆)"
)
LIVES_BEFORE = re.compile(r"(?:住|家|户口|户籍|租|搬)[^。;\n]{0,12}$")
TOWN = re.compile(rf".*(?:街道(?:办事处)?|{H}(?:镇|乡))")
# A neighbour's door: 隔壁6号301, 同栋11楼C.
NEIGHBOUR = re.compile(
    r"(?:(?<=隔壁)|(?<=对门)|(?<=楼上)|(?<=楼下)|(?<=邻居)|(?=同[栋楼])同[栋楼])(?:的|住)?"
    r"(?:\d{1,4}(?:号|栋|楼|室)){0,2}(?:\d{3,4}|[A-Z]|\d{1,2}[A-Z])(?:室|号)?(?![\d元人年])"
)
ROOM_ONLY = re.compile(r"(?:宿舍|寝室|住)[是在为:： ]{0,2}$")
VILLAGE_GROUP = re.compile(rf"(?:\d{{1,2}}|[{CN}]{{1,3}})(?:组|队)")
# How many, not which one: 建设11座公厕, 再建一栋, 核载19座.
SEATS = re.compile(r"\d{1,4} ?座$")
COUNT = re.compile(rf"(?:[{CN}两]|\d{{1,3}}) ?(?:栋|幢|排|层|户)")
COUNTED = re.compile(
    r"(?:[建拆盖修造买租有共新旧约余含达近在超几数每第这那该整全各用载坐设装置造]|安置房|厂房|宿舍楼|公厕|厕所|楼房)$"
)
GENERIC = re.compile(
    r"(?:[我本该此这那贵]?们?个?)(?:小区|社区|宿舍|大院|单位|家属院|教师宿舍|职工宿舍|学生宿舍|楼盘|项目)?"
)
HOUSE_AND_ROOM = re.compile(r"[阁轩苑庭府邸寓](?:\d{3,4}|\d{1,3}(?:[-—]\d{1,4}){1,3})(?:室|号)?$|单元")
ROOM_NUMBER = re.compile(r"\d{3,4}(?:室|号|房)?$")
STREET_ONLY = re.compile(r"\d{1,5} ?号")
PUBLIC_ADDRESS = re.compile(
    r"(?:局|中心|大厅|窗口|办理|学校|公司|门店|机构|单位|办公|现场|邮寄(?![到给至])|领取)[^。\n]{0,16}$"
)
ESTATE_ONLY = re.compile(rf"(?:\d|[{CN}]){{1,3}}期")  # an estate of hundreds of homes is nobody's address
BESIDE = re.compile(r".*(?:旁边|对面|后面|后头|背后|隔壁|附近|楼下|楼上|前面)")  # 学校旁边南直路靖宇小区4栋
VILLAGE_END = ("委会", "社区", *"村屯寨庄坳坑塘湾坪岭埔岗坝冲垅社坡沟屋围坊垌陂寮厝洋田坨洼")
OF_AN_ESTATE = re.compile(r"[村苑园庄城居府湾庭里邸期区寓轩阁]$")
# 聚福楼后栋, 翠湖二村7座: few signs, but of an estate or a house, and not of a school's.
WING_ONLY = re.compile(r"[前后左右东西南北中][栋座幢]")
BLOCK = re.compile(r"(?:\d{1,3}|[A-Z])[栋座幢]")
OF_A_HOUSE = re.compile(r"(?:[前后左右东西南北中][栋座幢]|(?:负|地下).+)")
IN_A_BUILDING = re.compile(r"[栋幢座].|单元")
AT_SCHOOL = re.compile(r"校|食堂|(?<![小大中托])班(?!的)|考|课|年级|实验|教学")
NOT_BEFORE = re.compile(r"第$")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('residences')}|(?<={H}{{2}})(?:村|屯|寨|巷|弄|胡同|路|街(?!道)|大道))"
        rf"(?!镇|乡|街道|委)(?:{H}{{1,4}}[组队屯](?![长织员]))?"
    )


@cache
def _residence() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('residences')})(?!路|街|大道|道|巷)")


@cache
def public_places() -> re.Pattern[str]:
    return re.compile(alternatives("public_places"))


def detect(view: View, case: Case) -> Iterator[Finding]:
    yield from _numbered(view)
    yield from _named(view)
    for match in NEIGHBOUR.finditer(view.text):
        yield Finding(*match.span(), Kind.ADDRESS, "邻居的门牌", 0.8)


def _numbered(view: View) -> Iterator[Finding]:
    """A building, room or street number, with the name before it."""
    last = 0
    by_office = bool(OF_AN_OFFICE.search(view.text))
    for match in HOME.finditer(view.text):
        before = NAME_BEFORE.search(view.text, max(last, match.start() - 14), match.start())
        name, start = home_name(before.group() if before else "", match.start())
        last = match.end()
        street = by_office and STREET_ONLY.fullmatch(match.group()) and name.endswith(("路", "街", "道"))
        if _is_home(view, name, start, match.end(), match.group(), public=bool(street)):
            yield Finding(start, match.end(), Kind.ADDRESS, "像住家的地址（街道以下）", 0.86)


def _named(view: View) -> Iterator[Finding]:
    """A place without a number, behind 住 or 家在: 家住松涛苑."""
    for match in LIVES.finditer(view.text):
        run = HANZI_RUN.match(view.text, match.end())
        ending = _ending().search(run.group(), 2) if run else None
        if run is None or ending is None:
            continue
        end = match.end() + ending.end()
        name, start = home_name(run.group()[: ending.end()], end)
        if len(name) > ending.end() - ending.start() and not public_places().search(name):
            yield Finding(start, end, Kind.ADDRESS, "“住、家在、户口在”后面的地方", 0.75)


def below_street(address: str) -> int:
    """Where the part that must not be shown begins: behind the street office or town, else at the start."""
    match = TOWN.match(address)
    return match.end() if match and match.end() < len(address) else 0


def home_name(name: str, end: int) -> tuple[str, int]:
    """What is left of ``name``, which ends at ``end``, behind the district and street, and where that begins."""
    cut = CUT.match(name)
    rest = name[cut.end() :] if cut else name
    return rest, end - len(rest)


def _is_home(view: View, name: str, start: int, end: int, unit: str, *, public: bool) -> bool:
    """``public``: an office writes of a street and its number alone; somebody has to live there then."""
    before = view.before(start, 18)
    if not name or NOT_BEFORE.search(name):
        return bool(not name and len(unit) >= 5 and ROOM_ONLY.search(before))
    if ESTATE_ONLY.fullmatch(unit) or _is_count(name, unit):
        return False
    at_home = _residence().search(name)
    if any(match.end() == len(name) for match in _residence().finditer(name)) and ROOM_NUMBER.search(unit):
        return True
    if HOUSE_AND_ROOM.search(name + unit) or LIVES_BEFORE.search(before):
        return True
    name = BESIDE.sub("", name)
    near = name if at_home else re.split(r"[。:、\s]", view.before(start, 10))[-1] + name
    if public or public_places().search(near) or _is_of_the_public(view, start, end, name, unit):
        return False
    block = BLOCK.fullmatch(unit) and len(name) >= 3 and OF_AN_ESTATE.search(name)
    known = at_home or VILLAGE_GROUP.fullmatch(unit) or WING_ONLY.fullmatch(unit) or block
    of_a_village = not VILLAGE_GROUP.fullmatch(unit) or name.endswith(VILLAGE_END)
    return of_a_village and (len(unit) >= 3 or bool(known))


def _is_of_the_public(view: View, start: int, end: int, name: str, unit: str) -> bool:
    """An office behind it, an office's address before it, or a school's building."""
    if PLACE_AFTER.match(view.after(end, 10)) or (not IN_A_BUILDING.search(unit) and of_the_public(view, start)):
        return True
    return bool(name.endswith("楼") and OF_A_HOUSE.fullmatch(unit) and AT_SCHOOL.search(view.before(start, 18)))


def _is_count(name: str, unit: str) -> bool:
    """A number of buildings, or a building of some estate that is not named."""
    if SEATS.search(unit) and (COUNTED.search(name) or not OF_AN_ESTATE.search(name)):
        return True
    if COUNT.fullmatch(unit) and COUNTED.search(name):
        return True
    return bool(GENERIC.fullmatch(name) and len(unit) <= 3)


def of_the_public(view: View, start: int) -> bool:
    """地址： behind an office or a counter: 到中心办理，地址：勤政街36号."""
    before = view.before(start, 30)
    label = re.search(r"(?<!住)(?<!庭)(?<!居)地[址点][是为在:： ]*[^,。\n]{0,8}$", before)
    return bool(label and PUBLIC_ADDRESS.search(before[: label.start()]))
