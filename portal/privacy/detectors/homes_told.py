"""Homes told rather than numbered: 家在柳树沟二组供销社后头第三家, 租在育红小学对面二楼，一楼是永辉超市."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.detectors.addresses import CN, H, home_name, of_the_public
from portal.privacy.detectors.phones import OF_AN_OFFICE
from portal.privacy.spans import Case, Finding, Kind, View

LIVES = re.compile(
    r"(?:(?:现|租|家|暂|居|就|还|也|都|们|我|他|她)住(?![证宅户建宿院所校进])(?:在|于|址[:： 是为]*|[:：])?"
    r"|(?<![居入])住(?:在|址[:： 是为]*)|租(?:住)?(?:在|于|[:：])"
    r"|租(?:了|的)?(?:个?房子?)?(?:是租的)?[，,]?(?:就?在)|房子是租的[，,]|住的地方(?:是|在)|我家(?:就)?(?:在|是)"
    r"|家里?(?:就)?[在是](?!做|开|种|务|干|个|我|一|有|低|贫)"
    r"|老家(?:在|是)?|房东(?:家)?(?:在|住)|(?:名下|自有|所购|拥有)?(?:的)?(?:房产|住房|房屋|住所"
    r"|房子)(?:地址)?(?:为|是|在|位于|[:：(])|(?:接送点|上车点)(?:就)?(?:在|是|为)|(?:家访|上门|收件|送达"
    r"|接送)地点(?:就)?(?:是|为|在|[:：])"
    r"|地点(?:就)?[按为是](?:在)?[您你](?:信中|来信|信里)?(?:所)?(?:说|写|留|提)的|(?P<post2>(?:寄|送|投"
    r"|邮)(?:到|至|往))"
    r"|户口(?:呢)?(?:还)?(?:在|落在)|(?P<label>地址)[:： 为是在]*|(?P<post>(?:收信|信)(?:请)?寄(?:到|至"
    r"|往)?)"
    r"|我(?:们)?住|(?<![居商])住(?![户房宅所])(?=[一-鿿]{2,12}(?:\d|[一二三四五六七八九十])))"
)
# 平时就在秀厢大道东段那个老糖厂宿舍住
LIVED_AT = re.compile(
    rf"(?:就|都|还|也|一直|平时|暂时|现在)?在([{H[1:-1]}A-Za-z\d]{{4,24}}?)(?:住|居住|租住|租房|租)"
    r"(?=[，,。;；\s]|$|着|了|个|间|套)"
)
PLACE = re.compile(rf"[{H[1:-1]}A-Za-z\d（）()\-—·]{{3,40}}")
FURTHER = re.compile(rf"[，,](?![她他我您它这那就])[{H[1:-1]}\d]{{2,14}}(?=[，,。；;）)\n]|$)")
# One of these makes a place somebody's home.
SPOT = re.compile(
    rf"(?:\d|[{CN}百]|[甲乙丙丁东南西北A-Z])+(?:号|栋|幢|座|楼|层|室|单元|组|队|社|巷|弄|排|坊|期|户|门)"
    rf"|第[{CN}\d]+[家户排间]"
    r"|\d{1,3}(?:[-—]\d{1,4}){1,3}|村|屯|寨|庄(?!严)|小区|花园|新村|苑|宿舍|大院|家属院|公寓|老屋|自建房"
    r"|平房|彩钢房|门面|铺$|地下室|巷子|胡同"
    r"|弄堂|新楼|老房"
    r"|祠堂|宗祠|榕树|后面|后头|后街|背后|对面|旁边|隔壁|楼上|楼下|树下|拐角|附近"
)
DISTRICT = re.compile(
    rf".*(?:街道(?:办事处)?|(?<={H})(?:[镇乡县省](?!{H}?[路街巷])|(?<![超菜城夜集])市(?!场|{H}?[路街巷]))"
    rf"|(?<={H}{{2}})(?<![小社园校片新东西南北{CN}\d])区(?![{CN}]|宿舍))"
)
NEAR = re.compile(r"带(?:小|阁|后|前)?[院楼]|后面|后头|背后|对面|旁边|隔壁|楼上|楼下|一楼|二楼|门口|门前|树下|门牌")
# Where the sentence goes on: a verb, another thing that is told.
GOES_ON = re.compile(
    r"(?:住(?=$|着)|属于|对应|划|上学|读书|上班|打工|就在|有什么|敲门|的(?:居民|业主|住户|村民|家长|人|孩子|时候"
    r"|学生|房子|老百姓)|居民|村民|业主|租客|到学校|离|距|一个亲戚"
    r"|电话|手机|联系|开了?|做|卖|邮编|收(?!费)|因为|所以|但|可是|不|没|是我|我|孩子|房东|请|望|和(?!平|谐|睦|顺|兴"
    r"|安)|[,，])"
)
PUBLIC = re.compile(
    r"(?:校|学|高|托|医)?(?:学校|小学|中学|幼儿园|学院|大学|医院|教育局|政府|中心|大厅|窗口|单位"
    r"|公司)?(?:的)?(?:学生|教工|教师|职工|男生|女生)?(?:宿舍|校区|食堂|里面?|内)?"
)
OFFICE = re.compile(r"(?:居委会|村委会|派出所|服务中心|办事处|出具|证明|教育局)$")
EMPTY = re.compile(
    r"(?:这里|那里|那边|这边|附近|学校附近|对面|旁边|隔壁|外面|农村|乡下|镇上|城里|县城|市区|老家|娘家|婆家|亲戚家"
    r"|姐姐家|同一个?小区|本小区|我们?小区|小区)?"
)


IN_A_HOUSE = re.compile(r"栋|幢|座|单元|室|村|组|屋|苑|巷|弄|小区|花园|[阁轩苑庭府邸]\d|\d[-—]\d")


# A spot in a village needs nobody who lives there when it has a number: 老围村祠堂左侧27号.
VILLAGE = rf"[{H[1:-1]}]{{1,5}}(?:村|屯|寨|庄|围|社|组|坊|屋|厝|寮|坪|坑|塘|湾)"
LANDMARK = (
    r"(?:老|大|旧)?(?:大宗祠|宗祠|祠堂|祖屋|祖堂|榕树|槐树|樟树|大树|桂花树|油坊|榨油坊|磨坊|碾坊|豆腐坊"
    r"|晒谷场|晒场|谷场|粮站|粮所|供销社|糖厂|水井|古井"
    r"|井|池塘|鱼塘|戏台|土地庙|庙|炮楼|肉铺|小卖部|小店|代销点|牌坊|牌楼|门楼|村口|村委|篮球场|文化室"
    r"|卫生站|车站|渡口|码头|水塔|水闸|石桥|桥头)"
)
BESIDE = (
    r"(?:[左右东西南北前后](?:边|侧|面|头)|东南角|西南角|东北角|西北角|隔壁|对面|旁边?|背后|楼上|楼下|树?下"
    r"|门前|门口|斜对面)"
)
DOOR = rf"(?:第?(?:\d{{1,4}}|[{CN}百]{{1,5}})(?:家|户|号|栋|间|排|巷|座)[{H[1:-1]}\d]{{0,4}}?(?=[^{H[1:-1]}\d]|$))"
VILLAGE_SPOT = re.compile(rf"{VILLAGE}[{H[1:-1]}]{{0,3}}?{LANDMARK}{BESIDE}?{DOOR}|{VILLAGE}{LANDMARK}{BESIDE}")
SOMEBODYS = re.compile(r"[我他她]家|家门|家里|住|户口|收件|家访|上门|接送")


def detect(view: View, case: Case) -> Iterator[Finding]:
    by_office = bool(OF_AN_OFFICE.search(view.text))
    for match in LIVES.finditer(view.text):
        posted = match.group("post") or match.group("post2")
        if not (by_office and posted) and not (match.group("label") and of_the_public(view, match.end())):
            yield from (
                each
                for each in _home(view, match.end())
                if not posted or IN_A_HOUSE.search(view.text, each.start, each.end)
            )
    for match in VILLAGE_SPOT.finditer(view.text):
        told = SOMEBODYS.search(view.before(match.start(), 20)) or SOMEBODYS.search(view.after(match.end(), 8))
        if told or re.search(rf"[\d{CN}]+[家户号栋间]", match.group()):
            place = view.text[match.start() : match.end()]
            yield from _found(view, home_name(place, match.end())[1], match.end())
    for match in LIVED_AT.finditer(view.text):
        if SPOT.search(match.group(1)):
            yield from _found(view, match.start(1), match.end(1))


def _home(view: View, at: int) -> Iterator[Finding]:
    place = PLACE.match(view.text, at)
    if place is None:
        return
    stop = GOES_ON.search(place.group(), 2)
    end = at + (stop.start() if stop else len(place.group()))
    if not SPOT.search(view.text, at, end):
        return
    while (further := FURTHER.match(view.text, end)) and NEAR.search(further.group()):
        end = further.end()
    yield from _found(view, at, end)


def _found(view: View, start: int, end: int) -> Iterator[Finding]:
    """What is left below district and town."""
    cut = DISTRICT.match(view.text[start:end])
    if cut and cut.end() < end - start:
        start += cut.end()
    name = view.text[start:end]
    if (
        end - start >= 3
        and not OFFICE.search(name)
        and not PUBLIC.fullmatch(name)
        and not EMPTY.fullmatch(name)
        and SPOT.search(name)
    ):
        yield Finding(start, end, Kind.ADDRESS, "“住、家在、租在”后面说的地方", 0.74)
