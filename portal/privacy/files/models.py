"""Files on their way to the public: what waits for a person, and which bytes may be handed out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ClearedFile(models.Model):
    """Bytes that may be public: read and nothing was found, or released by a second person. Documents are served only
    when theirs are listed here, however they came into the library."""

    class How(models.TextChoices):
        READ = "read", _("机器检查后没有发现")
        RELEASED = "released", _("第二人审定")

    file_hash = models.CharField(_("内容摘要"), max_length=40, unique=True)  # SHA-1, as Wagtail stores it
    how = models.CharField(_("依据"), max_length=10, choices=How.choices)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("可以公开的文件")
        verbose_name_plural = _("可以公开的文件")

    def __str__(self) -> str:
        return self.file_hash


class HeldFile(models.Model):
    """A file that is not public yet. Its bytes lie in a folder of its own outside the media, until it is released or
    dropped; then the folder is deleted. The row stays and holds no text of the file."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待处理")
        READY = "ready", _("待审定")
        RELEASED = "released", _("已公开")
        DROPPED = "dropped", _("不公开")

    class Way(models.TextChoices):
        CLEANED = "cleaned", _("清理后公开")
        AS_IT_IS = "as_it_is", _("原样公开")

    OPEN = (State.WAITING, State.READY)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("标题"), max_length=255)
    name = models.CharField(_("文件名"), max_length=120)
    file_hash = models.CharField(_("内容摘要"), max_length=40, db_index=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    way = models.CharField(_("怎样公开"), max_length=10, choices=Way.choices, blank=True)
    collection = models.ForeignKey(
        "wagtailcore.Collection", verbose_name=_("文件集"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    document = models.ForeignKey(
        "wagtaildocs.Document", verbose_name=_("文档"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    image = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("图片"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_withdrawn = models.BooleanField(_("公开的文件暂停提供"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("处理人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("审定人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("审定时间"), null=True)
    stepped_at = models.DateTimeField(_("上一步的时间"), auto_now=True)

    class Meta:
        verbose_name = _("待公开的文件")
        verbose_name_plural = _("待公开的文件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class HeldFileRule(models.Model):
    """保存期限 of files that wait: after so many days without a step the original is deleted, as when a person decides
    not to publish it. One row a state; without an active one nothing of that state is deleted."""

    LEAST, MOST = 15, 365  # days; more than ``ageing.WARNED``

    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(state.value, state.label) for state in HeldFile.OPEN],
        unique=True,
        error_messages={"unique": _("这种状态已经有一条期限，请修改那一条。")},
    )
    keep = models.PositiveSmallIntegerField(
        _("保存几天"),
        validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)],
        help_text=_("从上传或上一步处理那天起，15到365天；到期前14天起在待公开的文件里提醒。"),
    )
    ground = models.CharField(_("依据"), max_length=200, validators=[MinLengthValidator(4)])
    reason = models.CharField(
        _("原因"), max_length=200, validators=[MinLengthValidator(4)], help_text=_("为什么定这么久，或为什么要改")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("最后修改的人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    is_active = models.BooleanField(_("执行"), default=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("待公开文件的期限")
        verbose_name_plural = _("待公开文件的期限")
        ordering = ["-state"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}：{self.keep}天"
