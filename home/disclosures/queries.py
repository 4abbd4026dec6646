"""Reading disclosures: what is public, what came last, what a school's fee board consists of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from home.disclosures.metadata import Access, Disclosure, Validity
from home.models.disclosure_page import DisclosurePage
from home.models.enrollment_plan import EnrollmentPlan
from home.models.fee_item import FeeItem
from home.models.finance_statement import FinanceStatement
from portal.organizations.models import Organization, OrganizationKind

D = TypeVar("D", bound=Disclosure)
TEACHING = (OrganizationKind.SCHOOL, OrganizationKind.KINDERGARTEN)


@dataclass(frozen=True)
class Latest:
    """One line of "published last": a fee board counts once, however many fees it lists."""

    title: str
    url: str
    subject: str
    unit: str
    on: date


@dataclass(frozen=True)
class CatalogueEntry:
    """A kind of disclosure with true counts. ``updated`` is the day of the last publication."""

    title: str
    url: str
    note: str
    count: int
    updated: date | None


def schools() -> QuerySet[Organization]:
    """Schools and kindergartens in use."""
    found: QuerySet[Organization] = Organization.objects.filter(kind__in=TEACHING, is_active=True)
    return found


def public(kind: type[D]) -> QuerySet[D]:
    """What anyone may read of one kind: live and proactively public."""
    found: QuerySet[D] = kind._default_manager.filter(live=True, access=Access.PUBLIC)
    return found


def fees() -> QuerySet[FeeItem]:
    return public(FeeItem).select_related("school", "publisher")


def newest_boards(items: QuerySet[FeeItem]) -> QuerySet[FeeItem, dict[str, Any]]:
    """One row a school: its newest term among ``items``, and when that was published (``on``)."""
    dated = items.order_by().annotate(moment=F("year") * 10 + F("term"))
    newest = dated.filter(school=OuterRef("school")).order_by("-moment").values("moment")[:1]
    rows: Any = (
        dated.filter(moment=Subquery(newest))
        .values("school_id", "school__name", "stage", "year", "term")
        .annotate(on=Max("published_on"))
        .order_by("school__path")
    )
    found: QuerySet[FeeItem, dict[str, Any]] = rows
    return found


def enrollment_plans() -> QuerySet[EnrollmentPlan]:
    return public(EnrollmentPlan).select_related("school", "publisher")


def finance_statements() -> QuerySet[FinanceStatement]:
    return public(FinanceStatement).select_related("unit", "publisher")


def documents() -> QuerySet[DisclosurePage]:
    """Policies and reports that are pages."""
    found: QuerySet[DisclosurePage] = DisclosurePage.objects.live().public()
    return found


def published_count() -> int:
    """How many disclosures anyone may read now, of every kind; a fee board of a school and term counts once."""
    boards = fees().order_by().values("school", "year", "term").distinct()
    return boards.count() + enrollment_plans().count() + finance_statements().count() + documents().count()


def years_of(items: QuerySet[Any]) -> list[int]:
    """Years that have something, newest first; for filters."""
    return list(items.order_by("-year").values_list("year", flat=True).distinct())


def catalogue() -> list[CatalogueEntry]:
    """The kinds of typed disclosures and policy documents, each with its count and last publication."""
    fee = fees().aggregate(schools=Count("school", distinct=True), last=Max("published_on"))
    plan = enrollment_plans().aggregate(count=Count("pk"), last=Max("published_on"))
    money = finance_statements().aggregate(count=Count("pk"), last=Max("published_on"))
    return [
        CatalogueEntry(
            "学校收费", reverse("home:fees"), f"{fee['schools']}所学校和幼儿园", fee["schools"], fee["last"]
        ),
        CatalogueEntry(
            "招生入学", reverse("home:enrollment"), f"{plan['count']}份招生计划", plan["count"], plan["last"]
        ),
        CatalogueEntry(
            "财务预决算", reverse("home:finances"), f"{money['count']}份预算和决算", money["count"], money["last"]
        ),
        _policies(),
    ]


def _policies() -> CatalogueEntry:
    current = documents().filter(validity=Validity.CURRENT).count()
    last = documents().aggregate(last=Max("first_published_at"))["last"]
    return CatalogueEntry(
        "政策文件",
        reverse("home:disclosures") + "#documents",
        f"现行有效{current}件",
        documents().count(),
        timezone.localtime(last).date() if last else None,
    )


def latest(*, limit: int) -> list[Latest]:
    """What was published last. Each kind gives at most two: on budget day the list would else be budgets only."""
    each = 2
    found = chain(
        _latest_fees(each),
        _latest_typed(enrollment_plans(), each),
        _latest_typed(finance_statements(), each),
        _latest_documents(each),
    )
    return sorted(found, key=lambda one: one.on, reverse=True)[:limit]


def _latest_fees(limit: int) -> Iterable[Latest]:
    boards = fees().order_by().values("school_id", "school__name", "year", "term")
    for board in boards.annotate(on=Max("published_on")).order_by("-on")[:limit]:
        address = reverse("home:fee_board", args=[board["school_id"]])
        yield Latest(
            title=f"{board['school__name']}收费公示",
            url=f"{address}?year={board['year']}&term={board['term']}",
            subject=FeeItem.subject,
            unit=board["school__name"],
            on=board["on"],
        )


def _latest_typed(items: QuerySet[D], limit: int) -> Iterable[Latest]:
    for item in items.order_by("-published_on", "-pk")[:limit]:
        yield _as_latest(item)


def _as_latest(item: Disclosure) -> Latest:
    on = item.published_on or item.made_on
    return Latest(str(item), item.get_absolute_url(), item.subject, item.publisher.name, on)


def _latest_documents(limit: int) -> Iterable[Latest]:
    for page in documents().select_related("publisher").order_by("-first_published_at")[:limit]:
        unit = page.publisher.name if page.publisher else ""
        yield Latest(page.title, page.url or "", page.subject, unit, timezone.localtime(page.first_published_at).date())
