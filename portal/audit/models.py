from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryIsAppendOnly(Exception):
    """An audit entry was about to be changed; a bug, never a user's mistake."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **kwargs: Any) -> int:
        raise HistoryIsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise HistoryIsAppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise HistoryIsAppendOnly


class AuditEntry(models.Model):
    """Who did what to the system itself: roles, calendars, batch releases, broken glass. Ids and codes only."""

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("人员")
    )
    action = models.CharField(_("动作"), max_length=60)
    target = models.CharField(_("对象"), max_length=120, blank=True)
    detail = models.JSONField(_("细节"), default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise HistoryIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise HistoryIsAppendOnly
