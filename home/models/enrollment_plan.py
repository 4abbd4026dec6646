from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from home.disclosures.metadata import Disclosure, year_field
from home.disclosures.stages import Stage
from portal.organizations.models import Organization


class EnrollmentPlan(Disclosure):
    """招生计划: how many a school takes in, from where, when and with which papers; later how many came.

    Results are numbers only: lists of children's names are never published.
    """

    subject: ClassVar[str] = "招生入学"
    index_letter: ClassVar[str] = "Z"
    office_phones: ClassVar[tuple[str, ...]] = ("phone",)

    school = models.ForeignKey(Organization, models.PROTECT, related_name="enrollment_plans", verbose_name=_("学校"))
    year = year_field(_("招生年份"))
    stage = models.CharField(_("学段"), max_length=20, choices=Stage.choices)
    grade = models.CharField(_("年级"), max_length=20, help_text=_("如：一年级、初一、小班"))
    classes = models.PositiveSmallIntegerField(_("班数"))
    places = models.PositiveIntegerField(_("计划人数"))
    area = models.TextField(_("招生范围"), max_length=600)
    method = models.CharField(_("录取办法"), max_length=200)
    starts_on = models.DateField(_("报名开始"))
    ends_on = models.DateField(_("报名结束"))
    materials = models.TextField(_("要带的材料"), max_length=600, blank=True, help_text=_("一行一样。"))
    admitted = models.PositiveIntegerField(_("实际录取人数"), null=True, blank=True)
    phone = models.CharField(_("咨询电话"), max_length=60, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="enrollment_plan")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="enrollment_plan",
        for_concrete_model=False,
    )

    class Meta(Disclosure.Meta):
        verbose_name = _("招生计划")
        verbose_name_plural = _("招生计划")
        ordering = ["-year", "school_id", "pk"]
        constraints = [
            *Disclosure.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="enrollment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.school.name}{self.year}年{self.grade}招生计划"

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _t("报名结束不能早于报名开始。")})

    def get_absolute_url(self) -> str:
        return reverse("home:enrollment_plan", args=[self.pk])

    @property
    def material_lines(self) -> list[str]:
        return [line.strip() for line in self.materials.splitlines() if line.strip()]
