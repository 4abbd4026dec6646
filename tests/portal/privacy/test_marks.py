"""What the machine marks must find, and what must survive. All people, schools and numbers are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy.marks import Kind, Span, TextTooLong, apply, find


def marked(text: str, **known) -> list[tuple[str, str]]:
    return [(span.kind.value, span.text) for span in find(text, **known)]


def check_digit(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


ID = "45019920150304111"  # no such district
ID += check_digit(ID)
PHONES = [
    "13800001234",
    "138 0000 1234",
    "138-0000-1234",
    "138.0000.1234",
    "１３８００００１２３４",
    "+86 138 0000 1234",
    "一三八零零零零一二三四",
    "幺三八 零零零零 幺二三四",
    "\u200b".join("13800001234"),
    "1 3 8 0 0 0 0 1 2 3 4",
    "138OOOO1234",
    "1380000\n1234",
]


@pytest.mark.parametrize("phone", PHONES)
def test_a_mobile_is_found_in_every_disguise(phone: str) -> None:
    assert marked(f"请回电{phone}，谢谢。") == [("phone", phone)]


OFFICE_NUMBERS = [
    "拨打12345热线",
    "拨打12388举报",
    "报警110",
    "办公室电话0199-88123400",
    "科室座机：0199-88123400转806",
    "编号YL20260612017收悉",
]


@pytest.mark.parametrize("kept", OFFICE_NUMBERS)
def test_office_numbers_survive(kept: str) -> None:
    assert marked(f"如有疑问请{kept}。") == []


def test_a_landline_at_home_is_found_and_a_registered_one_survives_anywhere() -> None:
    assert marked("我家电话0199-88125678，晚上有人。") == [("phone", "0199-88125678")]
    assert marked("我家电话0199-88125678，晚上有人。", official_phones=["0199-8812 5678"]) == []


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


DISGUISED_IDS = [ID, f"{ID[:6]} {ID[6:14]} {ID[14:]}", f"{ID[:6]}\u200b{ID[6:]}", ID.translate(FULL_WIDTH)]


@pytest.mark.parametrize("number", DISGUISED_IDS)
def test_an_identity_number_is_found_by_its_check_digit(number: str) -> None:
    assert marked(f"证件{number}在此") == [("id_card", number)]


def test_a_mistyped_and_an_old_identity_number_are_found_too() -> None:
    assert marked("身份证440199201503041111")[0] == ("id_card", "440199201503041111")
    assert marked("老证号440199510304111，") == [("id_card", "440199510304111")]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("收款卡号6222 0000 0000 0000 008", ("bank_card", "6222 0000 0000 0000 008")),
        ("车牌粤Z·D0318的车", ("plate", "粤Z·D0318")),
        ("粤Ｚ０ＱＷ９５乱停", ("plate", "粤Ｚ０ＱＷ９５")),
        ("加我微信yunling_88", ("social", "yunling_88")),
        ("我的扣扣1 0 0 0 8 5 5 7", ("social", "1 0 0 0 8 5 5 7")),
        ("发到xu.wenjing@example.com", ("email", "xu.wenjing@example.com")),
        ("邮箱xu（at）example点com", ("email", "xu（at）example点com")),
        ("学籍号G440199201503041112", ("student_no", "G440199201503041112")),
        ("考生号2644019915", ("student_no", "2644019915")),
        ("护照号E12345678", ("passport", "E12345678")),
        ("2016年3月8日出生", ("birth", "2016年3月8日")),
        ("出生日期：2016-03-08", ("birth", "2016-03-08")),
        ("在三年级(2)班", ("class_of_child", "三年级(2)班")),
        ("读八（2）班", ("class_of_child", "八（2）班")),
        ("家住云岭街道松涛苑3栋1单元502", ("address", "松涛苑3栋1单元502")),
        ("住在青石镇柳溪村4组12号", ("address", "柳溪村4组12号")),
        ("女儿确诊重度抑郁", ("health", "重度抑郁")),
    ],
)
def test_other_identifiers_and_sensitive_details(text: str, mark: tuple[str, str]) -> None:
    assert mark in marked(f"您好，{text}，请处理。")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("您好，我叫许文静，想咨询。", "许文静"),
        ("班主任贺老师说不行。", "贺"),
        ("学校的欧阳校长没有回复。", "欧阳"),
        ("孩子简安然今年六岁。", "简安然"),
        ("联系人：高兴，请回复。", "高兴"),
        ("我女儿阿依古丽·买买提在读。", "阿依古丽·买买提"),
        ("我家小孩小名糖糖，三岁。", "糖糖"),
        ("网友“豆豆妈妈2020”：您好", "豆豆妈妈2020"),
        ("外教Daniel上课放动画片。", "Daniel"),
        ("请尽快答复！许文静 2026年9月1日", "许文静"),
        ("会计姓岑，没有给收据。", "岑"),
        ("总务处匡某让我签字。", "匡"),
    ],
)
def test_names_are_found_by_what_stands_around_them(text: str, name: str) -> None:
    assert ("person", name) in marked(text)


def test_a_name_said_once_is_found_everywhere_and_so_is_the_given_name() -> None:
    assert marked("我叫许文墨。许文墨反映……文墨妈妈") == [
        ("person", "许文墨"),
        ("person", "许文墨"),
        ("person", "文墨"),
    ]


def test_names_known_from_the_case_come_first() -> None:
    assert marked("昨天平安又来了。") == []
    assert marked("昨天平安又来了。", known_names=["平安"]) == [("person", "平安")]


@pytest.mark.parametrize(
    "text",
    [
        "云岭区教育局已责成云岭区实验小学整改。",
        "根据云教基〔2026〕12号文件，课后服务费每学期400元。",
        "《义务教育法》第二十二条规定不得分重点班。",
        "鲁迅、叶圣陶的文章孩子读得少。",
        "大家平安度过周末，都很高兴，感谢领导马上处理。",
        "1988年1月1日以后出生的可以报名。",
        "孤独症儿童融合教育如何申请？",
        "请到云岭区政务服务中心2号楼302室办理。",
        "邮箱jubao@edu.example.gov.cn公开。",
        "对于老师有偿补课，希望向学校了解，由学校家长委员会讨论。",
    ],
)
def test_what_must_survive_is_not_marked(text: str) -> None:
    assert marked(text) == []


def test_columns_of_a_table_are_marked_by_their_heading() -> None:
    table = "姓名\t手机\t住址\t金额\n许 静\t138-0000-1234\t云岭街道松涛苑3栋502\t86.00\n方便\t—\t青石镇柳溪村4组\t12.50"
    assert marked(table) == [
        ("person", "许 静"),
        ("phone", "138-0000-1234"),
        ("address", "松涛苑3栋502"),
        ("person", "方便"),
        ("address", "柳溪村4组"),
    ]
    assert "138****1234" in apply(table, find(table))


def test_accepted_marks_leave_a_sentence_without_the_person() -> None:
    text = "我叫许文静，电话138 0000 1234，班主任贺老师不管。"
    assert apply(text, find(text)) == "我叫某某，电话（电话已隐去），班主任某老师不管。"


def test_marks_of_another_text_are_refused() -> None:
    spans = find("我叫许文静。")
    with pytest.raises(ValueError, match="重新标记"):
        apply("正文已经改过了。", spans)
    one = Span(0, 2, Kind.PERSON, "我叫", "", "", 1)
    with pytest.raises(ValueError, match="重新标记"):
        apply("我叫许文静。", [one, one])


PIECES = st.sampled_from(
    [
        "我叫许文静",
        "13800001234",
        "家住松涛苑3栋502",
        "，",
        "。",
        "\n",
        "\t",
        "\u200b",
        "𠮷",
        "👍",
        "\ud800",
        "老师",
        "一三八",
        " ",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_marks_are_sorted_disjoint_and_point_into_the_original(text: str) -> None:
    last = 0
    for span in find(text):
        assert last <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        assert 0 < span.confidence <= 1
        assert span.reason
        last = span.end


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet="0123456789", min_size=9, max_size=9).map("13".__add__),
    st.sampled_from(["", " ", "-", ".", "\u200b", "　"]),
)
def test_any_mobile_with_any_separator_is_gone_after_applying(phone: str, gap: str) -> None:
    text = f"电话：{gap.join(phone)}。"
    assert phone[-4:] not in apply(text, find(text)).replace(gap or "\0", "")


def test_a_text_that_is_no_letter_any_more_is_refused_with_a_sentence() -> None:
    with pytest.raises(TextTooLong, match=r"1,000,000个字.*没有检查"):
        find("一" * 1_000_000)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800\udfff", "𠮷", "\u202e\u200b"])
def test_nothing_to_find_is_no_error(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "我女儿视力下降得很快。",
        "儿子膝盖一直没有好。",
        "孩子兴趣不大，不想去。",
        "我女儿生日那天请了假。",
        "学生焦虑怎么办？",
    ],
)
def test_what_a_child_has_is_not_the_child(text: str) -> None:
    assert [span.text for span in find(text) if span.kind == "person"] == []
