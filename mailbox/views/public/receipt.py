"""The receipt: shown as the answer to the last step, again on a repeated post, and as a text file to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mailbox.forms import form_passes
from mailbox.forms.form_passes import FormPass
from mailbox.receipts import receipt_of
from mailbox.receiving import Received, already_received
from mailbox.views.public.busy import kept_when_busy


def receipt_page(request: HttpRequest, received: Received, form_pass: FormPass, *, again: bool = False) -> HttpResponse:
    """The receipt page. ``again``: this form had been sent before, and no second letter was made."""
    context = {
        "receipt": receipt_of(received),
        "signed_pass": form_pass.signed(),
        "again": again,
        "trail": [(_("写信"), reverse("mailbox:write")), (_("回执"), "")],
    }
    return render(request, "mailbox/receipt.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_busy
def receipt_file(request: HttpRequest) -> HttpResponse:
    """The receipt as a text file, for the pass posted with it: neither key is ever in an address.

    It changes nothing, so it needs no protection against other sites; they could not read the answer.
    """
    form_pass = form_passes.read(request.POST.get("pass", "")) if request.method == "POST" else None
    received = already_received(form_pass.nonce, now=timezone.now()) if form_pass else None
    if received is None:
        return redirect("mailbox:write")
    response = HttpResponse(receipt_of(received).as_text(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{received.letter.number}.txt"'
    return response
