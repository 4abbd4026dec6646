from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hits(models.Model):
    """How often one client did one thing in one window. The client is a keyed hash, never an address."""

    scope = models.CharField(max_length=40)
    client = models.CharField(max_length=64)
    window = models.BigIntegerField()  # start of the window, seconds since 1970
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("计数")
        verbose_name_plural = _("计数")
        constraints = [models.UniqueConstraint(fields=["scope", "client", "window"], name="one_count_a_window")]
        indexes = [models.Index(fields=["window"])]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
