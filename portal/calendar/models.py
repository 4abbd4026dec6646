from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CalendarEdition(models.Model):
    """The days of one year as the State Council's notice gives them, or provisionally when it is not out."""

    year = models.PositiveSmallIntegerField(_("年"), unique=True)
    is_official = models.BooleanField(_("正式版"), default=False)
    notice = models.CharField(_("通知"), max_length=300, blank=True)
    imported_at = models.DateTimeField(_("导入时间"), auto_now=True)

    class Meta:
        verbose_name = _("年度日历")
        verbose_name_plural = _("年度日历")
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}年（{'正式' if self.is_official else '暂定'}）"


class CalendarDay(models.Model):
    """A day that differs from Monday–Friday."""

    edition = models.ForeignKey(CalendarEdition, models.CASCADE, related_name="days", verbose_name=_("年度日历"))
    on = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("特别的日子")
        verbose_name_plural = _("特别的日子")
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class ClockRule(models.Model):
    """A time limit as data, versioned by ``valid_from``; each names its article or source."""

    code = models.CharField(_("代码"), max_length=8)
    valid_from = models.DateField(_("起用日"))
    scope = models.CharField(_("范围"), max_length=20)
    label = models.CharField(_("事项"), max_length=100)
    amount = models.PositiveSmallIntegerField(_("时限"))
    unit = models.CharField(
        _("单位"), max_length=16, choices=[("working_day", _("工作日")), ("calendar_day", _("日")), ("hour", _("小时"))]
    )
    starts_on = models.CharField(_("起算"), max_length=40)
    stops_on = models.CharField(_("停止"), max_length=40)
    actor = models.CharField(_("责任方"), max_length=40)
    extension_amount = models.PositiveSmallIntegerField(_("可延长"), null=True, blank=True)
    extension_unit = models.CharField(_("延长单位"), max_length=16, blank=True)
    extension_note = models.CharField(_("延长条件"), max_length=200, blank=True)
    pauses = models.CharField(_("暂停"), max_length=60, blank=True)
    roll_forward = models.BooleanField(_("遇休息日顺延"), default=False)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("时限规则")
        verbose_name_plural = _("时限规则")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_rule_a_code_and_day"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
