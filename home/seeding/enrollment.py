from __future__ import annotations

from datetime import date

from django.utils import timezone

from home.disclosures.metadata import Form
from home.disclosures.queries import schools
from home.disclosures.stages import Stage
from home.models import EnrollmentPlan
from home.seeding.bulk import publish_as_of
from home.seeding.school_year import stage_of
from portal.organizations.models import Organization

GRADES: dict[Stage, tuple[str, int]] = {  # first grade, children in a class
    Stage.KINDERGARTEN: ("小班", 25),
    Stage.PRIMARY: ("一年级", 45),
    Stage.JUNIOR: ("初一", 50),
    Stage.SENIOR: ("高一", 50),
    Stage.VOCATIONAL: ("一年级", 40),
    Stage.SPECIAL: ("一年级", 12),
}
MATERIALS = {
    Stage.KINDERGARTEN: "户口簿\n预防接种证\n住址材料（不动产权证或者租赁备案证明）",
    Stage.PRIMARY: "户口簿\n预防接种证\n住址材料（不动产权证或者租赁备案证明）\n外区户籍：居住证",
}
DEFAULT_MATERIALS = "户口簿\n学籍号\n住址材料"


def _places(school: Organization, year: int) -> int:
    """Classes of a school: from two to eight, the same at every run."""
    return 2 + (sum(map(ord, school.code)) + year) % 7


def _area(school: Organization) -> str:
    if school.is_private:
        return "面向全区；报名人数超过计划的，6月13日电脑派位。"
    place = school.place or "学校所在街道"
    return f"{place}全域；与相邻学区交界的小区，以登记系统显示的学校为准。\n多孩家庭可以申请与哥哥姐姐同校。"


def _method(school: Organization, stage: Stage) -> str:
    if stage in {Stage.SENIOR, Stage.VOCATIONAL}:
        return "按中考成绩和志愿录取。"
    return "电脑派位，过程公证。" if school.is_private else "免试就近，先户籍后居住证，同一顺序按居住时间。"


def _plan(school: Organization, year: int, today: date) -> EnrollmentPlan:
    stage = stage_of(school)
    grade, size = GRADES[stage]
    classes = _places(school, year)
    published = date(year, 4, 17)
    return EnrollmentPlan(
        school=school, publisher=school, year=year, stage=stage, grade=grade, classes=classes, places=classes * size,
        area=_area(school), method=_method(school, stage), starts_on=date(year, 5, 11), ends_on=date(year, 5, 20),
        materials=MATERIALS.get(stage, DEFAULT_MATERIALS), phone=school.phone, form=Form.PLAN,
        admitted=classes * size - sum(map(ord, school.code)) % 9 if today > date(year, 7, 1) else None,
        made_on=date(year, 4, 13), published_on=published, live=True, valid_until=date(year, 8, 31),
        first_published_at=timezone.now(),
    )  # fmt: skip


def seed_plans() -> int:
    """Plans of the two newest years for schools that have none. Returns how many were made."""
    today = timezone.localdate()
    newest = today.year if today > date(today.year, 4, 17) else today.year - 1
    without = schools().exclude(pk__in=EnrollmentPlan.objects.values("school"))
    return publish_as_of([_plan(school, year, today) for school in without for year in (newest, newest - 1)])
