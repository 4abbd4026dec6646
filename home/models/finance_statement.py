from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from home.disclosures.metadata import Disclosure, year_field
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PUBLISH_WITHIN = timedelta(days=20)  # 《预算法》第十四条: calendar days after approval


class StatementKind(models.TextChoices):
    BUDGET = "budget", _("预算")
    ACCOUNTS = "accounts", _("决算")


def amount_field(label: StrOrPromise, *, required: bool = True) -> models.DecimalField[Decimal | int | str, Decimal]:
    """An amount in 万元 (10,000 yuan), two decimals, as budget tables of this level are printed."""
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        default=0 if not required else models.NOT_PROVIDED,
    )


class FinanceStatement(Disclosure):
    """预决算: the budget or the final accounts of one unit and year, in 万元."""

    subject: ClassVar[str] = "财务预决算"
    index_letter: ClassVar[str] = "C"

    unit = models.ForeignKey(Organization, models.PROTECT, related_name="finance_statements", verbose_name=_("单位"))
    year = year_field(_("年度"))
    kind = models.CharField(_("种类"), max_length=20, choices=StatementKind.choices)
    approved_on = models.DateField(_("批复日期"), help_text=_("批复后20日内公开（《预算法》第十四条）。"))
    income = amount_field(_("收入合计（万元）"))
    appropriation = amount_field(_("其中财政拨款（万元）"), required=False)
    spending = amount_field(_("支出合计（万元）"))
    personnel = amount_field(_("人员支出（万元）"), required=False)
    operations = amount_field(_("公用支出（万元）"), required=False)
    projects = amount_field(_("项目支出（万元）"), required=False)
    travel_abroad = amount_field(_("因公出国（境）费（万元）"), required=False)
    receptions = amount_field(_("公务接待费（万元）"), required=False)
    vehicles = amount_field(_("公务用车费（万元）"), required=False)
    explanation = models.TextField(_("说明"), max_length=2000, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="finance_statement")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="finance_statement",
        for_concrete_model=False,
    )

    class Meta(Disclosure.Meta):
        verbose_name = _("预决算")
        verbose_name_plural = _("预决算")
        ordering = ["-year", "unit_id", "kind"]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.year}年{self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        parts = (self.personnel, self.operations, self.projects)
        if None not in parts and self.spending is not None and sum(parts) not in (0, self.spending):
            raise ValidationError(
                {
                    "spending": _t("人员、公用、项目支出加起来是%(sum)s万元，与支出合计不一致。请核对。")
                    % {"sum": sum(parts)}
                }
            )

    def get_absolute_url(self) -> str:
        return reverse("home:finance_statement", args=[self.pk])

    @property
    def published_in_time(self) -> bool | None:
        """Whether the 20 days of the Budget Law were kept; None before publication."""
        return self.published_on <= self.approved_on + PUBLISH_WITHIN if self.published_on else None
