"""Homes in the forms people write them, and places of the public that look alike."""

import pytest

from portal.privacy.marks import find

# What must be hidden stands between 【 and 】.
HOMES = [
    "我住【银杏苑3栋负一层】，回南天墙上都是水。",
    "我家就在【上寮村祠堂左侧27号】，路灯坏了三个月。",
    "租住在【丹桂湾一号院T3-28A】，合同可以提供。",
    "我家在【石鼓新村B12后巷】，三轮车进不来。",
    "孩子跟奶奶住【榕下村后栋202】。",
    "请把通知寄到【锦湖豪庭5座顶楼西户】，我家没有人上网。",
    "他家在【上围社老油坊隔壁】，一问便知。",
    "我是开店的，住【竹排街尾18号铺】二楼阁楼。",
    "居住地址：【青莲巷7号后院】",
    "老人独自住【下寮新围12巷3号4楼】，行动不便。",
    "家访地点是【大坡村古井旁第二家】，请提前联系。",
    "户口在【和顺里6弄11号甲】，人不住那里。",
    "我们一家四口挤在【福塘公寓C座1712房】。",
    "业主，【碧波轩2栋B单元19D】。",
    "老师晚上到【翠竹园11-2-603】我家来说的。",
    "本人住址【南门口大街45号之二】。",
    "房东在【新围仔三巷十一号六楼】，不肯签字。",
    "现住【旧粮所宿舍楼东头第三间】。",
    "她家住【金沙湾二期A3栋1单元2201室】。",
    "我在【石桥头村小卖部楼上】租了一间。",
    "我住在【铁路新村八十六号院五门三零一】。",
    "我是【云水谣花园9幢】的业主，楼下就是操场。",
    "孩子外婆家在【鲤鱼塘组老槐树下】，天天走路上学。",
    "邮寄地址：【镜湖路118号海棠阁1402】，收件人写我。",
    "他把车停在【茶山坳7队】自家门口。",
    "我家住【荷塘月色9号楼3单元】顶楼。",
    "住在【汽修厂后面那排平房第二户】。",
    "我和女儿租在【五里牌农贸市场对面3楼】。",
    "家住【望江名邸三座廿二楼F】。",
    "小区很旧，我住【紫薇家园14栋1单元501】。",
    "名下房产为【盛世东方壹号16A】，无其他房产。",
    "住【三江口船厂家属院丙楼四零二】，产权是单位的。",
]
PUBLIC = [
    "请到区政务服务中心2楼12号窗口办理。",
    "学校新校区位于科苑路88号，九月启用。",
    "我局地址：勤政街36号，工作日可来办理。",
    "校车停靠点改到松涛路公交站对面。",
    "教学楼3栋四楼的厕所坏了。",
    "派出所在学校隔壁，出警很快。",
    "报名材料交到教学楼B栋201室。",
    "社区计划再建两栋安置房。",
    "考点设在实验中学综合楼3楼。",
    "图书馆二楼自习室几点关门？",
    "全区共有公办幼儿园17所。",
    "学生宿舍5号楼的热水器坏了。",
    "窗口在行政中心A栋1楼5号。",
    "请在体育馆东侧2号门集合。",
    "食堂三楼5号窗口的饭不热。",
]


@pytest.mark.parametrize("marked", HOMES)
def test_a_home_is_hidden(marked: str) -> None:
    text = marked.replace("【", "").replace("】", "")
    hidden = {place for span in find(text) for place in range(span.start, span.end)}
    at = 0
    for index, part in enumerate(marked.replace("】", "【").split("【")):
        if index % 2:
            shown = [text[place] for place in range(at, at + len(part)) if place not in hidden]
            assert len(shown) <= 0.2 * len(part), "".join(shown)
        at += len(part)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_place_of_the_public_survives(text: str) -> None:
    assert [span.text for span in find(text) if span.kind == "address"] == []
