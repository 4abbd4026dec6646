"""Who holds which role where, today. The only place that reads role grants for decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.organizations.models import Organization

SHOWN = "_shown_grants"

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def grants_of(user: User | AnonymousUser) -> dict[Role, list[Organization]]:
    """Roles in force today → units they hold for. Read once a request and passed on; never cached across requests."""
    if not isinstance(user, User) or not user.is_active:
        return {}
    held: dict[Role, list[Organization]] = {}
    for grant in RoleGrant.objects.in_force().filter(user=user).select_related("organization"):
        held.setdefault(Role(grant.role), []).append(grant.organization)
    return held


def holds(user: User | AnonymousUser, *roles: Role) -> bool:
    """True when ``user`` holds at least one of ``roles`` anywhere."""
    return not grants_of(user).keys().isdisjoint(roles)


def shown_grants(user: User | AnonymousUser) -> dict[Role, list[Organization]]:
    """Grants by which menus and lists decide what to show: read once for the user object, as Wagtail does with its own
    permissions, so that a menu costs the same however long it is. What is done asks ``grants_of``, which reads anew."""
    known: dict[Role, list[Organization]] | None = getattr(user, SHOWN, None)
    if known is None:
        known = grants_of(user)
        setattr(user, SHOWN, known)
    return known


def shows(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether a menu or list shows ``user`` what is there for holders of ``roles``."""
    return not shown_grants(user).keys().isdisjoint(roles)


def holds_for(held: dict[Role, list[Organization]], role: Role, unit: Organization | None) -> bool:
    """True when ``role`` is held for ``unit`` or a unit above it."""
    return unit is not None and any(own.covers(unit) for own in held.get(role, []))


def people_with(role: Role, unit: Organization | None = None) -> Iterable[User]:
    """Active users that hold ``role`` today (for ``unit`` or above it when given)."""
    grants = RoleGrant.objects.in_force().filter(role=role, user__is_active=True)
    grants = grants.select_related("user", "organization")
    return [grant.user for grant in grants if unit is None or grant.organization.covers(unit)]
