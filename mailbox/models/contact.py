from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.enums import NotifyBy
from mailbox.models.letter import Letter
from portal.privacy.fields import EncryptedTextField
from portal.privacy.masks import mask_email, mask_name, mask_phone


class LetterContact(models.Model):
    """Who wrote, encrypted; keyed hashes beside it serve equality search. Staff see masks (see ``contacts``)."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="contact", verbose_name=_("信件"))
    name = EncryptedTextField(_("姓名"), blank=True)
    phone = EncryptedTextField(_("手机号"), blank=True)
    email = EncryptedTextField(_("邮箱"), blank=True)
    name_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    notify_by = models.CharField(_("通知方式"), max_length=8, choices=NotifyBy.choices, default=NotifyBy.NONE)
    erased_at = models.DateTimeField(_("删除时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_anonymous(self) -> bool:
        return not (self.name or self.phone or self.email)

    @property
    def masked_name(self) -> str:
        return mask_name(self.name) if self.name else ""

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone) if self.phone else ""

    @property
    def masked_email(self) -> str:
        return mask_email(self.email) if self.email else ""
