from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.enums import MessageKind, Satisfaction
from mailbox.models.letter import Letter


class Message(models.Model):
    """Words between the writer and the bureau after the letter: a question, a supplement, a reminder (催办)."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="messages", verbose_name=_("信件"))
    kind = models.CharField(_("类型"), max_length=12, choices=MessageKind.choices)
    text = models.TextField(_("内容"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("工作人员")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("往来")
        verbose_name_plural = _("往来")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Rating(models.Model):
    """满意度: handling and reception rated separately, once."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="rating", verbose_name=_("信件"))
    handling = models.CharField(_("对办理"), max_length=12, choices=Satisfaction.choices)
    reception = models.CharField(_("对态度"), max_length=12, choices=Satisfaction.choices)
    comment = models.TextField(_("意见"), blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")

    def __str__(self) -> str:
        return str(self.pk)
