"""People who work here, and the roles they hold in a unit for a time."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.organizations.models import Organization


class User(AbstractUser):
    """A member of staff. Citizens have no accounts."""

    display_name = models.CharField(_("姓名"), max_length=40, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, on: date | None = None) -> RoleGrantQuerySet:
        """Grants valid on ``on`` (default: today, local date); both end days included."""
        on = on or timezone.localdate()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )


class RoleGrant(models.Model):
    """``user`` holds ``role`` for ``organization`` and the units below it; delegation is a grant with dates."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="grants", verbose_name=_("机构"))
    starts_on = models.DateField(_("从"), null=True, blank=True)
    ends_on = models.DateField(_("到"), null=True, blank=True)
    delegated_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="delegations", verbose_name=_("委托人")
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("角色授予")
        verbose_name_plural = _("角色授予")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organization", "starts_on"], name="one_grant_a_unit"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="grant_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}（{self.organization}）"
