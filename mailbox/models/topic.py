from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """内容分类: the sixteen topics of the domain and whatever a bureau adds below them. Data, editable.

    ``name`` is what everyone reads; one person proposes it and another confirms it (``topic_names``). A new topic has
    none until then, and no letter gets it.
    """

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("公开的名称"), max_length=40, editable=False)
    proposed_name = models.CharField(_("名称"), max_length=40, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("提出的人"),
    )
    proposed_at = models.DateTimeField(_("提出时间"), null=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级分类")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("内容分类")
        verbose_name_plural = _("内容分类")
        constraints = [
            models.CheckConstraint(condition=~Q(name="") | Q(is_active=False), name="a_topic_in_use_has_a_name"),
            models.CheckConstraint(
                condition=Q(proposed_name="") | Q(proposed_by__isnull=False), name="a_proposed_name_has_its_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.proposed_name

    @property
    def status(self) -> str:
        """What the list says about its name."""
        if not self.proposed_name:
            return ""
        return _t("等另一位同事确认") if not self.name else _t("改名等另一位同事确认")
