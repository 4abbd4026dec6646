from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    PENDING = "pending", _("待处理")
    LEASED = "leased", _("处理中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


class OutboxMessage(models.Model):
    """One thing to do after a change was committed. The row is the queue; ``key`` makes asking twice harmless."""

    kind = models.CharField(_("类型"), max_length=40)
    key = models.CharField(_("幂等键"), max_length=120, unique=True)
    payload = models.JSONField(_("内容"), default=dict)  # ids and codes only, never text of people
    state = models.CharField(_("状态"), max_length=8, choices=MessageState.choices, default=MessageState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    available_at = models.DateTimeField(_("最早处理时间"))
    leased_until = models.DateTimeField(_("占用到"), null=True, blank=True)
    last_error = models.CharField(_("最近的错误"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("产生时间"))
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("待办")
        verbose_name_plural = _("待办")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "available_at"])]

    def __str__(self) -> str:
        return f"{self.kind}#{self.pk}"
