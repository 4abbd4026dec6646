from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailbox.models.letter import Letter
from portal.organizations.models import Organization


class AssignmentEnd(models.TextChoices):
    RECALLED = "recalled", _("撤回")
    RETURNED = "returned", _("退回")
    DONE = "done", _("办结")


class Assignment(models.Model):
    """转办: a letter at a unit. At most one open lead assignment a letter, kept by the database."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="assignments", verbose_name=_("信件"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="assignments", verbose_name=_("承办单位"))
    is_lead = models.BooleanField(_("主办"), default=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("转办人")
    )
    assigned_at = models.DateTimeField(_("转办时间"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签收人")
    )
    accepted_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    end = models.CharField(_("结束方式"), max_length=10, choices=AssignmentEnd.choices, blank=True)

    class Meta:
        verbose_name = _("转办")
        verbose_name_plural = _("转办")
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(is_lead=True, ended_at__isnull=True), name="one_open_lead_a_letter"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="assignment_end_has_a_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}→{self.unit_id}"
