"""Pages and disclosures, one at a time; live ones by the internal path, as imports write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from home.disclosures.stages import Stage
from home.models import ArticlePage, EnrollmentPlan, FeeItem, FinanceStatement, HomePage, SectionPage
from home.models.fee_item import FeeNature, Necessity
from home.models.finance_statement import StatementKind
from home.publishing.acting import internal_release
from portal.organizations.models import Organization
from tests.factories import bureau, school


def home_page() -> HomePage:
    return HomePage.objects.get()


def section(slug: str = "guides", title: str = "办事指南", **more: Any) -> SectionPage:
    with internal_release("tests", is_invented=True):
        page: SectionPage = home_page().add_child(instance=SectionPage(slug=slug, title=title, **more))
    return page


def article(
    parent: SectionPage | None = None, slug: str = "transfer", title: str = "转学怎么办", **more: Any
) -> ArticlePage:
    body = more.pop("body", [("text", "<p>先问学位，再办核准。</p>")])
    parent = parent or section()
    with internal_release("tests", is_invented=True):
        page: ArticlePage = parent.add_child(instance=ArticlePage(slug=slug, title=title, body=body, **more))
    return page


def fee(at: Organization | None = None, **more: Any) -> FeeItem:
    at = at or school()
    fields: dict[str, Any] = {
        "school": at,
        "publisher": at,
        "stage": Stage.PRIMARY,
        "year": 2026,
        "term": 1,
        "item": "课后服务费",
        "necessity": Necessity.VOLUNTARY,
        "nature": FeeNature.SERVICE,
        "amount": Decimal(2),
        "unit": "课时",
        "basis_document": "云岭发改价〔2025〕18号",
        "made_on": date(2026, 8, 20),
    }
    with internal_release("tests", is_invented=True):
        return FeeItem.objects.create(**{**fields, **more})


def plan(at: Organization | None = None, **more: Any) -> EnrollmentPlan:
    at = at or school()
    fields: dict[str, Any] = {
        "school": at,
        "publisher": at,
        "year": 2026,
        "stage": Stage.PRIMARY,
        "grade": "一年级",
        "classes": 6,
        "places": 270,
        "area": "清溪街道全域",
        "method": "免试就近",
        "starts_on": date(2026, 5, 11),
        "ends_on": date(2026, 5, 20),
        "made_on": date(2026, 4, 13),
    }
    with internal_release("tests", is_invented=True):
        return EnrollmentPlan.objects.create(**{**fields, **more})


def statement(unit: Organization | None = None, **more: Any) -> FinanceStatement:
    unit = unit or bureau()
    fields: dict[str, Any] = {
        "unit": unit,
        "publisher": unit,
        "year": 2026,
        "kind": StatementKind.BUDGET,
        "approved_on": date(2026, 2, 10),
        "income": Decimal("1000.50"),
        "spending": Decimal("1000.50"),
        "made_on": date(2026, 2, 10),
    }
    with internal_release("tests", is_invented=True):
        return FinanceStatement.objects.create(**{**fields, **more})
