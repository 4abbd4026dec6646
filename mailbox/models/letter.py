from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mailbox.enums import About, Channel, LetterClass, Outcome, Status, Visibility, Withheld
from mailbox.models.topic import Topic
from portal.organizations.models import Organization


class Letter(models.Model):
    """信件: one matter from one person, whatever the channel.

    ``status`` is written by ``transitions.move`` alone, ``visibility`` by ``publishing``. Overdue is never stored:
    see ``clocks``. Contact data lives in ``LetterContact``, encrypted.
    """

    number = models.CharField(_("信件编号"), max_length=24, unique=True)
    code_digest = models.CharField(max_length=64, editable=False, blank=True)
    channel = models.CharField(_("来源渠道"), max_length=20, choices=Channel.choices, default=Channel.WEB)

    status = models.CharField(_("状态"), max_length=20, choices=Status.choices, default=Status.RECEIVED)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome.choices, blank=True)
    visibility = models.CharField(_("公开"), max_length=24, choices=Visibility.choices, default=Visibility.PRIVATE)

    subject = models.CharField(_("主题"), max_length=100)
    body = models.TextField(_("内容"))
    letter_class = models.CharField(_("诉求类别"), max_length=12, choices=LetterClass.choices, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, verbose_name=_("内容分类"))
    about = models.CharField(_("涉及对象"), max_length=12, choices=About.choices, blank=True)
    concerned = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters_about",
        verbose_name=_("涉及单位"),
        help_text=_("举报和投诉时，也就是被反映的单位"),
    )
    place = models.CharField(_("涉及的学校或地点"), max_length=100, blank=True)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    is_confidential = models.BooleanField(_("对承办单位保密"), default=False)
    consent_to_publish = models.BooleanField(_("同意公开去标识后的内容"), default=False)
    withheld = models.CharField(_("不公开的事由"), max_length=12, choices=Withheld.choices, blank=True)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_letters",
        verbose_name=_("首问责任人"),
    )
    supervising_unit = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_letters",
        verbose_name=_("督办单位"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )

    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    source = models.CharField(_("导入来源"), max_length=40, blank=True)
    source_number = models.CharField(_("来源编号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("信件")
        verbose_name_plural = _("信件")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["status", "received_at"]), models.Index(fields=["received_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"], condition=~Q(source=""), name="one_letter_a_source_number"
            ),
            models.CheckConstraint(
                condition=~Q(letter_class=LetterClass.REPORT) | Q(visibility=Visibility.RESTRICTED),
                name="a_report_is_restricted",
            ),
            models.CheckConstraint(
                condition=Q(withheld="") | ~Q(visibility__in=[Visibility.PROPOSED, Visibility.PUBLISHED]),
                name="a_withheld_letter_is_not_public",
            ),
        ]

    def __str__(self) -> str:
        return self.number
