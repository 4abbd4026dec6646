"""Typed disclosures: a school's fee board, enrollment plans, budgets; each told in the words people search with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import cast

from home.disclosures import queries
from home.disclosures.metadata import Validity
from home.models import EnrollmentPlan, FeeItem, FinanceStatement
from search.documents import Document, Kind
from search.sources.base import Source


class FeeBoardSource(Source):
    """One document a school: the fees of its newest term. The key is the school's."""

    name = "fees"

    def load(self, keys: Collection[int] | None = None) -> Iterator[Document]:
        fees = queries.fees()
        if keys is not None:
            fees = fees.filter(school_id__in=keys)
        ordered = cast(Iterable[FeeItem], fees.order_by("school_id", "-year", "-term", "position", "pk"))
        for _school, rows in groupby(ordered, key=lambda fee: fee.school_id):
            newest = next(groupby(rows, key=lambda fee: (fee.year, fee.term)))[1]
            yield _fee_board(list(newest))

    def count(self) -> int:
        return queries.fees().values("school_id").distinct().count()


def _fee_board(fees: list[FeeItem]) -> Document:
    school = fees[0].school
    lines = (
        f"{fee.item}（{fee.get_necessity_display()}）{fee.price}{f'／{fee.unit}' if fee.unit and fee.amount else ''}。"
        f"{fee.scope} {fee.refund_rule} {fee.reduction_policy}".strip()
        for fee in fees
    )
    return Document(
        id=f"fees:{school.pk}",
        kind=Kind.DISCLOSURE,
        title=f"{school.name}收费公示（{fees[0].year}学年{fees[0].get_term_display()}）",
        url=fees[0].get_absolute_url(),
        answer="\n".join(lines),
        unit=school.name,
        topic=FeeItem.subject,
        on=max((fee.published_on for fee in fees if fee.published_on), default=None),
    )


class EnrollmentSource(Source):
    name = "enrollment"

    def load(self, keys: Collection[int] | None = None) -> Iterator[Document]:
        plans = queries.enrollment_plans()
        if keys is not None:
            plans = plans.filter(pk__in=keys)
        return (_plan(plan) for plan in cast(Iterable[EnrollmentPlan], plans.order_by("pk")))

    def count(self) -> int:
        return queries.enrollment_plans().count()


def _plan(plan: EnrollmentPlan) -> Document:
    return Document(
        id=f"enrollment:{plan.pk}",
        kind=Kind.DISCLOSURE,
        title=str(plan),
        url=plan.get_absolute_url(),
        answer=f"计划{plan.classes}个班、{plan.places}人。\n招生范围：{plan.area}\n录取办法：{plan.method}\n要带的材料：{plan.materials}",
        unit=plan.school.name,
        topic=EnrollmentPlan.subject,
        on=plan.published_on,
        superseded=plan.validity != Validity.CURRENT,
    )


class FinanceSource(Source):
    name = "finance"

    def load(self, keys: Collection[int] | None = None) -> Iterator[Document]:
        statements = queries.finance_statements()
        if keys is not None:
            statements = statements.filter(pk__in=keys)
        return (_statement(each) for each in cast(Iterable[FinanceStatement], statements.order_by("pk")))

    def count(self) -> int:
        return queries.finance_statements().count()


def _statement(statement: FinanceStatement) -> Document:
    return Document(
        id=f"finance:{statement.pk}",
        kind=Kind.DISCLOSURE,
        title=str(statement),
        url=statement.get_absolute_url(),
        answer=statement.explanation or str(statement),
        unit=statement.unit.name,
        topic=FinanceStatement.subject,
        on=statement.published_on,
        superseded=statement.validity != Validity.CURRENT,
    )
