"""Granting roles: a 管理员 proposes, a 安全管理员 confirms, and nobody grants oneself, superusers neither.

Taking a role away needs one person: harm must stop at once. Each step is in the audit trail, by ids and codes.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.accounts.grants import holds
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.audit.record import record
from portal.organizations.models import Organization

GONE = "这项授予已经有人处理过了。"
NOT_SECURITY = "授予角色要由安全管理员确认。"
OWN = "这项授予是您提出的，或者是给您自己的。请另一位安全管理员确认。"
LAST = "这是唯一一位安全管理员，收回以后就没有人能确认授予了。请先授予另一位，确认以后再收回。"


class GrantRefused(Exception):
    """Nothing was changed. The message is a sentence for the person who asked."""


def give(user: User, role: Role, organization: Organization, *, source: str) -> RoleGrant:
    """A grant in force at once, by an internal path that ``source`` names; no view of the portal calls this. One that
    waits for a confirmation is in force by it too."""
    grant, _made = RoleGrant.objects.get_or_create(user=user, role=role, organization=organization)
    if grant.confirmed_at is None:
        grant.source, grant.confirmed_at = source, timezone.now()
        grant.save()
    return grant


def proposed(grant: RoleGrant, *, by: User) -> None:
    """Write down that ``by`` proposed ``grant``, which was just stored, unconfirmed."""
    _record(grant, "role.proposed", by)


def confirm(grant_id: int, *, by: User) -> RoleGrant:
    """The second person: from now on the role is held. Raises GrantRefused, for superusers too."""
    with transaction.atomic():
        grant = _waiting(grant_id)
        if not holds(by, Role.SECURITY_ADMINISTRATOR):
            raise GrantRefused(NOT_SECURITY)
        if grant.proposed_by_id is None or by.pk in (grant.proposed_by_id, grant.user_id):
            raise GrantRefused(OWN)
        grant.confirmed_by, grant.confirmed_at = by, timezone.now()
        grant.save(update_fields=["confirmed_by", "confirmed_at"])
        _record(grant, "role.confirmed", by)
        return grant


def decline(grant_id: int, *, by: User) -> None:
    """不同意, or 收回 by who proposed it. Whoever may see proposals may end one."""
    with transaction.atomic():
        grant = _waiting(grant_id)
        _record(grant, "role.declined", by)
        grant.delete()


def check_revocable(grant: RoleGrant) -> None:
    """Raises GrantRefused for the last one who could confirm: only the server's console could help then."""
    if grant.confirmed_at is None or grant.role != Role.SECURITY_ADMINISTRATOR:
        return
    others = RoleGrant.objects.in_force().filter(role=grant.role, user__is_active=True).exclude(user=grant.user_id)
    if not others.exists():
        raise GrantRefused(LAST)


def revoked(grant: RoleGrant, *, by: User) -> None:
    """Write down that ``by`` takes ``grant`` away."""
    _record(grant, "role.revoked", by)


def suspend(user: User, *, by: User) -> int:
    """Whoever sets another's password or address, or wakes an account, could act as that person: the roles wait for a
    安全管理员 again, as if ``by`` had proposed them just now. Returns how many."""
    with transaction.atomic():
        held = list(RoleGrant.objects.confirmed().select_for_update().filter(user=user))
        for grant in held:
            grant.source, grant.proposed_by, grant.proposed_at = "", by, timezone.now()
            grant.confirmed_by = grant.confirmed_at = None
            grant.save()
            _record(grant, "role.suspended", by)
        return len(held)


def _waiting(grant_id: int) -> RoleGrant:
    grant = RoleGrant.objects.waiting().select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None:
        raise GrantRefused(GONE)
    return grant


def _record(grant: RoleGrant, action: str, by: User) -> None:
    detail: dict[str, int | str] = {"user": grant.user_id, "role": grant.role, "unit": grant.organization_id}
    record(by, action, target=f"role-grant:{grant.pk}", detail=detail)
