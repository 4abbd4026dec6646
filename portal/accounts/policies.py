"""Wagtail permission policies that ask for a role instead of a Django permission."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from portal.accounts.grants import shows
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role


class RolePolicy(BasePermissionPolicy):
    """Who holds one of ``roles`` may do everything with ``model``; so may a superuser, to set up the first person."""

    def __init__(self, model: type[Model], *roles: Role) -> None:
        super().__init__(model)
        self.roles = roles

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return (user.is_active and user.is_superuser) or shows(user, *self.roles)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Collection[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(
        self, user: User | AnonymousUser, actions: Collection[str], instance: Any
    ) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Collection[str]
    ) -> QuerySet[Any]:
        every: QuerySet[Any] = self.model._default_manager.all()
        return every if self.user_has_any_permission(user, actions) else every.none()

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        held = RoleGrant.objects.in_force().filter(role__in=self.roles)
        return User.objects.filter(is_active=True, pk__in=held.values("user"))


class GrantPolicy(RolePolicy):
    """角色授予: a 管理员 proposes, 管理员 and 安全管理员 read and take away; nobody edits what two granted."""

    def __init__(self) -> None:
        super().__init__(RoleGrant, Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        if action == "change":
            return False
        proposes = user.is_superuser or shows(user, Role.ADMINISTRATOR)
        return super().user_has_permission(user, action) and (action != "add" or proposes)


class AccountPolicy(RolePolicy):
    """Accounts are the 管理员's work; that of a superuser is touched by superusers only."""

    def __init__(self) -> None:
        super().__init__(User, Role.ADMINISTRATOR)

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        within = user.is_superuser or not instance.is_superuser
        return within and self.user_has_permission(user, action)


class NobodyPolicy(BasePermissionPolicy):
    """Groups are made by the program and filled by the role grants: editing one would be a way around both people."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return False

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Collection[str]
    ) -> QuerySet[Any]:
        every: QuerySet[Any] = self.model._default_manager.all()
        return every if self.user_has_any_permission(user, actions) else every.none()

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        return User.objects.none()


class OnlyTakenAwayPolicy(NobodyPolicy):
    """Redirects and hosts are public words that no second person sees: the program and the server make them, nobody
    here. A superuser may look at them and take one away."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action in ("view", "delete") and user.is_active and user.is_superuser
