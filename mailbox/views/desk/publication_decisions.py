"""标记的决定: what people refused or added, for the administrator who may make a rule of it. Words, no letters."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mailbox import decisions
from mailbox.marking import words_of
from mailbox.models import Mark
from portal.accounts.grants import holds
from portal.accounts.roles import Role
from portal.privacy.models import MarkRule
from portal.privacy.wagtail_hooks import PREFILL

USUAL_MONTHS = 3
LONGEST_RULE = 60


def administrator_or_404(request: HttpRequest) -> None:
    if not holds(request.user, Role.ADMINISTRATOR):
        raise Http404


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Both lists over the last months. Private words; the admin lets no cache keep its pages."""
    administrator_or_404(request)
    asked = request.GET.get("months", "")
    months = int(asked) if asked.isdecimal() and int(asked) in decisions.MONTHS else USUAL_MONTHS
    now = timezone.now()
    context = {
        "months": months,
        "choices": decisions.MONTHS,
        "rejected": decisions.rejected(now, months),
        "added": decisions.added(now, months),
        "longest": LONGEST_RULE,
        "most": decisions.MOST,
        "breadcrumbs_items": [{"url": None, "label": _("标记的决定")}],
    }
    return render(request, "mailbox/desk/publication_decisions.html", context)


@require_POST
def make_rule(request: HttpRequest, mark_pk: int) -> HttpResponse:
    """加为规则: open the rule's form with these words. They travel in the session, never in an address."""
    administrator_or_404(request)
    mark = get_object_or_404(decisions.decided().select_related("draft"), pk=mark_pk)
    request.session[PREFILL] = {"words": words_of(mark)[:LONGEST_RULE], "kind": _kind(mark)}
    return redirect("mark_rules:add")


def _kind(mark: Mark) -> str:
    """What the rule would say: what people kept stays; what they hid by hand is hidden as that kind."""
    if mark.by_machine:
        return str(MarkRule.Kinds.KEEP)
    return mark.kind if mark.kind in MarkRule.Kinds.values else str(MarkRule.Kinds.PERSON)
