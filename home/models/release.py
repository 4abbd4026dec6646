from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Release(models.Model):
    """Who let which content of a page or disclosure become public, and from when. Written by ``home.publishing.gate``.

    ``digest`` is that of the content (``home.publishing.content``); ``revision_made_at`` is when the released draft was
    last saved: whoever saved one after that is an author of the next release. ``source`` names the internal path of
    releases without a person, such as the seeding of a demo. ``files``: ``home.publishing.files``.
    """

    class How(models.TextChoices):
        PUBLISHED = "published", _("发布")
        SCHEDULED = "scheduled", _("定时发布")
        INTERNAL = "internal", _("系统写入")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    how = models.CharField(_("方式"), max_length=20, choices=How.choices)
    digest = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField(null=True)
    revision_made_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("发布人")
    )
    source = models.CharField(_("来源"), max_length=60, blank=True)
    files = models.JSONField(_("文件"), null=True, editable=False)
    released_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("发布记录")
        verbose_name_plural = _("发布记录")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="release_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=False) | ~models.Q(source=""), name="release_names_who_or_what"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"
