"""The writer's contact data and query code: shown for a reason, logged, and seen by the writer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from mailbox import contacts, query_codes
from mailbox.exceptions import Incomplete, MailboxError
from mailbox.forms.desk import ReissueForm, RevealForm
from mailbox.receipts import receipt_of
from mailbox.views.desk import page
from mailbox.views.desk.access import desk_actor, letter_or_404
from mailbox.views.desk.moves import check, refuse
from mailbox.views.desk.page import Refused


@sensitive_variables("value")
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact field in the answer to this post only; a reload shows the mask again. The reply typed stays."""
    actor = desk_actor(request)
    letter = letter_or_404(actor, pk)
    if request.method == "GET":
        return redirect("mailbox_desk:letter", pk)
    form = RevealForm(request.POST, prefix="reveal", letter=letter, actor=actor)
    try:
        check(form)
        given = form.cleaned_data
        value = contacts.reveal(pk, given["field"], reason=given["reason"], by=actor, now=timezone.now())
    except MailboxError as error:
        return refuse(request, actor, pk, error, attempted="reveal", form=form)
    shown = {contacts.FIELDS[given["field"]]: value or _("没有留")}
    typed = request.POST.copy()
    typed.pop("reveal-reason", None)
    return page.show(request, actor, letter, Refused(typed, revealed=shown))


@sensitive_variables("received", "receipt")
@require_http_methods(["GET", "POST"])
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """重发查询码 at the counter: the new code stands on a receipt to print; the old one is dead at once."""
    actor = desk_actor(request)
    letter = letter_or_404(actor, pk)
    if request.method == "GET":
        return redirect("mailbox_desk:letter", pk)
    form = ReissueForm(request.POST, prefix="reissue", letter=letter, actor=actor)
    try:
        check(form)
        token = form.cleaned_data["token"]
        if not page.token_is_own(token, actor):
            raise Incomplete(_("这一页开得太久了，请再按一次“重发查询码”。"))
        identity = form.cleaned_data["identity"]
        received = query_codes.reissue(pk, identity=identity, token=token, by=actor, now=timezone.now())
    except MailboxError as error:
        return refuse(request, actor, pk, error, attempted="reissue")
    context = {"receipt": receipt_of(received), "reissued": True, "may_open": True}
    return render(request, "mailbox/desk/receipt.html", context | {"breadcrumbs_items": page.crumbs(letter)})
