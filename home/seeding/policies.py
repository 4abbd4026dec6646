"""Policy documents of the demo bureau, as pages with the statutory facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from home.disclosures.metadata import Form, Validity
from home.seeding.articles import Block, head, table, text


@dataclass(frozen=True)
class Policy:
    """``days``: made that many days ago, published four days later. ``successor``: slug of what replaced it."""

    slug: str
    title: str
    number: str
    subject: str
    intro: str
    body: list[Block] = field(default_factory=list)
    form: Form = Form.CIRCULAR
    validity: Validity = Validity.CURRENT
    successor: str = ""
    days: int = 200


POLICIES = [
    Policy(
        "after-school-fees-2025",
        "关于规范中小学课后服务收费的通知",
        "云岭发改价〔2025〕18号",
        "学校收费",
        "课后服务每课时2元、每月最多120元；连续请假满5个上课日，按天退。",
        [
            text(
                "一、课后服务坚持自愿。学校不得以任何方式强制或者变相强制学生参加。",
                "二、收费标准为每课时2元，按实际课时收取，每月最多120元。",
                "三、低保、特困、残疾学生和孤儿免收。",
                "六、学生连续请假满5个上课日的，从请假第1天起按天退费；学期结束后10个工作日内结算，多退少补。",
            ),
        ],
        days=420,
    ),
    Policy(
        "after-school-fees-2022",
        "关于中小学课后服务收费的通知（2022年）",
        "云岭发改价〔2022〕7号",
        "学校收费",
        "这份文件已由2025年的通知替代。",
        [text("课后服务每课时2元，按学期收取，中途退出的按月退费。")],
        validity=Validity.SUPERSEDED,
        successor="after-school-fees-2025",
        days=1500,
    ),
    Policy(
        "meal-fees-2024",
        "中小学伙食费管理办法（试行）",
        "云岭教财〔2024〕9号",
        "学校收费",
        "伙食费专款专用、据实结算，账目每月向家长公布。",
        [
            text(
                "第八条　伙食费只能用于学生伙食，不得列支教职工用餐和其他费用。",
                "第十一条　当天10:00前请假的，从当天起不计费；之后请假的，从第二天起不计费。",
                "第十三条　学校每月10日前公布上月账目，结余超过5%的，下月改善伙食或者退还。",
            )
        ],
        form=Form.RULES,
        days=700,
    ),
    Policy(
        "uniforms-2023",
        "关于校服选用和采购的规定",
        "云岭教规〔2023〕4号",
        "学校收费",
        "校服自愿购买，可以只买一件，也可以自备同款；学校不得加价。",
        [text("校服选用由家长委员会组织，参加投票的家长超过三分之二、赞成的超过一半，才能选用。款式三年内不更换。")],
        form=Form.RULES,
        days=1100,
    ),
    Policy(
        "enrollment-2026",
        "2026年义务教育阶段招生工作实施意见",
        "云岭教〔2026〕11号",
        "招生入学",
        "免试、就近、公办民办同步；不考试、不面试，不和任何竞赛证书挂钩。",
        [
            head("主要日程"),
            table(
                "2026年",
                ["做什么", "时间"],
                ["公布学区范围和招生计划", "4月20日（周一）前"],
                ["网上登记", "5月11日（周一）至20日（周三）"],
                ["民办学校电脑派位", "6月13日（周六）"],
                ["公办学校现场核对", "6月6日（周六）、7日（周日）"],
                ["查询结果", "6月26日（周五）起"],
            ),
            head("几条底线"),
            text(
                "不得以各类竞赛证书、学科成绩作为录取依据；不得设重点班；不得提前收取任何费用。违反的，取消学校当年评优资格。"
            ),
        ],
        form=Form.PLAN,
        days=225,
    ),
    Policy(
        "disclosure-report-2025",
        "云岭区教育局2025年政府信息公开工作年度报告",
        "",
        "综合政务",
        "2025年主动公开信息312条，收到公开申请19件，全部按期答复。",
        [
            table(
                "收到的公开申请",
                ["结果", "件数"],
                ["予以公开", "12"],
                ["部分公开", "3"],
                ["本机关不掌握", "4"],
            ),
            text("没有因信息公开提起的行政复议和行政诉讼。2026年重点是把学校收费一校一表全部公布到位。"),
        ],
        form=Form.REPORT,
        days=310,
    ),
]
