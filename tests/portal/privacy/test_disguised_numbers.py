"""Numbers of persons in any combination of disguises are found; sums and official numbers as long are not."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.privacy.detectors.bank_cards import passes_luhn
from portal.privacy.detectors.id_cards import CHECK_CHARS, WEIGHTS
from portal.privacy.marks import find

DIGITS = (
    ("0", "０", "〇", "零", "⓪", "0️⃣", "O", "o", "Q", "D"),
    ("1", "１", "一", "幺", "壹", "①", "1️⃣", "l", "I", "丨", "i"),
    ("2", "２", "二", "两", "贰", "②", "2️⃣", "z", "Z"),
    ("3", "３", "三", "叁", "③", "3️⃣"),
    ("4", "４", "四", "肆", "④", "4️⃣"),
    ("5", "５", "五", "伍", "⑤", "5️⃣", "S"),
    ("6", "６", "六", "陆", "⑥", "6️⃣", "b"),
    ("7", "７", "七", "柒", "⑦", "7️⃣", "拐"),
    ("8", "８", "八", "捌", "⑧", "8️⃣", "B"),
    ("9", "９", "九", "玖", "⑨", "9️⃣"),
)
TRUE = tuple(
    tuple(sign for sign in signs if sign != "丨" and (not sign.isascii() or sign.isdigit())) for signs in DIGITS
)
GAPS = (
    " ",
    "  ",
    "·",
    "-",
    "—",
    "–",
    "/",
    "，",
    ",",
    "、",
    "_",
    "＿",
    "◦",
    "•",
    "・",
    "\u200b",
    "\n",
    "～",
    " - ",
    "空格",
    ".",
)
PAIRS = ("（）", "()", "【】", "[]", "〔〕")
SLOW = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def disguised(draw: st.DrawFn, number: str, groups: tuple[int, ...]) -> str:
    """``number`` cut into ``groups``, each digit in its own sign, each gap its own, perhaps one group in brackets."""
    letters = draw(st.integers(0, len(number) // 3))  # so many digits may be letters; a word has more
    signs = []
    for char in number:
        sign = draw(st.sampled_from(DIGITS[int(char)] if letters else TRUE[int(char)])) if char.isdigit() else char
        letters -= sign.isascii() and sign.isalpha()
        signs.append(sign)
    gaps = draw(st.lists(st.sampled_from(("", *GAPS)), min_size=len(groups), max_size=len(groups)))
    bracketed = draw(st.integers(-2, len(groups) - 1))
    parts, at = [], 0
    for index, length in enumerate(groups):
        group = "".join(signs[at : at + length])
        at += length
        pair = draw(st.sampled_from(PAIRS))
        inside = index == bracketed
        gap = "" if inside or index == bracketed - 1 or index == len(groups) - 1 else gaps[index]
        parts.append(f"{pair[0]}{group}{pair[1]}" if inside else f"{group}{gap}")
    return "".join(parts)


mobiles = st.from_regex(r"\A1[3-9]\d{9}\Z").map(lambda text: "".join(str(int(char)) for char in text))


@st.composite
def ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=date(1940, 1, 1), max_value=date(2020, 1, 1)))
    head = f"{draw(st.integers(110101, 659001))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True))
    return head + CHECK_CHARS[total % 11]


@st.composite
def cards(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(("6222", "6228", "6217", "4367", "5187"))) + f"{draw(st.integers(0, 10**14 - 1)):014d}"
    return next(head + str(last) for last in range(10) if passes_luhn(head + str(last)))


def _covers(text: str, start: int, end: int) -> bool:
    hidden = {place for span in find(text) for place in range(span.start, span.end)}
    return len(hidden & set(range(start, end))) >= 0.8 * (end - start)


def _is_found(before: str, number: str, after: str) -> bool:
    return _covers(f"{before}{number}{after}", len(before), len(before) + len(number))


@SLOW
@given(st.data(), mobiles)
def test_a_mobile_number_is_found_in_any_disguise(data: st.DataObject, number: str) -> None:
    groups = data.draw(st.sampled_from(((11,), (3, 4, 4), (1,) * 11, (4, 3, 4), (3, 8), (2, 2, 2, 2, 3))))
    written = data.draw(disguised(number, groups))
    before = data.draw(st.sampled_from(("我的电话：", "请联系家长，", "手机是", "孩子妈妈 ")))
    assert _is_found(before, written, "，谢谢。"), repr(written)


@SLOW
@given(st.data(), ids())
def test_an_identity_number_is_found_in_any_disguise(data: st.DataObject, number: str) -> None:
    groups = data.draw(st.sampled_from(((18,), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 2, 2, 4), (1,) * 18)))
    written = data.draw(disguised(number, groups))
    before = data.draw(st.sampled_from(("身份证号", "证件号码：", "证号是", "本人，")))
    assert _is_found(before, written, "。"), repr(written)


@SLOW
@given(st.data(), cards())
def test_a_card_number_is_found_in_any_disguise(data: st.DataObject, number: str) -> None:
    groups = data.draw(st.sampled_from(((19,), (4, 4, 4, 4, 3), (6, 13), (8, 8, 3))))
    written = data.draw(disguised(number, groups))
    assert _is_found("退费请打到我的卡", written, "。"), repr(written)


@SLOW
@given(st.data(), st.integers(10_000_000, 9_999_999_999))
def test_a_qq_number_is_found_in_any_disguise(data: st.DataObject, number: int) -> None:
    text = str(number)
    groups = data.draw(st.sampled_from(((len(text),), (4, len(text) - 4), (1,) * len(text))))
    gap = data.draw(st.sampled_from(("", " ", "-", "·", "—")))
    parts, at = [], 0
    for length in groups:
        parts.append("".join(data.draw(st.sampled_from(TRUE[int(char)])) for char in text[at : at + length]))
        at += length
    before = data.draw(st.sampled_from(("QQ", "QQ号是", "扣扣：", "加我Q", "企鹅号")))
    assert _is_found(before, gap.join(parts), "，可以看照片。"), repr(gap.join(parts))


@SLOW
@given(st.data())
def test_an_account_is_found_with_signs_of_any_kind(data: st.DataObject) -> None:
    name = data.draw(st.from_regex(r"\A[a-z]{2,8}\Z", fullmatch=True))
    sign = data.draw(st.sampled_from(("_", "-", "–", "—", "＿", "（下划线）", "下划线", "横杠", "(减号)")))
    digits = f"{data.draw(st.integers(1000, 99999))}"
    before = data.draw(st.sampled_from(("微信", "微信号：", "V信", "加我vx", "薇信 ", "加微", "wx:", "加V：")))
    assert _is_found(before, f"{name}{sign}{digits}", "。"), f"{before}{name}{sign}{digits}"


@SLOW
@given(st.data())
def test_a_mail_address_is_found_in_any_disguise(data: st.DataObject) -> None:
    local = data.draw(st.from_regex(r"\A[a-z][a-z0-9_.]{3,10}[a-z0-9]\Z", fullmatch=True))
    at = data.draw(
        st.sampled_from(("@", "＠", "（at）", "(a)", "（艾特）", "艾特", "[at]", "#", " @ ", "【at】", " at "))
    )
    dot = data.draw(st.sampled_from((".", "．", "。", "点", "(dot)", "[点]", " dot ")))
    assert _is_found("我的邮箱 ", f"{local}{at}example{dot}org", "，请回复。"), f"{local}{at}example{dot}org"


@SLOW
@given(st.data())
def test_a_plate_is_found_in_any_disguise(data: st.DataObject) -> None:
    number = data.draw(st.from_regex(r"\A[A-HJ-NP-Z]\d{4}\Z|\A\d{5}\Z|\A[DF]\d{5}\Z", fullmatch=True))
    number = "".join(str(int(char)) if char.isdigit() else char for char in number)
    wide = data.draw(st.booleans())
    signs = [chr(ord(char) + 0xFEE0) if wide and data.draw(st.booleans()) else char for char in number]
    link = data.draw(st.sampled_from(("", "·", "-", "：", " ", "—", "•", ".")))
    head = data.draw(st.sampled_from(("粤B", "粤·B", "京Q", "湘 A", "川Ａ")))
    assert _is_found("门口停的是", f"{head}{link}{''.join(signs)}", "。"), f"{head}{link}{''.join(signs)}"


@SLOW
@given(
    mobiles,
    st.sampled_from(("{}四个零{}", "{} 四个零 {}", "{}中间四个零，后面{}", "{}后面是四个零再{}", "{}，四个〇，尾号{}")),
)
def test_a_number_told_in_words_is_found(number: str, told: str) -> None:
    written = told.format("".join(TRUE[int(char)][2] for char in number[:3]), "".join(number[-4:]))
    assert _is_found("请拨", written, "，找我。"), written


@SLOW
@given(st.integers(10_000_000, 19_999_999_999), st.sampled_from(("{:,}.00元", "{:,}元", "{}元", "{}.50元", "¥{:,}")))
def test_a_sum_survives(amount: int, form: str) -> None:
    text = f"采购合同总额{form.format(amount)}，请公开。"
    assert find(text) == []


@SLOW
@given(
    st.integers(1000, 9999),
    st.sampled_from(
        (
            "咨询电话：0755-2000{}。",
            "请拨打窗口电话0755-2000{}咨询。",
            "值班室 0755-2000{}一直没人接。",
            "打了热线0755-2000{}好几次。",
            "您好，来信收悉。如有疑问请回电0755-2000{}。",
            "我局学前科：2000{}，工作日来电。",
            "受理编号ZX-2023111380000{}，请查询。",
            "订单号：2023111312345{}。",
            "依据云教〔2023〕{}号。",
            "平台热线400-000-{}全天开放。",
            "校方公户24010400000{}82我也有回单。",
            "我爱人连着打0755-2000{}二十多回没有人接。",
            "坐G{}次高铁去的省城。",
        )
    ),
)
def test_an_official_number_survives(number: int, form: str) -> None:
    text = form.format(number)
    assert [span.text for span in find(text) if span.kind != "person"] == []


@pytest.mark.parametrize(
    ("text", "kind", "hidden"),
    [
        ("请保密：138=0000=4471。", "phone", "138=0000=4471"),
        ("请保密：138⁃0000⁃4471。", "phone", "138⁃0000⁃4471"),
        ("准考证ＷＤ０３２８，想查录像。", "student_no", "ＷＤ０３２８"),
        ("学籍号G51340020150317#0093，请核对。", "student_no", "G51340020150317#0093"),
        ("门口的三轮闽D临0628又来了。", "plate", "闽D临0628"),
        ("他的车闽D B\n6217停在巷口。", "plate", "闽D B\n6217"),
        ("请写信到lan·yu@example.com。", "email", "lan·yu@example.com"),
        ("密码是２０１６．１１．０９，是侄女生日。", "birth", "２０１６．１１．０９"),
        ("我这样写你们认得吧：⑬⑤⓪⓪⓪⓪⑦①②⑥。", "phone", "⑬⑤⓪⓪⓪⓪⑦①②⑥"),
        ("联系电话13800004712.0，家长已确认。", "phone", "13800004712"),
        ("家长电话13,800,004,712，请存好。", "phone", "13,800,004,712"),
        ("我的电话013800004712，谢谢。", "phone", "013800004712"),
        ("请打0138-0000 4712找他。", "phone", "0138-0000 4712"),
        ("来信收悉，请打0138 0000 4712联系我局。", "phone", "0138 0000 4712"),
        ("家住清溪里后门，6-1-3，173 0000 06 25。", "phone", "173 0000 06 25"),
        ("请保密，举报人电话138-0000一4712。", "phone", "138-0000一4712"),
        ("当年集资的条例还在，房子要拆了办学，我家里座机0954-2000712。", "phone", "0954-2000712"),
        ("教师编号YC330099-0417，诊断书可以送来。", "student_no", "YC330099-0417"),
        ("我的工号是20190034，请查。", "student_no", "20190034"),
        ("我住粮站宿舍2楼，座机0839-0005127。", "phone", "0839-0005127"),
        ("证书编号|姓名|签收\nBY2024-0902-11|许佳禾|本人", "student_no", "BY2024-0902-11"),
        ("您留的香港号码（852）9000-3316我们打不通。", "phone", "（852）9000-3316"),
        ("来信写的新加坡电话(65) 8000-5693未通。", "phone", "(65) 8000-5693"),
        ("我儿的报名号051700218，4月9日训练时摔了。", "student_no", "051700218"),
        ("退费合同上写的学号IS-26-G3-0058。", "student_no", "IS-26-G3-0058"),
        ("旧护照号不记得了，新的EA0000692，请补录。", "passport", "EA0000692"),
        ("永久居留证USA310085061701已经换过。", "id_card", "USA310085061701"),
        ("孩子持边民证RL-0004-1873入学。", "id_card", "RL-0004-1873"),
        ("出生证T110000952，户口还没有落。", "id_card", "T110000952"),
        ("资助卡已由24180000120100007735改为新卡。", "bank_card", "24180000120100007735"),
        ("QQ邮箱：一零零零零三三九幺艾特qq点com", "email", "一零零零零三三九幺艾特qq点com"),
        ("账号是邮箱xiaoyu(下划线)2012＠example.net注册的。", "email", "xiaoyu(下划线)2012＠example.net"),
        ("不想留真名，v我bh_anon_0605。", "social", "bh_anon_0605"),
        ("他有个微博小号@凯凯不吃香菜07。", "social", "@凯凯不吃香菜07"),
        ("联系我请加Q100 0073 118。", "social", "100 0073 118"),
        ("户籍在清溪里五栋乙604。", "address", "清溪里五栋乙604"),
        ("举报！云锦小区5栋三梯1102是黑托管。", "address", "云锦小区5栋三梯1102"),
        ("您所在的云锦一号院西区9-1-803属清溪小学片区。", "address", "云锦一号院西区9-1-803"),
    ],
)
def test_a_shape_that_was_once_missed_is_found(text: str, kind: str, hidden: str) -> None:
    assert hidden in [span.text for span in find(text) if span.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "县教育局，座机0954-2000712，没人接。",
        "招生办在二楼，座机0954-2000712，打了三天没有人接。",
        "教师编号：2024年起统一编制。",
        "客服工号20190034的态度不好。",
        "办学许可证证书编号：135010070000019。",
    ],
)
def test_numbers_of_offices_and_years_survive(text: str) -> None:
    assert [span.text for span in find(text) if span.kind in ("phone", "student_no")] == []
