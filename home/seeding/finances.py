from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from home.disclosures.metadata import Form
from home.disclosures.queries import schools
from home.models import FinanceStatement
from home.models.finance_statement import StatementKind
from home.seeding.bulk import publish_as_of
from portal.organizations.models import Organization, OrganizationKind

APPROVED = {StatementKind.BUDGET: (0, 2, 10), StatementKind.ACCOUNTS: (1, 9, 8)}  # years later, month, day
UP_TO_SCHOOLS = 20


def _approved(year: int, kind: StatementKind) -> date:
    later, month, day = APPROVED[kind]
    return date(year + later, month, day)


def _statement(unit: Organization, year: int, kind: StatementKind) -> FinanceStatement:
    scale = 60 if unit.kind == OrganizationKind.BUREAU else 1
    total = Decimal(scale * (900 + sum(map(ord, unit.code)) % 700) + (year % 10) * 12).quantize(Decimal("0.01"))
    personnel = (total * Decimal("0.74")).quantize(Decimal("0.01"))
    operations = (total * Decimal("0.11")).quantize(Decimal("0.01"))
    approved = _approved(year, kind)
    published = approved + timedelta(days=9)
    return FinanceStatement(
        unit=unit, publisher=unit, year=year, kind=kind, approved_on=approved, form=Form.REPORT,
        income=total, appropriation=(total * Decimal("0.97")).quantize(Decimal("0.01")), spending=total,
        personnel=personnel, operations=operations, projects=total - personnel - operations,
        travel_abroad=0, receptions=Decimal(scale) * Decimal("0.20"), vehicles=Decimal(scale) * Decimal("0.45"),
        explanation=f"{kind.label}经区人民代表大会批准、区财政局批复。"
        f"人员支出占{personnel * 100 // total}%，主要是教职工工资和社会保险。\n"
        "项目支出主要用于校舍维修、教学设备和营养改善。没有安排因公出国（境）费。",
        made_on=approved, published_on=published, live=True, first_published_at=timezone.now(),
    )  # fmt: skip


def seed_statements() -> int:
    """The bureau's and some schools' budgets and accounts that could have been approved by now."""
    today = timezone.localdate()
    bureaus = Organization.objects.filter(kind=OrganizationKind.BUREAU)
    units = [*bureaus, *schools().filter(is_private=False)[:UP_TO_SCHOOLS]]
    have = set(FinanceStatement.objects.values_list("unit_id", flat=True))
    return publish_as_of(
        [
            _statement(unit, year, kind)
            for unit in units
            if unit.pk not in have
            for kind, year in ((kind, today.year - back) for kind in StatementKind for back in (0, 1, 2))
            if _approved(year, kind) + timedelta(days=9) <= today
        ]
    )
