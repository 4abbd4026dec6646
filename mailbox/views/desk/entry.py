"""快速录入: a call or a visit becomes a letter in under a minute, with a receipt to hand over."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from mailbox import queries, receiving
from mailbox.forms.desk import EntryForm
from mailbox.models import Letter
from mailbox.permissions import Actor, may_take_in
from mailbox.receipts import receipt_of
from mailbox.views.desk import page
from mailbox.views.desk.access import desk_actor


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """The form, or the receipt of what was entered; the same form posted twice gives the same receipt."""
    actor = desk_actor(request)
    if not may_take_in(actor):
        raise Http404
    if request.method == "GET":
        return _form(request, EntryForm(initial={"token": page.token_for(actor), "channel": "phone"}))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    if not page.token_is_own(form.cleaned_data["token"], actor):
        again = request.POST.copy()
        again["token"] = page.token_for(actor)
        form = EntryForm(again)
        form.is_valid()
        form.add_error(None, _("这一页开得太久了，内容都还在，请再按一次“录入”。"))
        return _form(request, form, status=422)
    return _take_in(request, form, actor)


@sensitive_variables("received", "context")
def _take_in(request: HttpRequest, form: EntryForm, actor: Actor) -> HttpResponse:
    received = receiving.receive(form.incoming(), token=form.cleaned_data["token"], by=actor, now=timezone.now())
    context = {
        "receipt": receipt_of(received),
        "may_open": queries.can_see(actor.held, received.letter),
        "breadcrumbs_items": crumbs(received.letter),
    }
    return render(request, "mailbox/desk/receipt.html", context)


def _form(request: HttpRequest, form: EntryForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "breadcrumbs_items": crumbs()}
    return render(request, "mailbox/desk/entry.html", context, status=status)


def crumbs(letter: Letter | None = None) -> list[dict[str, str | None]]:
    above: list[dict[str, str | None]] = [{"url": reverse("mailbox_desk:index"), "label": _("信件办理")}]
    if letter is None:
        return [*above, {"url": None, "label": _("快速录入")}]
    return [
        *above,
        {"url": reverse("mailbox_desk:entry"), "label": _("快速录入")},
        {"url": None, "label": letter.number},
    ]
