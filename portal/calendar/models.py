from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.calendar import labels
from portal.calendar.due import DueError, Limit, Unit


class CalendarEdition(models.Model):
    """The days of one year as the State Council's notice gives them, or provisionally when it is not out."""

    year = models.PositiveSmallIntegerField(_("年"), unique=True)
    is_official = models.BooleanField(_("正式版"), default=False)
    notice = models.CharField(_("通知"), max_length=300, blank=True)
    reference = models.CharField(_("通知出处"), max_length=300, blank=True)
    source = models.CharField(_("数据来源"), max_length=100, blank=True)
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
    """A time limit as data, versioned by ``valid_from``; each names its article or source.

    Most run for ``amount`` ``unit``s from an event. Two kinds end at a fixed point instead, kept in ``at``: a time of
    every day (17:00) or a date of every year (01-31).
    """

    code = models.CharField(_("代码"), max_length=8)
    valid_from = models.DateField(_("起用日"))
    scope = models.CharField(_("范围"), max_length=20, choices=list(labels.SCOPES.items()))
    label = models.CharField(_("事项"), max_length=100)
    amount = models.PositiveSmallIntegerField(_("时限"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=16, choices=list(labels.UNITS.items()))
    at = models.CharField(_("固定时间"), max_length=5, blank=True)
    starts_on = models.CharField(_("起算"), max_length=40, choices=list(labels.EVENTS.items()))
    stops_on = models.CharField(_("停止"), max_length=40, choices=list(labels.EVENTS.items()))
    actor = models.CharField(_("责任方"), max_length=40, choices=list(labels.ACTORS.items()))
    extension_amount = models.PositiveSmallIntegerField(_("可延长"), null=True, blank=True)
    extension_unit = models.CharField(_("延长单位"), max_length=16, blank=True, choices=list(labels.UNITS.items()))
    extension_times = models.PositiveSmallIntegerField(_("延长次数"), null=True, blank=True)
    extension_note = models.CharField(_("延长条件"), max_length=200, blank=True)
    pauses = models.CharField(_("暂停"), max_length=60, blank=True, choices=list(labels.PAUSES.items()))
    roll_forward = models.BooleanField(_("遇休息日顺延"), default=False)
    basis = models.CharField(_("依据"), max_length=200)
    status = models.CharField(_("效力"), max_length=16, blank=True, choices=list(labels.STATUSES.items()))

    class Meta:
        verbose_name = _("时限规则")
        verbose_name_plural = _("时限规则")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_rule_a_code_and_day"),
            models.CheckConstraint(
                # Without the first half a rule with neither would pass: NULL ≥ 1 is unknown, and a check takes unknown.
                condition=Q(amount__isnull=False, amount__gte=1, at="") | Q(amount__isnull=True) & ~Q(at=""),
                name="limit_or_fixed_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def limit(self) -> Limit:
        """The limit for ``due``. Raises DueError for a rule with a fixed point."""
        if self.amount is None:
            raise DueError(
                gettext("%(code)s定在%(time)s，不按天数推算。") % {"code": self.code, "time": self.limit_words}
            )
        return Limit(self.amount, Unit(self.unit), self.roll_forward)

    @property
    def extension_limit(self) -> Limit | None:
        """By how much it may be extended each time; None when it may not."""
        if self.extension_amount is None:
            return None
        return Limit(self.extension_amount, Unit(self.extension_unit), self.roll_forward)

    @property
    def limit_words(self) -> str:
        """5个工作日, 15日, 1小时, 每天17:00, 每年1月31日."""
        if self.unit == "time_of_day":
            return gettext("每天%(time)s") % {"time": self.at}
        if self.unit == "date":
            month, day = self.at.split("-")
            return gettext("每年%(month)d月%(day)d日") % {"month": int(month), "day": int(day)}
        measure = "" if self.unit == "calendar_day" else gettext("个")
        return f"{self.amount}{measure}{self.get_unit_display()}"
