from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailbox.models.letter import Letter


class LetterClock(models.Model):
    """One time limit of one letter: rule, start, and the due date that the calendar gives today.

    ``due_on`` is the result of ``clocks.due_date`` kept for sorting, recomputed when pauses or the calendar change;
    it is null while the clock stands still. Whether it is overdue is computed, never stored.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="clocks", verbose_name=_("信件"))
    rule = models.CharField(_("时限规则"), max_length=8)
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("到期日"), null=True, blank=True, db_index=True)
    unrolled_on = models.DateField(_("未顺延的到期日"), null=True, blank=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    stopped_on = models.DateField(_("停止日"), null=True, blank=True)
    met = models.BooleanField(_("按时"), null=True, blank=True)

    class Meta:
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        ordering = ["due_on", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "rule"], condition=Q(stopped_on__isnull=True), name="one_running_clock_a_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.rule}"


class ClockPause(models.Model):
    """Days on which a letter's pausable clocks stand still: from ``started_on`` until the day before ``ended_on``."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="pauses", verbose_name=_("信件"))
    started_on = models.DateField(_("从"))
    ended_on = models.DateField(_("到"), null=True, blank=True)

    class Meta:
        verbose_name = _("停表")
        verbose_name_plural = _("停表")
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(ended_on__isnull=True), name="one_open_pause_a_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.started_on}–{self.ended_on or ''}"
