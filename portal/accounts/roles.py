"""The roles of the bureau. Codes double as the demo user names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    REGISTRAR = "registrar", _("登记员")
    HANDLER = "handler", _("承办人")
    REVIEWER = "reviewer", _("审核人")
    SIGNER = "signer", _("签发人")
    PUBLISHER = "publisher", _("公开拟稿")
    RELEASER = "releaser", _("公开审定")
    SUPERVISOR = "supervisor", _("督办")
    DUTY_OFFICER = "duty_officer", _("值班负责人")
    PARTY_OFFICE = "party_office", _("党代表工作室")
    EDITOR = "editor", _("网站编辑")
    PAGE_REVIEWER = "page_reviewer", _("网页审核")
    ADMINISTRATOR = "administrator", _("管理员")
    SECURITY_ADMINISTRATOR = "security_administrator", _("安全管理员")
    AUDITOR = "auditor", _("审计员")


# Three administrations in three hands: who grants, who confirms, who looks on.
APART = frozenset({Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
