"""The statutory facts of every disclosure: index number, publisher, document number, dates, subject, form, validity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from home.publishing.gate import Gated
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Form(models.TextChoices):
    NOTICE = "notice", _("公示")
    CIRCULAR = "circular", _("通知")
    PLAN = "plan", _("计划")
    REPORT = "report", _("报告")
    RULES = "rules", _("办法")


class Access(models.TextChoices):
    PUBLIC = "public", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")


class Validity(models.TextChoices):
    CURRENT = "current", _("现行有效")
    SUPERSEDED = "superseded", _("已被替代")
    EXPIRED = "expired", _("已过期")
    ABOLISHED = "abolished", _("已废止")


class Disclosure(Gated, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Facts that belong to every typed disclosure.

    Editors save drafts; only those with the right to publish make one ``live``. The date of publication is the day
    that happens and cannot be given: back-dating is impossible in this class, whatever a form or a caller sends.
    """

    subject: ClassVar[str] = ""  # 主题分类
    index_letter: ClassVar[str] = ""  # keeps index numbers of different kinds apart

    year: models.PositiveSmallIntegerField[int, int]  # each kind says what its year means
    index_number = models.CharField(_("索引号"), max_length=60, blank=True, editable=False, db_index=True)
    publisher = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("发布机构"))
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    made_on = models.DateField(_("成文日期"))
    published_on = models.DateField(_("发布日期"), null=True, blank=True, editable=False)
    form = models.CharField(_("体裁"), max_length=20, choices=Form.choices, default=Form.NOTICE)
    access = models.CharField(_("公开方式"), max_length=20, choices=Access.choices, default=Access.PUBLIC)
    validity = models.CharField(_("有效性"), max_length=20, choices=Validity.choices, default=Validity.CURRENT)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name=_("替代文件")
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        abstract = True
        # Wagtail would add the last three itself, but only after the groups that hold them were made.
        default_permissions = ("add", "change", "delete", "view", "publish", "lock", "unlock")
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | Q(published_on__isnull=False), name="%(class)s_live_has_publication_date"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(validity="current"), name="%(class)s_replaced_is_not_current"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; the publication date is today when the item first goes live and stays what it was ever after."""
        stored = type(self)._default_manager.filter(pk=self.pk).values_list("published_on", flat=True).first()
        self.published_on = stored or (timezone.localdate() if self.live else None)
        super().save(*args, **kwargs)
        if not self.index_number:
            self.index_number = self.number_for(self.pk)
            super().save(update_fields=["index_number"])

    def clean(self) -> None:
        super().clean()
        if self.made_on and self.made_on > timezone.localdate():
            raise ValidationError({"made_on": _t("成文日期不能晚于今天。")})
        if self.successor_id and self.validity == Validity.CURRENT:
            raise ValidationError({"validity": _t("已有替代文件，有效性不能还是“现行有效”。请改为“已被替代”。")})
        if self.successor_id and self.successor_id == self.pk:
            raise ValidationError({"successor": _t("不能替代自己，请选另一份文件。")})

    def number_for(self, pk: int) -> str:
        """QINGXI/2026-F00412: publisher, year made, kind and running number."""
        return f"{self.publisher.code.upper()}/{self.made_on.year}-{self.index_letter}{pk:05d}"

    def is_current(self, today: date) -> bool:
        """In force today: marked so, and not past its last day."""
        return self.validity == Validity.CURRENT and (self.valid_until is None or self.valid_until >= today)


def year_field(label: StrOrPromise) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(2000)], db_index=True)
