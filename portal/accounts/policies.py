"""A Wagtail permission policy that asks for a role instead of a Django permission."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from portal.accounts.grants import holds
from portal.accounts.models import User
from portal.accounts.roles import Role


class RolePolicy(BasePermissionPolicy):
    """Who holds one of ``roles`` may do everything with ``model``; so may a superuser, to set up the first person."""

    def __init__(self, model: type[Model], *roles: Role) -> None:
        super().__init__(model)
        self.roles = roles

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return (user.is_active and user.is_superuser) or holds(user, *self.roles)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Collection[str]) -> bool:
        return self.user_has_permission(user, "")

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(
        self, user: User | AnonymousUser, actions: Collection[str], instance: Any
    ) -> bool:
        return self.user_has_permission(user, "")

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Collection[str]
    ) -> QuerySet[Any]:
        every: QuerySet[Any] = self.model._default_manager.all()
        return every if self.user_has_permission(user, "") else every.none()

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        return User.objects.filter(is_active=True, grants__role__in=self.roles).distinct()
