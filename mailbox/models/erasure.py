"""How long personal data is kept, what may not be deleted yet, and what has been."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailbox.enums import LetterClass, Outcome
from mailbox.models.letter import Letter


class DataKind(models.TextChoices):
    """What a rule is about."""

    CONTACT = "contact", gettext_lazy("写信人的联系方式")
    REPLY_DRAFT = "reply_draft", gettext_lazy("没有寄出的答复稿")
    PUBLIC_DRAFT = "public_draft", gettext_lazy("公开底稿和标记（含原文）")
    IDENTITY_WORDS = "identity_words", gettext_lazy("核对证件的说明")
    REVEAL_WORDS = "reveal_words", gettext_lazy("查看联系方式的原因")
    FORM_TOKEN = "form_token", gettext_lazy("防重复寄信的表单凭证")
    CAPTCHA = "captcha", gettext_lazy("过期的验证题")
    LIMITS = "limits", gettext_lazy("防滥用的访问计数")
    OUTBOX = "outbox", gettext_lazy("已完成的待办")
    SESSION = "session", gettext_lazy("过期的登录会话")
    CASE_FILE = "case_file", gettext_lazy("信件案卷（只列出，不自动删除）")


class KeepUnit(models.TextChoices):
    DAYS = "days", gettext_lazy("天")
    MONTHS = "months", gettext_lazy("个月")


@dataclass(frozen=True)
class Bounds:
    """The unit of a kind's period, the shortest and the longest an administrator may set, and whether a rule may
    differ by class and outcome of the letter."""

    unit: KeepUnit
    least: int
    most: int
    by_letter: bool = False


BOUNDS: dict[str, Bounds] = {
    DataKind.CONTACT: Bounds(KeepUnit.MONTHS, 1, 60, by_letter=True),
    DataKind.REPLY_DRAFT: Bounds(KeepUnit.DAYS, 30, 730),
    DataKind.PUBLIC_DRAFT: Bounds(KeepUnit.DAYS, 30, 730),
    DataKind.IDENTITY_WORDS: Bounds(KeepUnit.MONTHS, 1, 36),
    DataKind.REVEAL_WORDS: Bounds(KeepUnit.MONTHS, 36, 120),  # records of processing: three years at least
    DataKind.FORM_TOKEN: Bounds(KeepUnit.DAYS, 2, 30),  # a form may be posted for one day after it was opened
    DataKind.CAPTCHA: Bounds(KeepUnit.DAYS, 1, 7),
    DataKind.LIMITS: Bounds(KeepUnit.DAYS, 1, 2),  # the queue's own nightly sweep is the longest
    DataKind.OUTBOX: Bounds(KeepUnit.DAYS, 1, 30),
    DataKind.SESSION: Bounds(KeepUnit.DAYS, 1, 30),
    DataKind.CASE_FILE: Bounds(KeepUnit.MONTHS, 120, 1200, by_letter=True),
}


class RetentionRule(models.Model):
    """保存期限: how long one kind of data is kept, from the end of the letter (or from when the row was made).

    Of the active rules for contact data and case files the most specific counts: class and outcome, then class, then
    outcome, then the general one. Without an active rule nothing of that kind is deleted.
    """

    kind = models.CharField(gettext_lazy("数据"), max_length=20, choices=DataKind.choices)
    letter_class = models.CharField(
        gettext_lazy("诉求类别"), max_length=12, choices=LetterClass.choices, blank=True, help_text="不选就是所有类别。"
    )
    outcome = models.CharField(
        gettext_lazy("办理结果"), max_length=20, choices=Outcome.choices, blank=True, help_text="不选就是所有结果。"
    )
    keep = models.PositiveIntegerField(
        gettext_lazy("保存多久"), help_text="联系方式、说明和案卷按月，从办结或终止那天起；其他按天。"
    )
    ground = models.CharField(
        gettext_lazy("依据"),
        max_length=200,
        validators=[MinLengthValidator(4)],
        help_text="法律、规范或档案期限表的条款",
    )
    reason = models.CharField(
        gettext_lazy("原因"),
        max_length=200,
        validators=[MinLengthValidator(4)],
        help_text="为什么定这么久，或为什么要改",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("最后修改的人"),
    )
    is_active = models.BooleanField(gettext_lazy("执行"), default=True)
    updated_at = models.DateTimeField(gettext_lazy("更新时间"), auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("保存期限")
        verbose_name_plural = gettext_lazy("保存期限")
        ordering = ["kind", "letter_class", "outcome"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "letter_class", "outcome"],
                name="one_retention_rule_a_case",
                violation_error_message=gettext_lazy("这种情况已经有一条保存期限，请修改那一条。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.applies_to}，{self.period}"

    @property
    def applies_to(self) -> str:
        """投诉、已撤回; 全部."""
        return "、".join(str(part) for part in (self._class_label, self._outcome_label) if part) or _("全部")

    @property
    def period(self) -> str:
        """12个月."""
        return f"{self.keep}{BOUNDS[self.kind].unit.label}"

    @property
    def _class_label(self) -> str:
        return str(LetterClass(self.letter_class).label) if self.letter_class else ""

    @property
    def _outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""

    def clean(self) -> None:
        bounds = BOUNDS.get(self.kind)
        if bounds is None or self.keep is None:
            return
        if not bounds.least <= self.keep <= bounds.most:
            words = {"least": bounds.least, "most": bounds.most, "unit": bounds.unit.label}
            raise ValidationError({"keep": _("这类数据可以保存%(least)d到%(most)d%(unit)s。") % words})
        if not bounds.by_letter and (self.letter_class or self.outcome):
            raise ValidationError({"kind": _("这类数据不分诉求类别和办理结果，请不要选。")})


class LegalHold(models.Model):
    """保全: while it stands, nothing of the letter is deleted, whoever asks."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="holds", verbose_name=gettext_lazy("信件"))
    reason = models.CharField(gettext_lazy("原因"), max_length=200)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(gettext_lazy("开始"))
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(gettext_lazy("解除"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("保全")
        verbose_name_plural = gettext_lazy("保全")
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(lifted_at__isnull=True), name="one_open_hold_a_letter"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ErasureRecord(models.Model):
    """That a letter's contact data was deleted: ids and times only. Copied into the register outside the database, so
    that a restored backup deletes again. ``proof`` is the hash of the letter's first event: a number may be given out
    again after a restore, that hash may not."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="erasure", verbose_name=gettext_lazy("信件"))
    proof = models.CharField(max_length=64)
    at = models.DateTimeField(gettext_lazy("时间"))

    class Meta:
        verbose_name = gettext_lazy("删除登记")
        verbose_name_plural = gettext_lazy("删除登记")

    def __str__(self) -> str:
        return str(self.letter_id)
