"""Accounts and role grants in the admin; who may what in the lists of accounts and groups: ``apps``."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from portal.accounts.grant_desk import RoleGrantViewSet, show_waiting
from portal.accounts.models import RoleGrant
from portal.accounts.policies import GrantPolicy
from portal.accounts.user_desk import ProposeRole, SetActive

AFTER_WAGTAIL = 100  # of two actions of one name the later registered one counts

register_permission_policy(RoleGrant, GrantPolicy())


def register_role_grants() -> RoleGrantViewSet:
    return RoleGrantViewSet()


hooks.register("register_admin_viewset", register_role_grants)
hooks.register("construct_homepage_panels", show_waiting)
for action in (ProposeRole, SetActive):
    hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)
