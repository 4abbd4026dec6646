"""Holders of a confirmed role may enter the admin: they are kept in the group 工作人员, with that one permission."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_delete, post_save

from portal.accounts.models import RoleGrant, User

GROUP = "工作人员"


def staff_group() -> Group:
    """The group, made on first use; entering the admin is all it allows, everything else asks for a role."""
    group, made = Group.objects.get_or_create(name=GROUP)
    if made or not group.permissions.exists():
        may_enter = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        group.permissions.add(*may_enter)
    return group


def admit(user: User) -> None:
    """In the group while any confirmed grant is left, out of it after the last."""
    if RoleGrant.objects.confirmed().filter(user=user).exists():
        user.groups.add(staff_group())
    else:
        user.groups.remove(staff_group())


def _grant_changed(sender: type[RoleGrant], instance: RoleGrant, **kwargs: Any) -> None:
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:  # deleting a person deletes the grants first
        admit(user)


def connect() -> None:
    """Called by ``AccountsConfig.ready``."""
    post_save.connect(_grant_changed, sender=RoleGrant, dispatch_uid="accounts.grant_saved")
    post_delete.connect(_grant_changed, sender=RoleGrant, dispatch_uid="accounts.grant_deleted")
