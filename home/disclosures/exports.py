"""The same rows as the pages show, as open data: one column list for each kind, headings in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from home.disclosures.metadata import Disclosure
from home.models import EnrollmentPlan, FeeItem, FinanceStatement
from portal.exports import Cell, Column, Row

Field = tuple[Column, Callable[[Any], Cell]]


def _metadata() -> list[Field]:
    return [
        (Column("index_number", "索引号"), lambda one: one.index_number),
        (Column("publisher", "发布机构"), lambda one: one.publisher.name),
        (Column("document_number", "文号"), lambda one: one.document_number),
        (Column("made_on", "成文日期"), lambda one: one.made_on),
        (Column("published_on", "发布日期"), lambda one: one.published_on),
        (Column("subject", "主题分类"), lambda one: one.subject),
        (Column("form", "体裁"), lambda one: one.get_form_display()),
        (Column("validity", "有效性"), lambda one: one.get_validity_display()),
        (Column("valid_until", "有效期至"), lambda one: one.valid_until),
    ]


FEE_COLUMNS: list[Field] = [
    (Column("school", "学校"), lambda one: one.school.name),
    (Column("stage", "学段"), lambda one: one.get_stage_display()),
    (Column("school_year", "学年"), lambda one: f"{one.year}—{one.year + 1}"),
    (Column("term", "学期"), lambda one: one.get_term_display()),
    (Column("item", "项目"), lambda one: one.item),
    (Column("scope", "说明"), lambda one: one.scope),
    (Column("necessity", "是否必须"), lambda one: one.get_necessity_display()),
    (Column("nature", "性质"), lambda one: one.get_nature_display()),
    (Column("amount", "标准（元）"), lambda one: one.amount),
    (Column("is_ceiling", "是否上限"), lambda one: one.is_ceiling),
    (Column("unit", "计价单位"), lambda one: one.unit),
    (Column("amount_note", "标准说明"), lambda one: one.amount_note),
    (Column("basis_agency", "依据机关"), lambda one: one.basis_agency),
    (Column("basis_document", "依据文号"), lambda one: one.basis_document),
    (Column("reduction_policy", "减免办法"), lambda one: one.reduction_policy),
    (Column("refund_rule", "退费和结算"), lambda one: one.refund_rule),
    (Column("complaint_phone", "投诉电话"), lambda one: one.complaint_phone),
    *_metadata(),
]
ENROLLMENT_COLUMNS: list[Field] = [
    (Column("school", "学校"), lambda one: one.school.name),
    (Column("year", "年份"), lambda one: one.year),
    (Column("stage", "学段"), lambda one: one.get_stage_display()),
    (Column("grade", "年级"), lambda one: one.grade),
    (Column("classes", "班数"), lambda one: one.classes),
    (Column("places", "计划人数"), lambda one: one.places),
    (Column("area", "招生范围"), lambda one: one.area),
    (Column("method", "录取办法"), lambda one: one.method),
    (Column("starts_on", "报名开始"), lambda one: one.starts_on),
    (Column("ends_on", "报名结束"), lambda one: one.ends_on),
    (Column("admitted", "实际录取人数"), lambda one: one.admitted),
    (Column("phone", "咨询电话"), lambda one: one.phone),
    *_metadata(),
]
FINANCE_COLUMNS: list[Field] = [
    (Column("organization", "单位"), lambda one: one.unit.name),
    (Column("year", "年度"), lambda one: one.year),
    (Column("kind", "种类"), lambda one: one.get_kind_display()),
    (Column("approved_on", "批复日期"), lambda one: one.approved_on),
    (Column("income_10k", "收入合计（万元）"), lambda one: one.income),
    (Column("appropriation_10k", "财政拨款（万元）"), lambda one: one.appropriation),
    (Column("spending_10k", "支出合计（万元）"), lambda one: one.spending),
    (Column("personnel_10k", "人员支出（万元）"), lambda one: one.personnel),
    (Column("operations_10k", "公用支出（万元）"), lambda one: one.operations),
    (Column("projects_10k", "项目支出（万元）"), lambda one: one.projects),
    (Column("travel_abroad_10k", "因公出国（境）费（万元）"), lambda one: one.travel_abroad),
    (Column("receptions_10k", "公务接待费（万元）"), lambda one: one.receptions),
    (Column("vehicles_10k", "公务用车费（万元）"), lambda one: one.vehicles),
    *_metadata(),
]
COLUMNS: dict[type[Disclosure], list[Field]] = {
    FeeItem: FEE_COLUMNS,
    EnrollmentPlan: ENROLLMENT_COLUMNS,
    FinanceStatement: FINANCE_COLUMNS,
}


def table(model: type[Disclosure], items: Iterable[Disclosure]) -> tuple[list[Column], Iterable[Row]]:
    """Columns and rows for ``portal.exports.write_table``."""
    fields = COLUMNS[model]
    return [column for column, _value in fields], ([value(item) for _column, value in fields] for item in items)
