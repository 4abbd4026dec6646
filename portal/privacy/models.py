"""Rules of the machine's marks that are data: an administrator adds them, with a reason, under the own name."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.detectors.rules import Rule
from portal.privacy.files.models import ClearedFile, HeldFile, HeldFileRule
from portal.privacy.spans import Kind

__all__ = ["ClearedFile", "HeldFile", "HeldFileRule", "MarkRule"]

SIGNS = "#?＃？ \u3000"
LEAST = 2  # characters of a rule that are no sign: a single one would mark half of every text


class MarkRule(models.Model):
    """One rule. ``kind`` empty: the words stay. It changes marks proposed from now on, no decision already made."""

    class Kinds(models.TextChoices):
        """What a rule may say: the kinds of the standard, or that the words stay."""

        KEEP = "", _("保留，不作标记")
        PERSON = Kind.PERSON.value, _("隐去：姓名或称呼")
        PHONE = Kind.PHONE.value, _("隐去：电话")
        ID_CARD = Kind.ID_CARD.value, _("隐去：证件号码")
        STUDENT_NO = Kind.STUDENT_NO.value, _("隐去：学号、考生号")
        BANK_CARD = Kind.BANK_CARD.value, _("隐去：银行卡号或账号")
        SOCIAL = Kind.SOCIAL.value, _("隐去：社交账号")
        ADDRESS = Kind.ADDRESS.value, _("隐去：住址")
        CLASS_OF_CHILD = Kind.CLASS_OF_CHILD.value, _("隐去：班级")
        HEALTH = Kind.HEALTH.value, _("隐去：健康或家庭情况")

    words = models.CharField(
        _("词语"), max_length=60, help_text=_("照原文写。# 代表一位数字，? 代表任意一个字，例如：YL####号。")
    )
    kind = models.CharField(_("怎么处理"), max_length=20, choices=Kinds.choices, blank=True)
    reason = models.CharField(
        _("理由"), max_length=200, help_text=_("为什么要加这条规则，例如出自哪封信、依据哪个文件。")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("添加人"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("添加时间"), auto_now_add=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("标记规则")
        verbose_name_plural = _("标记规则")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["words"], name="one_rule_a_word", violation_error_message=_("这个词语已有规则。")
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rule_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Raises ValidationError for words that are nearly nothing but signs, and for a reason of blanks."""
        if len([char for char in self.words if char not in SIGNS]) < LEAST:
            raise ValidationError({"words": _("除 # 和 ? 外至少写两个字，否则会标记太多。")})
        if not self.reason.strip():
            raise ValidationError({"reason": _("请写明理由。")})

    def as_rule(self) -> Rule:
        return Rule(self.words, Kind(self.kind) if self.kind else None, f"管理员规则：{self.reason}")
