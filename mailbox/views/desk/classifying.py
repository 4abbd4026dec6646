"""What a letter is said to be: its class and clocks, and why its answer is kept from the public; each with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from mailbox import assignment, withholding
from mailbox.forms.desk import ReclassifyForm, WithholdForm
from mailbox.views.desk.moves import leave
from mailbox.views.desk.small_posts import Post, small_post


@small_post("reclassify", ReclassifyForm)
def reclassify(post: Post[ReclassifyForm]) -> HttpResponse:
    """更改分类或时限."""
    note = post.form.cleaned_data["note"]
    assignment.reclassify(post.letter.pk, post.form.classification(), by=post.actor, now=post.now, note=note)
    messages.success(post.request, _("%(number)s：分类已更改，时限已重算。") % {"number": post.letter.number})
    return leave(post.actor, post.letter.pk)


@small_post("withhold", WithholdForm)
def withhold(post: Post[WithholdForm]) -> HttpResponse:
    """不公开的事由: keep the letter's answer from the public, or lift that."""
    given = post.form.cleaned_data
    withholding.withhold(post.letter.pk, given["cause"], reason=given["reason"], by=post.actor, now=post.now)
    said = _("%(number)s：已记下，不会公开。") if given["cause"] else _("%(number)s：已取消不公开的事由。")
    messages.success(post.request, said % {"number": post.letter.number})
    return leave(post.actor, post.letter.pk)
