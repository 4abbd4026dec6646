"""The publication desk: what may become public, what is behind the gate, what is public, and the gate itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mailbox import marking, publishing, queries
from mailbox.enums import Decision, Visibility
from mailbox.forms.publication import AddMarkForm, ReasonForm, SupersedeForm, TextsForm
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft
from mailbox.permissions import PUBLIC_ROLES, Actor
from mailbox.views.desk.access import desk_actor
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
    return {
        "drafts": proposed.filter(draft__is_confirmed=False).annotate(open_marks=OPEN).order_by("answered_on", "pk"),
        "release": proposed.filter(draft__is_confirmed=True).order_by("answered_on", "pk"),
        "public": mine.filter(letter__visibility=Visibility.PUBLISHED).order_by("-published_at", "-pk"),
        "down": mine.filter(letter__visibility__in=(Visibility.UNPUBLISHED, Visibility.PRIVATE)).order_by("-pk"),
    }


LABELS = {
    "candidates": gettext_lazy("待拟公开"),
    "drafts": gettext_lazy("拟稿中"),
    "release": gettext_lazy("待审定"),
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


@dataclass
class Kept:
    """What a refused post leaves for the page: the sentence, the forms as typed, the status of the response."""

    sentence: str = ""
    status: int = 200
    forms: dict[str, Form] = field(default_factory=dict)


@require_safe
def gate_page(request: HttpRequest, pk: int) -> HttpResponse:
    actor = public_actor(request)
    return show(request, actor, answer_or_404(actor, pk))


def show(request: HttpRequest, actor: Actor, answer: PublicAnswer, kept: Kept | None = None) -> HttpResponse:
    """Original left, public text right; what may be done now is below."""
    kept = kept or Kept()
    draft = PublicDraft.objects.filter(public_answer=answer).first()
    marks = list(draft.marks.select_related("decided_by")) if draft else []
    at_gate = draft is not None and answer.letter.visibility == Visibility.PROPOSED
    context = {
        "answer": answer,
        "letter": answer.letter,
        "draft": draft,
        "reply": answer.letter.replies.filter(sent_at__isnull=False).last(),
        "panes": panes(draft, marks) if draft and at_gate else [],
        "at_gate": at_gate,
        "refused": kept.sentence,
        "breadcrumbs_items": [
            {"url": reverse("publication:index"), "label": _("公开答复")},
            {"url": None, "label": answer.letter.subject},
        ],
        **deeds(actor, answer, draft if at_gate else None, marks),
        **forms_for(answer, draft, marks, kept),
    }
    return render(request, "mailbox/desk/publication_gate.html", context, status=kept.status)


@dataclass(frozen=True)
class Pane:
    """One field under the gate, cut at its marks."""

    label: str
    pieces: list[marking.Piece]


def panes(draft: PublicDraft, marks: list[Mark]) -> list[Pane]:
    return [
        Pane(
            marking.FIELD_LABELS[name],
            marking.pieces(marking.text_of(draft, name), [mark for mark in marks if mark.field == name]),
        )
        for name in marking.FIELDS
    ]


def deeds(actor: Actor, answer: PublicAnswer, draft: PublicDraft | None, marks: list[Mark]) -> dict[str, object]:
    """What is open to ``actor`` now, and the sentence beside a button that is not yet."""
    left = sum(mark.decision == Decision.OPEN for mark in marks)
    publisher, releaser = bool(actor.held.get(Role.PUBLISHER)), bool(actor.held.get(Role.RELEASER))
    may_release = draft is not None and publishing.may_release_copy(answer, draft, actor)
    why_not = ""
    if draft is not None and not draft.is_confirmed:
        why_not = _("标记全部确认以后才能公开。")
    elif draft is not None and not may_release:
        why_not = _("这份公开稿您参与过，要请另一位同事审定。")
    return {
        "open_marks": left,
        "may_shape": draft is not None and publisher,
        "may_review": draft is not None and releaser,
        "why_not_release": why_not,
        "may_take_down": answer.letter.visibility == Visibility.PUBLISHED,
        "may_propose_again": publisher
        and answer.letter.visibility in (Visibility.UNPUBLISHED, Visibility.PRIVATE)
        and answer.letter.consent_to_publish,
    }


def forms_for(answer: PublicAnswer, draft: PublicDraft | None, marks: list[Mark], kept: Kept) -> dict[str, Form]:
    """The small forms of the page, as typed where a post was refused."""
    start: dict[str, object] = {}
    if draft is not None:
        texts = marking.public_texts(draft, marks)
        start = {"title": texts.title, "question": texts.question, "answer": texts.answer, "brief": texts.brief}
        start |= {"topic": answer.topic_id, "revision": draft.revision}
    made: dict[str, Form] = {
        "texts_form": TextsForm(initial=start),
        "mark_form": AddMarkForm(),
        "reason_form": ReasonForm(),
        "supersede_form": SupersedeForm(),
    }
    return made | kept.forms
