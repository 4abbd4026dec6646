"""Writing the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.audit.models import AuditEntry

if TYPE_CHECKING:
    from portal.accounts.models import User


def record(
    actor: User | None, action: str, *, target: str = "", detail: dict[str, int | str] | None = None
) -> AuditEntry:
    """Append one entry. ``target`` and ``detail`` hold ids and codes, never names, phones or text."""
    return AuditEntry.objects.create(actor=actor, action=action, target=target, detail=detail or {})
