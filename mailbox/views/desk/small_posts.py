"""The frame of the small forms on the letter page: who asks, which letter, the form, a refusal with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mailbox.exceptions import MailboxError
from mailbox.forms.desk import MoveForm
from mailbox.models import Letter
from mailbox.permissions import Actor
from mailbox.views.desk.access import desk_actor, letter_or_404
from mailbox.views.desk.moves import check, refuse

F = TypeVar("F", bound=MoveForm)
View = Callable[[HttpRequest, int], HttpResponse]


@dataclass(frozen=True)
class Post(Generic[F]):
    """A post on a letter that ``actor`` may see, its form filled in validly."""

    request: HttpRequest
    actor: Actor
    letter: Letter
    form: F
    now: datetime


def small_post(
    name: str, form_class: type[F], *, marks: bool = True
) -> Callable[[Callable[[Post[F]], HttpResponse]], View]:
    """A view from what a valid post does. A GET leads back to the letter; a MailboxError is shown on its page, and with
    ``marks`` the form named ``name`` is marked there."""

    def frame(do: Callable[[Post[F]], HttpResponse]) -> View:
        @require_http_methods(["GET", "POST"])
        @wraps(do)
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            actor = desk_actor(request)
            letter = letter_or_404(actor, pk)
            if request.method == "GET":
                return redirect("mailbox_desk:letter", pk)
            form = form_class(request.POST, prefix=name, letter=letter, actor=actor)
            try:
                check(form)
                return do(Post(request, actor, letter, form, timezone.now()))
            except MailboxError as error:
                return refuse(request, actor, pk, error, attempted=name, form=form if marks else None)

        return view

    return frame
