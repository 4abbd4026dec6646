"""The writer's contact data and query code: shown for a reason, logged, and seen by the writer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from mailbox import contacts, query_codes
from mailbox.exceptions import Incomplete
from mailbox.forms.desk import ReissueForm, RevealForm
from mailbox.receipts import receipt_of
from mailbox.views.desk import page
from mailbox.views.desk.page import Refused
from mailbox.views.desk.small_posts import Post, small_post


@small_post("reveal", RevealForm)
@sensitive_variables("value")
def reveal(post: Post[RevealForm]) -> HttpResponse:
    """One contact field in the answer to this post only; a reload shows the mask again. The reply typed stays."""
    given = post.form.cleaned_data
    value = contacts.reveal(post.letter.pk, given["field"], reason=given["reason"], by=post.actor, now=post.now)
    shown = {contacts.FIELDS[given["field"]]: value or _("没有留")}
    typed = post.request.POST.copy()
    typed.pop("reveal-reason", None)
    return page.show(post.request, post.actor, post.letter, Refused(typed, revealed=shown))


@small_post("reissue", ReissueForm, marks=False)
@sensitive_variables("received", "context")
def reissue(post: Post[ReissueForm]) -> HttpResponse:
    """重发查询码 at the counter: the new code stands on a receipt to print; the old one is dead at once."""
    given = post.form.cleaned_data
    if not page.token_is_own(given["token"], post.actor):
        raise Incomplete(_("这一页开得太久了，请再按一次“重发查询码”。"))
    received = query_codes.reissue(
        post.letter.pk, identity=given["identity"], token=given["token"], by=post.actor, now=post.now
    )
    context = {"receipt": receipt_of(received), "reissued": True, "may_open": True}
    crumbs = {"breadcrumbs_items": page.crumbs(post.letter)}
    return render(post.request, "mailbox/desk/receipt.html", context | crumbs)
