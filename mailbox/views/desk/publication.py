"""The publication desk: what may become public, what is behind the gate, what is public."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mailbox import queries
from mailbox.enums import Decision, Visibility
from mailbox.models import Letter, PublicAnswer, Standing
from mailbox.permissions import PUBLIC_ROLES, Actor
from mailbox.views.desk.access import desk_actor
from mailbox.views.desk.publication_page import show
from portal.accounts.roles import Role

PER_PAGE = 20
OPEN = Count("draft__marks", filter=Q(draft__marks__decision=Decision.OPEN), distinct=True)


@dataclass(frozen=True)
class Tab:
    code: str
    label: str
    count: int
    current: bool


def public_actor(request: HttpRequest) -> Actor:
    """A publisher or releaser; for everyone else the desk does not exist."""
    actor = desk_actor(request)
    if not any(actor.held.get(role) for role in PUBLIC_ROLES):
        raise Http404
    return actor


def visible_letters(actor: Actor) -> QuerySet[Letter]:
    if actor.user is None:
        raise Http404
    return queries.visible_to(actor.user)


def answer_or_404(actor: Actor, pk: int) -> PublicAnswer:
    """A public copy whose letter ``actor`` may see."""
    answers = PublicAnswer.objects.filter(letter__in=visible_letters(actor))
    beside = ("letter", "topic", "unit", "proposed_by", "edited_by", "released_by", "superseded_by")
    return get_object_or_404(answers.select_related(*beside), pk=pk)


def candidates(actor: Actor) -> QuerySet[Letter]:
    """待拟公开: answered letters whose writer agreed and whose answer nobody has proposed yet, oldest reply first."""
    waiting = visible_letters(actor).filter(
        status__in=queries.PUBLISHABLE, visibility=Visibility.PRIVATE, consent_to_publish=True, public_answer=None
    )
    return waiting.select_related("topic").order_by("answered_at", "pk")


def answers_by_tab(actor: Actor) -> dict[str, QuerySet[PublicAnswer]]:
    """Copies by where they are; each answer is in exactly one tab."""
    mine = PublicAnswer.objects.filter(letter__in=visible_letters(actor)).select_related("letter", "topic", "unit")
    proposed = mine.filter(letter__visibility=Visibility.PROPOSED)
    public = mine.filter(letter__visibility=Visibility.PUBLISHED)
    again = public.annotate(open_marks=OPEN).filter(open_marks__gt=0)
    return {
        "drafts": proposed.filter(draft__is_confirmed=False).annotate(open_marks=OPEN).order_by("answered_on", "pk"),
        "release": proposed.filter(draft__is_confirmed=True).order_by("answered_on", "pk"),
        "again": again.annotate(proposed_to_stand_by=_proposed_to_stand_by()).order_by("pk"),
        "public": public.exclude(pk__in=again.values("pk")).order_by("-published_at", "-pk"),
        "down": mine.filter(letter__visibility__in=(Visibility.UNPUBLISHED, Visibility.PRIVATE)).order_by("-pk"),
    }


def _proposed_to_stand_by() -> Subquery:
    waiting = Standing.objects.filter(answer=OuterRef("pk"), state=Standing.State.WAITING)
    return Subquery(waiting.values("proposed_by")[:1])


LABELS = {
    "candidates": gettext_lazy("待拟公开"),
    "drafts": gettext_lazy("拟稿中"),
    "release": gettext_lazy("待审定"),
    "again": gettext_lazy("要再看一遍"),
    "public": gettext_lazy("已公开"),
    "down": gettext_lazy("已撤下或不公开"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The queues as tabs with counts."""
    actor = public_actor(request)
    lists: dict[str, QuerySet[Letter] | QuerySet[PublicAnswer]] = {
        "candidates": candidates(actor),
        **answers_by_tab(actor),
    }
    usual = "candidates" if actor.held.get(Role.PUBLISHER) else "release"
    tab = request.GET.get("tab", usual)
    tab = tab if tab in lists else usual
    page = Paginator(lists[tab], PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "tab": tab,
        "tabs": [Tab(code, str(LABELS[code]), rows.count(), code == tab) for code, rows in lists.items()],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "may_propose": bool(actor.held.get(Role.PUBLISHER)),
        "breadcrumbs_items": [{"url": None, "label": _("公开答复")}],
    }
    return render(request, "mailbox/desk/publication.html", context)


@require_safe
def gate_page(request: HttpRequest, pk: int) -> HttpResponse:
    actor = public_actor(request)
    return show(request, actor, answer_or_404(actor, pk))
