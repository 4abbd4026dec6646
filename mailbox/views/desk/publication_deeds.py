"""Posts of the publication desk. A refusal comes back on the page with what was typed, and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mailbox import gate, publishing, standing
from mailbox.enums import Decision
from mailbox.exceptions import Incomplete, MailboxError, NotAllowed, StaleDraft, WrongState
from mailbox.forms.publication import (
    AddMarkForm,
    ConfirmForm,
    ReasonForm,
    RevisionForm,
    StandForm,
    StandingForm,
    SupersedeForm,
    TextsForm,
    WordsForm,
)
from mailbox.marking import FIELDS
from mailbox.models import Mark, PublicAnswer, PublicDraft
from mailbox.permissions import Actor
from mailbox.views.desk.publication import answer_or_404, public_actor, visible_letters
from mailbox.views.desk.publication_page import Kept, show

CODES: dict[type[MailboxError], int] = {NotAllowed: 403, WrongState: 409, StaleDraft: 409, Incomplete: 422}
Perform = Callable[[int, Form, Actor, datetime], object]


def _add(pk: int, form: Form, by: Actor, now: datetime) -> object:
    given = form.cleaned_data
    return gate.add_marks(pk, given["words"], kind=given["kind"], mask=given["mask"], by=by, now=now)


def _save(pk: int, form: Form, by: Actor, now: datetime) -> object:
    if not isinstance(form, TextsForm):
        raise TypeError(form)
    given = form.cleaned_data
    return gate.save_texts(pk, form.texts, topic=given["topic"], revision=given["revision"], by=by, now=now)


def _hide(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return _words(pk, form, by, now, Decision.ACCEPTED)


def _keep(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return _words(pk, form, by, now, Decision.REJECTED)


def _words(pk: int, form: Form, by: Actor, now: datetime, decision: Decision) -> object:
    """Words left over or selected: one place of a single character, else every place."""
    given = form.cleaned_data
    if isinstance(form, WordsForm) and form.one_place:
        if not PublicDraft.objects.filter(public_answer=pk, revision=given["revision"]).exists():
            raise StaleDraft
        place = (given["field"], given["start"], given["end"])
        return gate.add_range(pk, *place, kind=given["kind"], mask=None, by=by, now=now, decision=decision)
    if decision == Decision.REJECTED:
        return gate.keep_words(pk, given["words"], kind=given["kind"], by=by, now=now)
    return gate.add_marks(pk, given["words"], kind=given["kind"], mask=None, by=by, now=now)


def _undo(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return gate.undo(pk, by=by, now=now)


def _stand(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return standing.propose(pk, reason=form.cleaned_data["reason"], by=by, now=now)


def _agree(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return standing.agree(pk, form.cleaned_data["standing"], by=by, now=now)


def _decline(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return standing.decline(pk, form.cleaned_data["standing"], by=by, now=now)


def _confirm(pk: int, form: Form, by: Actor, now: datetime) -> object:
    given = form.cleaned_data
    return gate.confirm(pk, revision=given["revision"], considered=given["considered"], by=by, now=now)


def _release(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return publishing.release(pk, revision=form.cleaned_data["revision"], by=by, now=now)


def _back(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return gate.send_back(pk, by=by, now=now)


def _drop(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return publishing.drop(pk, reason=form.cleaned_data["reason"], by=by, now=now)


def _unpublish(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return publishing.unpublish(pk, reason=form.cleaned_data["reason"], by=by, now=now)


def _supersede(pk: int, form: Form, by: Actor, now: datetime) -> object:
    return publishing.supersede(pk, form.cleaned_data["successor"], by=by, now=now)


# Deed → its form, the name of that form on the page, what to do, what to say afterwards.
DEEDS: dict[str, tuple[type[Form], str, Perform, str | Promise]] = {
    "add": (AddMarkForm, "mark_form", _add, gettext_lazy("已遮去。")),
    "save": (TextsForm, "texts_form", _save, gettext_lazy("已存好。改过的文字重新查了一遍，请看有没有新的标记。")),
    "hide": (WordsForm, "", _hide, gettext_lazy("已遮去。")),
    "keep": (WordsForm, "", _keep, gettext_lazy("已保留。")),
    "undo": (Form, "", _undo, gettext_lazy("已撤销上一步。")),
    "stand": (StandForm, "stand_form", _stand, gettext_lazy("已提出，等另一位同事看过确认。公开的文字不变。")),
    "agree": (StandingForm, "", _agree, gettext_lazy("两个人都看过了，公开的文字不变。")),
    "decline": (StandingForm, "", _decline, gettext_lazy("没有同意，这几处还要再看一遍；要改文字，请先撤下。")),
    "confirm": (ConfirmForm, "", _confirm, gettext_lazy("已确认，等另一位同事审定公开。")),
    "release": (RevisionForm, "", _release, gettext_lazy("已公开。")),
    "back": (RevisionForm, "", _back, gettext_lazy("已退回拟稿。")),
    "drop": (ReasonForm, "reason_form", _drop, gettext_lazy("这封信的答复不公开了。")),
    "unpublish": (ReasonForm, "reason_form", _unpublish, gettext_lazy("已撤下，公开页面上马上看不到了。")),
    "supersede": (SupersedeForm, "supersede_form", _supersede, gettext_lazy("已标明被替代。")),
}


@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one deed on a public copy; 404 for a copy of a letter this person may not see."""
    actor = public_actor(request)
    answer = answer_or_404(actor, pk)
    if name not in DEEDS:
        raise Http404
    form_class, place, perform, done = DEEDS[name]
    form = form_class(request.POST)
    if not form.is_valid():
        kept = Kept(_("有一处没有填对，其他内容都还在。"), 422, {place: form} if place else {})
        return show(request, actor, answer, kept)
    try:
        perform(pk, form, actor, timezone.now())
    except MailboxError as error:
        answer = answer_or_404(actor, pk)
        if isinstance(error, StaleDraft):
            form = form_class(_with_present_revision(request.POST, answer))
        considered = frozenset(request.POST.getlist("considered"))
        kept = Kept(str(error), CODES.get(type(error), 422), {place: form} if place else {}, considered)
        return show(request, actor, answer, kept)
    messages.success(request, str(done))
    return redirect("publication:gate", pk)


def _with_present_revision(typed: QueryDict, answer: PublicAnswer) -> QueryDict:
    """The typed words on top of the newest draft, which the page now shows beside them: saving again is possible."""
    data = typed.copy()
    draft = PublicDraft.objects.filter(public_answer=answer).first()
    data["revision"] = str(draft.revision if draft else 0)
    return data


@require_POST
def decide(request: HttpRequest, pk: int, mark_pk: int, choice: str) -> HttpResponse:
    """遮去 or 保留 one mark or all of the same words, then on to the next open one."""
    actor = public_actor(request)
    answer = answer_or_404(actor, pk)
    if choice not in ("accept", "reject"):
        raise Http404
    mask, same = request.POST.get("mask"), "same" in request.POST
    try:
        if not Mark.objects.filter(draft__public_answer=answer, pk=mark_pk).exists():
            raise StaleDraft
        mark = gate.decide(mark_pk, accept=choice == "accept", mask=mask, same=same, by=actor, now=timezone.now())
    except MailboxError as error:
        kept = Kept(str(error), CODES.get(type(error), 422))
        return show(request, actor, answer_or_404(actor, pk), kept)
    return redirect(f"{reverse('publication:gate', args=[pk])}#{_next_anchor(mark)}")


def _next_anchor(mark: Mark) -> str:
    """The next mark still open, in reading order; else the bar with what comes next."""
    left = list(mark.draft.marks.filter(decision=Decision.OPEN))
    order = {name: place for place, name in enumerate(FIELDS)}
    place = (order[mark.field], mark.start)
    left.sort(key=lambda each: ((order[each.field], each.start) < place, order[each.field], each.start))
    return f"mark-{left[0].pk}" if left else "gate-bar"


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the public copy of a letter; back to the queue with the sentence when that may not be."""
    actor = public_actor(request)
    letter = get_object_or_404(visible_letters(actor), pk=pk)
    try:
        answer = publishing.propose(letter.pk, by=actor, now=timezone.now())
    except MailboxError as error:
        messages.error(request, str(error))
        return redirect("publication:index")
    return redirect("publication:gate", answer.pk)
