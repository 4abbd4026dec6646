"""Writing the reply: save the draft, and insert a template or a public answer without JavaScript."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mailbox import replying
from mailbox.exceptions import MailboxError, NotAllowed
from mailbox.forms.desk import ReplyForm
from mailbox.models import Letter
from mailbox.views.desk import beside, page
from mailbox.views.desk.access import desk_actor, letter_or_404
from mailbox.views.desk.moves import check, refuse
from mailbox.views.desk.page import Refused


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """存草稿. A stale page gets the newer draft beside the typed text (409)."""
    actor = desk_actor(request)
    letter = letter_or_404(actor, pk)
    if request.method == "GET":
        return redirect("mailbox_desk:letter", pk)
    form = ReplyForm(request.POST, letter=letter, actor=actor)
    try:
        check(form)
        given = form.cleaned_data
        reply = replying.save_draft(
            pk, text=given["text"], outcome=given["outcome"], revision=given["revision"], by=actor, now=timezone.now()
        )
    except MailboxError as error:
        return refuse(request, actor, pk, error)
    messages.success(request, _("第%(revision)d稿已保存。") % {"revision": reply.revision})
    return redirect("mailbox_desk:letter", pk)


@require_http_methods(["GET", "POST"])
def insert(request: HttpRequest, pk: int) -> HttpResponse:
    """套用模板 or 引用: the typed text with the chosen words after it, on the page, not saved yet."""
    actor = desk_actor(request)
    letter = letter_or_404(actor, pk)
    if request.method == "GET":
        return redirect("mailbox_desk:letter", pk)
    if not page.may_write(letter, actor):
        return refuse(request, actor, pk, NotAllowed())
    words = template_words(letter, request.POST.get("template", "")) if "use" in request.POST else ""
    words = words or quoted_words(letter, request.POST.get("quote", ""))
    typed = request.POST.copy()
    before = typed.get("text", "").rstrip()
    typed["text"] = f"{before}\n\n{words}".strip() if words else before
    return page.show(request, actor, letter, Refused(typed))


def template_words(letter: Letter, pk: str) -> str:
    if not (pk.isascii() and pk.isdigit()):
        return ""
    found = page.templates_for(letter).filter(pk=int(pk)).first()
    return found.text if found else ""


def quoted_words(letter: Letter, suggestion_id: str) -> str:
    """The words of one of the answers shown beside the letter; anything else is not quoted."""
    for suggestion, words in beside.alike(letter).cited if suggestion_id else ():
        if suggestion.id == suggestion_id:
            return words
    return ""
