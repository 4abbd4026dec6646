from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptWords(models.Model):
    """保留: a person decided that these words may stand on this page or disclosure, in this and in later drafts.

    Several people may decide the same; who releases must not be the only one (``home.publishing.gate``).
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("种类"), max_length=20)
    words = models.TextField(_("词语"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("保留的词语")
        verbose_name_plural = _("保留的词语")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "words", "decided_by"], name="kept_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return self.words
