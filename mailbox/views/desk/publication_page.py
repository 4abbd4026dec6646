"""The gate page: the text with its marks on one side, what a reader will see on the other, and what may be done now."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mailbox import combinations, generalising, leftovers, marking, publishing, standing
from mailbox.combinations import Caution
from mailbox.enums import Decision, Visibility
from mailbox.forms.publication import AddMarkForm, ReasonForm, StandForm, SupersedeForm, TextsForm
from mailbox.generalising import Facts
from mailbox.leftovers import Leftover
from mailbox.models import Mark, PublicAnswer, PublicDraft
from mailbox.permissions import Actor
from portal.accounts.roles import Role
from portal.privacy import kinds


@dataclass
class Kept:
    """What a refused post leaves for the page: the sentence, the forms as typed, the status of the response."""

    sentence: str = ""
    status: int = 200
    forms: dict[str, Form] = field(default_factory=dict)
    considered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Choice:
    """One mark as a person decides it: what may stand there, and how many other marks are on the same words."""

    mark: Mark
    words: str
    masks: list[str]
    same: int

    @property
    def label(self) -> str:
        return kinds.label(self.mark.kind)


@dataclass(frozen=True)
class Part:
    """A stretch of the text with its marks: plain, or one mark to decide. ``at``: where it begins in the draft."""

    text: str
    at: int
    choice: Choice | None = None


@dataclass(frozen=True)
class Seen:
    """A stretch of what a reader will see. ``state``: "" plain, "masked", or "open" where nobody has decided yet."""

    text: str
    state: str = ""


@dataclass(frozen=True)
class Pane:
    """One field under the gate, with its marks and as it will be read."""

    field: str
    label: str
    parts: list[Part]
    seen: list[Seen]


def show(request: HttpRequest, actor: Actor, answer: PublicAnswer, kept: Kept | None = None) -> HttpResponse:
    """The page of one public copy, wherever it is on its way."""
    kept = kept or Kept()
    draft = PublicDraft.objects.filter(public_answer=answer).first()
    marks = list(draft.marks.select_related("decided_by", "draft")) if draft else []
    at_gate = draft is not None and answer.letter.visibility == Visibility.PROPOSED
    doubtful = _doubtful(answer, marks)
    context = {
        "answer": answer,
        "letter": answer.letter,
        "draft": draft,
        "reply": answer.letter.replies.filter(sent_at__isnull=False).last(),
        "panes": panes(draft, marks) if draft and (at_gate or doubtful) else [],
        "at_gate": at_gate,
        "doubtful": doubtful,
        "standing": standing.waiting(answer) if doubtful else None,
        "refused": kept.sentence,
        "considered": kept.considered,
        "kinds": kinds.LABELS,
        "breadcrumbs_items": [
            {"url": reverse("publication:index"), "label": _("公开答复")},
            {"url": None, "label": answer.letter.subject},
        ],
        **last_look(draft if at_gate else None, marks),
        **deeds(actor, answer, draft if at_gate else None, marks),
        **forms_for(answer, draft, marks, kept),
    }
    return render(request, "mailbox/desk/publication_gate.html", context, status=kept.status)


def _doubtful(answer: PublicAnswer, marks: list[Mark]) -> bool:
    """A public answer with places to look at again."""
    public = answer.letter.visibility == Visibility.PUBLISHED
    return public and any(mark.decision == Decision.OPEN for mark in marks)


def last_look(draft: PublicDraft | None, marks: list[Mark]) -> dict[str, list[Leftover] | list[Caution]]:
    """What stands between the copy and its release. The whole search waits until every mark is decided."""
    if draft is None:
        return {"leftovers": [], "cautions": []}
    if any(mark.decision == Decision.OPEN for mark in marks):
        return {"leftovers": leftovers.survivors(draft, marks), "cautions": []}
    found = leftovers.find(draft, marks, publishing.case_of(draft.public_answer.letter))
    return {"leftovers": found, "cautions": combinations.cautions(marking.public_texts(draft, marks))}


def panes(draft: PublicDraft, marks: list[Mark]) -> list[Pane]:
    """The fields that have words, in reading order."""
    for mark in marks:
        mark.draft = draft
    case = publishing.case_of(draft.public_answer.letter)
    facts = marking.facts_of_draft(draft, case, [marking.place_of(mark) for mark in marks])
    counts: dict[str, int] = {}
    for mark in marks:
        counts[marking.words_of(mark)] = counts.get(marking.words_of(mark), 0) + 1
    return [
        _pane(draft, name, [mark for mark in marks if mark.field == name], facts, counts)
        for name in marking.FIELDS
        if marking.text_of(draft, name)
    ]


def _pane(draft: PublicDraft, name: str, marks: list[Mark], facts: Facts, counts: dict[str, int]) -> Pane:
    parts, seen, at = [], [], 0
    for piece in marking.pieces(marking.text_of(draft, name), marks):
        choice = _choice(piece.mark, piece.text, facts, counts) if piece.mark else None
        parts.append(Part(piece.text, at, choice))
        seen.append(_seen(piece))
        at += len(piece.text)
    return Pane(name, marking.FIELD_LABELS[name], parts, seen)


def _choice(mark: Mark, words: str, facts: Facts, counts: dict[str, int]) -> Choice:
    """The mask that stands now comes first: ``a`` takes it."""
    masks = [mark.mask, *generalising.proposals(marking.place_of(mark), facts)]
    return Choice(mark, words, list(dict.fromkeys(masks)), counts[words])


def _seen(piece: marking.Piece) -> Seen:
    if piece.mark is None or piece.mark.decision == Decision.REJECTED:
        return Seen(piece.text)
    return Seen(piece.mark.mask, "masked") if piece.mark.decision == Decision.ACCEPTED else Seen(piece.text, "open")


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
        "may_undo": publisher and any(mark.decided_by == actor.user for mark in marks if mark.decided_at),
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
        "stand_form": StandForm(),
        "supersede_form": SupersedeForm(),
    }
    return made | kept.forms
