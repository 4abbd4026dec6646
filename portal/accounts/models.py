"""People who work here, and the roles they hold in a unit for a time, as two others granted them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import APART, Role
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
        """Confirmed grants valid on ``on`` (default: today, local date); both end days included."""
        on = on or timezone.localdate()
        return self.confirmed().filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )

    def confirmed(self) -> RoleGrantQuerySet:
        """Grants that a second person confirmed, whatever their dates."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> RoleGrantQuerySet:
        """Proposals that nobody has confirmed yet: they give no right at all."""
        return self.filter(confirmed_at__isnull=True)


class RoleGrant(models.Model):
    """``user`` holds ``role`` for ``organization`` and the units below it; delegation is a grant with dates.

    In force only once a second person confirmed it; neither of the two is ``user``. ``source`` names the internal path
    of a grant without these two: the seeding of a demo, a command on the server. Written by ``granting`` alone.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="grants", verbose_name=_("机构"))
    starts_on = models.DateField(_("从"), null=True, blank=True)
    ends_on = models.DateField(_("到"), null=True, blank=True)
    delegated_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="delegations", verbose_name=_("委托人")
    )
    reason = models.CharField(_("依据"), max_length=200, blank=True, help_text=_("如任职文件、科室申请；确认的人要看"))
    source = models.CharField(_("来源"), max_length=60, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("提出的人")
    )
    proposed_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("确认的人")
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | ~Q(source="")
                | (
                    Q(proposed_by__isnull=False)
                    & Q(confirmed_by__isnull=False)
                    & ~Q(proposed_by=models.F("confirmed_by"))
                    & ~Q(proposed_by=models.F("user"))
                    & ~Q(confirmed_by=models.F("user"))
                ),
                name="a_grant_in_force_names_two_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}（{self.organization}）"

    def clean(self) -> None:
        """Raises ValidationError for a grant to oneself, and for a second one of the three administrations."""
        super().clean()
        if self.user_id is None or not self.role:
            return
        if self.proposed_by_id == self.user_id:
            raise ValidationError({"user": _t("不能给自己授予角色。请另一位管理员提出。")})
        others = RoleGrant.objects.filter(user=self.user_id, role__in=APART - {self.role}).exclude(pk=self.pk)
        if self.role in APART and others.exists():
            raise ValidationError(
                {"role": _t("管理员、安全管理员和审计员要由三个人担任。这个人已有其中一个角色，请选别人，或先收回。")}
            )

    @property
    def status(self) -> str:
        """What the list says about it."""
        if self.confirmed_at is None:
            return _t("等安全管理员确认")
        return _t("%(who)s确认") % {"who": self.confirmed_by} if self.confirmed_by else _t("已生效")
