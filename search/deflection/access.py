"""Who sees the figures, and who works with drafting tasks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.accounts.grants import shows
from portal.accounts.models import User
from portal.accounts.roles import Role

READERS = (Role.REGISTRAR, Role.SIGNER, Role.SUPERVISOR, Role.ADMINISTRATOR)
WRITERS = (*READERS, Role.PUBLISHER, Role.EDITOR)


def may(user: object, roles: tuple[Role, ...]) -> bool:
    """True for holders of one of ``roles``, and for a superuser, who sets up the first person."""
    return isinstance(user, User) and user.is_active and (user.is_superuser or shows(user, *roles))


def reader(request: HttpRequest) -> User:
    """Who may see the figures. Raises PermissionDenied; the admin leads such a person back with a sentence."""
    return _one_of(request, READERS)


def writer(request: HttpRequest) -> User:
    """Who may work with drafting tasks. Raises PermissionDenied."""
    return _one_of(request, WRITERS)


def _one_of(request: HttpRequest, roles: tuple[Role, ...]) -> User:
    if not isinstance(request.user, User) or not may(request.user, roles):
        raise PermissionDenied
    return request.user
