"""Fee notices: what schools of each stage charge in the demo district, this term and the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from home.disclosures.queries import schools
from home.disclosures.stages import Stage
from home.models import FeeItem
from home.models.fee_item import FeeNature, Necessity
from home.seeding.bulk import publish_as_of
from home.seeding.school_year import stage_of, terms
from portal.organizations.models import Organization

PUBLISHED_BEFORE_TERM = timedelta(days=8)
MADE_BEFORE_PUBLISHED = timedelta(days=4)
REDUCTION = (
    "低保、特困、残疾学生和孤儿，课后服务费全免，午餐每学期补500元。找班主任或者打学校电话都可以申请，不公开名单。"
)
CARE_REDUCTION = "低保、特困、残疾儿童和孤儿，保教费每学期补1000元。找园长或者打幼儿园电话都可以申请，不公开名单。"


@dataclass(frozen=True)
class Template:
    """One line as schools of a stage publish it; ``earlier``: the amount in the term before, when it was another."""

    item: str
    scope: str
    necessity: Necessity
    nature: FeeNature
    basis: str
    agency: str = ""
    amount: str = ""
    unit: str = ""
    note: str = ""
    refund: str = ""
    ceiling: bool = False
    earlier: str = ""


FINANCE, PRICES, BUREAU = "云岭区财政局", "云岭区发展和改革局", "云岭区教育局"
AFTER_SCHOOL = Template(
    "课后服务费", "每天两课时，到18:00", Necessity.VOLUNTARY, FeeNature.SERVICE, "云岭发改价〔2025〕18号", PRICES,
    "2", "课时", "每月最多120元", "连续请假满5个上课日，按天退",
)  # fmt: skip
LUNCH = Template(
    "午餐费", "在学校吃才交", Necessity.VOLUNTARY, FeeNature.AGENCY, "云岭教财〔2024〕9号", BUREAU,
    "12", "餐", "", "按没吃的天数退，多退少补", earlier="11",
)  # fmt: skip
UNIFORM = Template(
    "校服", "可以只买一件，也可以自备同款", Necessity.VOLUNTARY, FeeNature.AGENCY, "云岭教规〔2023〕4号", BUREAU,
    "86", "夏装", "春秋装128元", "没穿过，30日内可退换",
)  # fmt: skip
TRIP = Template(
    "研学活动", "每学期最多一次", Necessity.VOLUNTARY, FeeNature.SERVICE, "云岭教规〔2024〕2号", BUREAU,
    "150", "次", "按实际花费收", "活动后15日内公布账目，多退少补", ceiling=True,
)  # fmt: skip
FREE = Template("学费、杂费、课本费", "", Necessity.FREE, FeeNature.STATE, "《义务教育法》第二条")
EXERCISE_BOOKS = Template("作业本费", "", Necessity.FREE, FeeNature.BUDGET, "云岭教财〔2023〕6号", FINANCE)
COMPULSORY = (AFTER_SCHOOL, LUNCH, UNIFORM, TRIP, FREE, EXERCISE_BOOKS)
TUITION = Template(
    "学费", "高中阶段", Necessity.REQUIRED, FeeNature.TUITION, "云岭发改价〔2024〕3号", PRICES,
    "850", "学期", "", "开学一个月内转出，退一半",
)  # fmt: skip
BOARDING = Template(
    "住宿费", "住校才交", Necessity.VOLUNTARY, FeeNature.BOARDING, "云岭发改价〔2024〕3号", PRICES,
    "300", "学期", "四人间380元", "按没住的月份退",
)  # fmt: skip
CARE = Template(
    "保育教育费", "全日制", Necessity.REQUIRED, FeeNature.CARE, "云岭发改价〔2025〕6号", PRICES,
    "480", "月", "", "当月缺勤过半，退一半", earlier="450",
)  # fmt: skip
MEALS = Template(
    "伙食费", "一餐两点", Necessity.REQUIRED, FeeNature.AGENCY, "云岭教财〔2024〕9号", BUREAU,
    "18", "天", "", "按没吃的天数全退",
)  # fmt: skip
PRIVATE_TUITION = Template(
    "学费", "民办，按学期收，不跨学期", Necessity.REQUIRED, FeeNature.TUITION, "学校自定，报区教育局备案", "",
    "9800", "学期", "", "开学前全退；开学后按月退",
)  # fmt: skip
PRIVATE_CARE = Template(
    "保育教育费", "普惠性民办，按月收", Necessity.REQUIRED, FeeNature.CARE, "云岭发改价〔2025〕6号", PRICES,
    "980", "月", "", "当月缺勤过半，退一半",
)  # fmt: skip

BY_STAGE: dict[Stage, tuple[Template, ...]] = {
    Stage.KINDERGARTEN: (CARE, MEALS),
    Stage.PRIMARY: COMPULSORY,
    Stage.JUNIOR: COMPULSORY,
    Stage.SPECIAL: (FREE, EXERCISE_BOOKS),
    Stage.SENIOR: (TUITION, BOARDING, LUNCH, UNIFORM),
    Stage.VOCATIONAL: (BOARDING, LUNCH, UNIFORM),
}


def _templates(school: Organization) -> tuple[Template, ...]:
    stage = stage_of(school)
    if not school.is_private:
        return BY_STAGE[stage]
    return (PRIVATE_CARE, MEALS) if stage == Stage.KINDERGARTEN else (PRIVATE_TUITION, AFTER_SCHOOL, LUNCH, UNIFORM)


def _item(
    school: Organization, template: Template, position: int, term: tuple[int, int, date], is_now: bool
) -> FeeItem:
    year, number, start = term
    published = min(start - PUBLISHED_BEFORE_TERM, timezone.localdate())
    amount = template.amount if is_now else template.earlier or template.amount
    stage = stage_of(school)
    reduction = CARE_REDUCTION if stage == Stage.KINDERGARTEN else REDUCTION
    first = published - MADE_BEFORE_PUBLISHED
    return FeeItem(
        school=school, publisher=school, stage=stage, year=year, term=number, item=template.item,
        scope=template.scope, necessity=template.necessity, nature=template.nature,
        amount=Decimal(amount) if amount else None, is_ceiling=template.ceiling, unit=template.unit,
        amount_note=template.note, basis_agency=template.agency, basis_document=template.basis,
        reduction_policy=reduction, refund_rule=template.refund, complaint_phone="12315", position=position,
        document_number=f"{(school.short_name or school.name)[:4]}公示〔{first.year}〕{number}号",
        made_on=first, published_on=published, live=True, first_published_at=timezone.now(),
        valid_until=_last_day(year, number),
    )  # fmt: skip


def _last_day(year: int, term: int) -> date:
    return date(year + 1, 1, 31) if term == 1 else date(year + 1, 7, 31)


def seed_fees() -> int:
    """Notices of this term and the last for schools that have none. Returns how many lines were made."""
    items: list[FeeItem] = []
    for school in schools().exclude(pk__in=FeeItem.objects.values("school")):
        for place, term in enumerate(terms(timezone.localdate())):
            for position, template in enumerate(_templates(school)):
                items.append(_item(school, template, position, term, is_now=place == 0))
    return publish_as_of(items)
