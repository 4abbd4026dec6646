"""Dates of birth and classes in the forms people write them, and dates and numbers that look alike."""

import pytest

from portal.privacy.marks import find

BIRTHS = [
    "档案上写的是【1971.2.3】，身份证是另一个日子。",
    "小朋友（【20180229】）的申请系统不收。",
    "孩子【2018年8月31日晚上11点40】生的，只差二十分钟。",
    "女儿是【二零一七年冬月初八】出生的。",
    "我儿子【16年腊月初三】生，户口本写的是阳历。",
    "出生时间：【2019-08-31 23:50】",
    "孩子生日【2017/9/1】，系统说差一天。",
    "我本人【1975年10月】出生。",
    "双胞胎都是【2018年3月3号】剖腹产的。",
    "许佳禾，女，【2015-06-12】，汉族。",
    "孩子出生于【二〇一八年四月廿六】。",
    "我【62年9月12】的，今年退休。",
    "老人【1948年正月十五】生人。",
    "我孙子【2016.11.2】落地，一直没上户口。",
    "身份证上写的是【1980年1月1日】，其实是年底生的。",
    "宝宝【2020年2月29】出生，四年才过一次生日。",
    "她是【二〇一五年三月廿九】凌晨生的。",
    "出生年月【1999年12月】，学历本科。",
    "我女儿【2019年9月3日】出生能否报名一年级？",
    "她是【农历15年腊八】生的。",
]
# Of each the last date: a paper has it wrong, or says it another way.
DISPUTED = [
    "我女儿是2018年11月3日生的，户口本却登记成【2018年3月11日】，现在报不了名。",
    "孩子出生证上没错，学籍系统里是【2017-06-09】，差了整整一年。",
    "您反映的出生日期一事已核实，派出所记载为【1963年4月】，请以此为准。",
    "我属兔，当年村文书误写成【1976年1月1日】，退休要晚一年。",
    "儿子生日是2016.5.12，疫苗本第一页盖的却是【2016-12-05】。",
    "更正孩子的出生日期：2015年7月15日应为【2015年7月16日】。",
]
DATES = [
    "2019年9月1日出生者能否报名？",
    "2013年9月1日—2014年8月31日出生的孩子都可以报名。",
    "《户口登记管理办法》（2016年2月3日实行）第三十五条。",
    "2018年8月31日前出生的儿童可以报名。",
    "公告于2023年9月1日发布。",
    "我2019年9月到学校工作。",
    "合同2021.3.1签的，到期没续。",
    "对2017年9月1日以后出生的孩子怎么办？",
    "9月1日开学，8月25日报到。",
    "1988年1月1日以后出生的人员可以报考。",
    "2019年9月1日出生者能否报名？",
    "我孩子户口在农村，招生系统2023年8月1日关闭，怎么办？",
    "系统于20230912升级。",
]
CLASSES = [
    "孩子在青石小学【六年级（甲）班】，一直很好。",
    "我女儿是【五乙班】的班长。",
    "他在育新小学【初一⑨班】。",
    "孩子读【704班】，班主任没换过。",
    "姓名\t班级\t电话\n许佳禾\t【高二8】\t无",
    "我家孩子上【七(2)】，和他同班。",
    "孩子分到了【初三重点班】，压力很大。",
    "儿子是【高一火箭班】的。",
    "我们【高二・九班】的孩子都这么说。",
    "女儿在云栖小学【三（五）班】，中午不回家。",
    "孩子在【2023级4班】。",
    "小朋友是蓝天幼儿园【大三班】的。",
    "我孩子在【八年级(11)班】。",
    "她在【小四3班】，坐第一排。",
    "他转到【九（十二）班】了。",
    "孩子在【初二·A班】读书。",
    "女儿上【一年级丙班】，刚入学。",
    "我儿子是【高三（文）2班】的。",
    "她才上【小学一年级5班】，不敢穿裙子。",
    "她在云岭实验小学【小五的木棉班】，老师说系统里改不了。",
    "女儿在【小五的木棉班】，班主任姓什么我不记得了。",
    "孙子上【五年级那个重点班】，作业写到半夜。",
    "孩子在【托大班】，九月升幼儿园。",
    "她是【中班·小海豚】的，上周摔了一跤。",
    "儿子读【高一卓越班】，学费多收了两千。",
    "他是【五（2）中队】的旗手。",
    "我在县一中【复读4班】，交了一万八。",
    "体检单发错了，【四年级B】的给了我女儿。",
    "小名\t现班\t接送人\n许佳禾\t【木棉二组】\t妈妈",
]
NO_CLASSES = [
    "五年级托管班什么时候报名？",
    "初三老师值班安排不合理。",
    "一年级书法班收费吗？",
    "一年级超大班额怎么办？",
    "五年级B版教材什么时候发？",
    "我拜托大二的学长去问过。",
    "高三毕业班的家长会改到周六。",
    "学校把初二几个班并成一个班。",
    "全县小一新生分班结果公布。",
    "每班人数：小班25人，中班30人，大班35人。",
    "每班不超过45人，全校共36个班。",
    "我们建议三年级开两个班。",
    "坐706路公交第一班车。",
    "学校开设足球班、美术班。",
    "晚班和早班的保安都不在。",
    "甲班和乙班之争由来已久。",
    "2025年秋季起一年级新增3个班。",
]


def _shown(marked: str) -> str:
    text = marked.replace("【", "").replace("】", "")
    hidden = {place for span in find(text) for place in range(span.start, span.end)}
    start = marked.index("【")
    end = marked.index("】") - 1
    shown = [text[place] for place in range(start, end) if place not in hidden]
    return "".join(shown) if len(shown) > 0.2 * (end - start) else ""


@pytest.mark.parametrize("marked", BIRTHS)
def test_a_date_of_birth_is_hidden(marked: str) -> None:
    assert _shown(marked) == ""


@pytest.mark.parametrize("marked", DISPUTED)
def test_each_date_that_papers_give_for_a_birth_is_hidden(marked: str) -> None:
    assert _shown(marked) == ""


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("孩子2019年9月3日出生，差三天；2019年8月31日（含）以前出生的才能报名。", "2019年9月3日"),
        ("孩子2018年11月3日生，2018年5月公示了学区。", "2018年11月3日"),
        ("女儿2018年3月出生，我们2021年6月买的房，2022年1月迁的户口。", "2018年3月"),
        ("孩子2014年5月出生，他的学籍系统登记为2024年9月1日入学。", "2014年5月"),
    ],
)
def test_beside_a_birth_other_dates_survive(text: str, born: str) -> None:
    assert [span.text for span in find(text) if span.kind == "birth"] == [born]


@pytest.mark.parametrize("text", DATES)
def test_another_date_survives(text: str) -> None:
    assert [span.text for span in find(text) if span.kind == "birth"] == []


@pytest.mark.parametrize("marked", CLASSES)
def test_a_class_is_hidden(marked: str) -> None:
    assert _shown(marked) == ""


@pytest.mark.parametrize("text", NO_CLASSES)
def test_a_number_of_classes_survives(text: str) -> None:
    assert [span.text for span in find(text) if span.kind == "class_of_child"] == []


def test_a_cell_of_thousands_of_digits_is_read_like_any_other() -> None:
    """Python makes no number of more than 4,300 digits."""
    text = f"姓名\t生日\n许佳禾\t{'1' * 4_400}\n李文静\t2018年1月1日"
    assert "2018年1月1日" in [span.text for span in find(text) if span.kind == "birth"]
