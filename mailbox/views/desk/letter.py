"""The page of one letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mailbox.views.desk import page
from mailbox.views.desk.access import desk_actor, letter_or_404


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Letter and reply side by side, with the moves that are open to this person now."""
    actor = desk_actor(request)
    return page.show(request, actor, letter_or_404(actor, pk))
