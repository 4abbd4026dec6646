from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.letter import Letter


class FormToken(models.Model):
    """A form that has been posted: its token's digest, unique, so that a double post is one letter."""

    digest = models.CharField(max_length=64, unique=True)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="form_tokens")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("表单凭证")
        verbose_name_plural = _("表单凭证")

    def __str__(self) -> str:
        return str(self.pk)


class NumberSequence(models.Model):
    """The last running number of a year; its row is the lock that keeps numbers unique."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
