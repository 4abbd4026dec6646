"""个人信息 of one letter for staff: how long it is kept, holds, deletion on a written request; who looked and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mailbox import erasing, holding, retention, reveals
from mailbox.enums import EventKind
from mailbox.exceptions import Incomplete, MailboxError
from mailbox.forms.personal_data import ReasonForm
from mailbox.models import Letter
from mailbox.permissions import Actor
from mailbox.views.desk.access import desk_actor, letter_or_404
from mailbox.views.desk.moves import CODES
from portal.accounts.grants import holds
from portal.accounts.models import User

Deed = Callable[[int, str, Actor, datetime], object]
DEEDS: dict[str, Deed] = {
    "erase": lambda pk, reason, by, now: erasing.on_written_request(pk, reason=reason, by=by, now=now),
    "hold": lambda pk, reason, by, now: holding.place(pk, reason=reason, by=by, now=now),
    "lift": lambda pk, reason, by, now: holding.lift(pk, reason=reason, by=by, now=now),
}
DONE = {
    "erase": gettext_lazy("联系方式已删除，信件和答复还在。"),
    "hold": gettext_lazy("已保全，解除以前什么都不会删除。"),
    "lift": gettext_lazy("保全已解除，以后按保存期限处理。"),
}


@dataclass(frozen=True)
class Refused:
    """A post that was not carried out: the sentence, which form, as it was typed, and the status of the response."""

    sentence: str = ""
    attempted: str = ""
    form: ReasonForm | None = None
    status: int = 200

    def form_of(self, name: str) -> ReasonForm:
        return self.form if self.form is not None and name == self.attempted else ReasonForm(prefix=name)


@require_safe
def personal_data(request: HttpRequest, pk: int) -> HttpResponse:
    actor = desk_actor(request)
    return _page(request, actor, letter_or_404(actor, pk))


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """erase, hold, lift: each with a reason. A refusal shows on the page with what was typed."""
    if name not in DEEDS:
        raise Http404
    actor = desk_actor(request)
    letter = letter_or_404(actor, pk)
    if request.method == "GET":
        return redirect("personal_data:letter", pk)
    form = ReasonForm(request.POST, prefix=name)
    try:
        if not form.is_valid():
            raise Incomplete(str(form.errors["reason"][0]))
        DEEDS[name](letter.pk, form.cleaned_data["reason"], actor, timezone.now())
    except MailboxError as error:
        return _page(request, actor, letter, Refused(str(error), name, form, CODES.get(type(error), 422)))
    messages.success(request, str(DONE[name]))
    return redirect("personal_data:letter", pk)


def _page(request: HttpRequest, actor: Actor, letter: Letter, refused: Refused | None = None) -> HttpResponse:
    refused = refused or Refused()
    context = {
        "letter": letter,
        **_kept(letter),
        **_told(letter),
        "forms": {name: refused.form_of(name) for name in _offered(letter, actor)},
        "refused": refused.sentence,
        "attempted": refused.attempted,
        "breadcrumbs_items": [
            {"url": reverse("mailbox_desk:index"), "label": _("信件办理")},
            {"url": reverse("mailbox_desk:letter", args=[letter.pk]), "label": letter.number},
            {"url": None, "label": _("个人信息")},
        ],
    }
    return render(request, "mailbox/desk/personal_data.html", context, status=refused.status)


def _offered(letter: Letter, actor: Actor) -> list[str]:
    """The deeds that are open to ``actor`` now."""
    held, may_hold = erasing.is_held(letter), holding.may_hold(letter, actor)
    offered = {
        "erase": erasing.may_erase(letter, actor) and erasing.has_contact(letter) and not held,
        "hold": may_hold and not held,
        "lift": may_hold and held,
    }
    return [name for name, may in offered.items() if may]


def _kept(letter: Letter) -> dict[str, object]:
    """By which rule the contact data is kept, until when, and what holds it beyond that."""
    rule, has_contact = retention.rule_for(letter), erasing.has_contact(letter)
    until = retention.kept_until(letter, rule) if rule and has_contact else None
    return {"rule": rule, "until": until, "hold": holding.open_hold(letter), "has_contact": has_contact}


def _told(letter: Letter) -> dict[str, object]:
    """From the ledger: who looked, and what was done with the data."""
    events = letter.events.select_related("user", "unit", "words").order_by("-sequence")
    deeds = (EventKind.ERASED, EventKind.EXPORTED, EventKind.HELD, EventKind.HOLD_LIFTED)
    return {"looks": events.filter(kind=EventKind.REVEALED), "deeds": events.filter(kind__in=deeds)}


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """谁看了联系方式: counts per person and day, for auditors and administrators."""
    if not isinstance(request.user, User) or not holds(request.user, *reveals.AUDITORS):
        raise PermissionDenied
    context = {
        "days": reveals.days(timezone.now()),
        "many": reveals.MANY_AN_HOUR,
        "look_back": reveals.LOOK_BACK.days,
        "breadcrumbs_items": [{"url": None, "label": _("谁看了联系方式")}],
    }
    return render(request, "mailbox/desk/looks.html", context)
