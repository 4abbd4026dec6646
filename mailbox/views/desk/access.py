"""Who asks, and which letter: every view of the desk starts here. Loading is authorising; strangers get 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from mailbox import queries
from mailbox.models import Letter
from mailbox.permissions import Actor, staff
from portal.accounts.models import User

BESIDE = ("topic", "concerned", "supervising_unit", "owner", "contact", "merged_into")


def desk_actor(request: HttpRequest) -> Actor:
    """The signed-in member of staff with today's grants. The admin has already turned strangers away."""
    if not isinstance(request.user, User):
        raise Http404
    return staff(request.user)


def letter_or_404(actor: Actor, pk: int) -> Letter:
    """The letter when ``actor`` may see it; 404 for one that does not exist and for one of another's alike."""
    if actor.user is None:
        raise Http404
    return get_object_or_404(queries.visible_to(actor.user).select_related(*BESIDE), pk=pk)
