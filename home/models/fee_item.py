from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from home.disclosures.metadata import Disclosure, year_field
from home.disclosures.stages import Stage
from portal.organizations.models import Organization


class Necessity(models.TextChoices):
    """What a parent wants to know first: must it be paid?"""

    REQUIRED = "required", _("必须交")
    VOLUNTARY = "voluntary", _("自愿选")
    FREE = "free", _("不收费")


class FeeNature(models.TextChoices):
    TUITION = "tuition", _("学费")
    CARE = "care", _("保育教育费")
    BOARDING = "boarding", _("住宿费")
    SERVICE = "service", _("服务性收费")
    AGENCY = "agency", _("代收费")
    STATE = "state", _("义务教育免费")
    BUDGET = "budget", _("区财政承担")


class Term(models.IntegerChoices):
    YEAR = 0, _("全学年")
    FIRST = 1, _("第一学期")
    SECOND = 2, _("第二学期")


class FeeItem(Disclosure):
    """收费项目: one line of a school's fee notice, with what it rests on and how money comes back."""

    subject: ClassVar[str] = "学校收费"
    index_letter: ClassVar[str] = "F"
    office_phones: ClassVar[tuple[str, ...]] = ("complaint_phone",)

    school = models.ForeignKey(Organization, models.PROTECT, related_name="fee_items", verbose_name=_("学校"))
    stage = models.CharField(_("学段"), max_length=20, choices=Stage.choices)
    year = year_field(_("学年（开始的年份）"))
    term = models.PositiveSmallIntegerField(_("学期"), choices=Term.choices, default=Term.FIRST)
    item = models.CharField(_("项目"), max_length=60)
    scope = models.CharField(_("适用范围或说明"), max_length=100, blank=True)
    necessity = models.CharField(_("是否必须"), max_length=20, choices=Necessity.choices)
    nature = models.CharField(_("性质"), max_length=20, choices=FeeNature.choices)
    amount = models.DecimalField(_("标准（元）"), max_digits=10, decimal_places=2, null=True, blank=True)
    is_ceiling = models.BooleanField(_("是上限"), default=False)
    unit = models.CharField(_("计价单位"), max_length=20, blank=True, help_text=_("如：课时、餐、月、学期"))
    amount_note = models.CharField(_("标准说明"), max_length=60, blank=True, help_text=_("如：每月最多120元"))
    basis_agency = models.CharField(_("批准或制定机关"), max_length=60, blank=True)
    basis_document = models.CharField(_("依据文号"), max_length=80)
    reduction_policy = models.CharField(_("减免办法"), max_length=200, blank=True)
    refund_rule = models.CharField(_("退费和结算"), max_length=200, blank=True)
    complaint_phone = models.CharField(_("投诉电话"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="fee_item")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="fee_item",
        for_concrete_model=False,
    )

    class Meta(Disclosure.Meta):
        verbose_name = _("收费项目")
        verbose_name_plural = _("收费项目")
        ordering = ["-year", "-term", "position", "pk"]
        indexes = [models.Index(fields=["school", "year", "term"], name="fee_board")]
        constraints = [
            *Disclosure.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(necessity="free", amount__isnull=True)
                | (~models.Q(necessity="free") & models.Q(amount__gt=0)),
                name="fee_free_has_no_amount",
                violation_error_message=_("不收费的项目请把标准留空；收费的项目请写明大于0的金额。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school.name} {self.item}"

    def get_absolute_url(self) -> str:
        """The school's board of the same term: a fee is read beside the others."""
        return f"{reverse('home:fee_board', args=[self.school_id])}?year={self.year}&term={self.term}"

    @property
    def price(self) -> str:
        """86元, 11.5元, 免."""
        if self.amount is None:
            return "免"
        return f"{self.amount.normalize():f}元"

    @property
    def previous_key(self) -> tuple[int, int]:
        """Year and term before this one: what a price is compared with."""
        return (self.year, 1) if self.term == Term.SECOND else (self.year - 1, 2 if self.term == Term.FIRST else 0)
