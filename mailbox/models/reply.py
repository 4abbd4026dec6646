from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailbox.enums import Outcome
from mailbox.models.letter import Letter
from mailbox.models.topic import Topic
from portal.organizations.models import Organization


class Reply(models.Model):
    """答复: 拟稿 → 审核 → 签发 → 寄出. One unsent reply a letter; ``revision`` tells a stale page from a fresh one."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="replies", verbose_name=_("信件"))
    text = models.TextField(_("答复"), blank=True)
    outcome = models.CharField(_("办理结果"), max_length=20, choices=Outcome.choices, blank=True)
    revision = models.PositiveIntegerField(_("第几稿"), default=1)
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复单位")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办人")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    # ``author`` saved last; whoever saved any revision neither reviews nor signs it
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("参与拟稿的人"))
    edited_at = models.DateTimeField(_("改稿时间"))
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("寄出时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(sent_at__isnull=True), name="one_unsent_reply_a_letter"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(author__isnull=True) | ~Q(reviewer=models.F("author")),
                name="reviewer_is_not_author",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReplyTemplate(models.Model):
    """答复模板: words to start from; ``topic`` empty means for every topic."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, verbose_name=_("内容分类"))
    text = models.TextField(_("内容"))
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("答复模板")
        verbose_name_plural = _("答复模板")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
