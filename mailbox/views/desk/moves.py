"""Making a move from the letter page. A refusal is shown on the page itself, with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mailbox import assignment, correspondence, replying
from mailbox.enums import Action, Status
from mailbox.exceptions import Incomplete, MailboxError, NotAllowed, StaleDraft, WrongState
from mailbox.forms import desk as forms
from mailbox.forms.desk import ClassifyForm, MoveForm, ReplyForm
from mailbox.models import Letter, Reply
from mailbox.moves import TABLE
from mailbox.permissions import Actor
from mailbox.transitions import last_person
from mailbox.views.desk import page
from mailbox.views.desk.access import desk_actor, letter_or_404
from mailbox.views.desk.page import Refused

Perform = Callable[[int, MoveForm, Actor, datetime], object]
CODES: dict[type[MailboxError], int] = {NotAllowed: 403, WrongState: 409, StaleDraft: 409, Incomplete: 422}


def _register(pk: int, form: MoveForm, by: Actor, now: datetime) -> object:
    if not isinstance(form, ClassifyForm):
        raise TypeError(form)
    return assignment.register(pk, form.classification(), by=by, now=now)


def _assign(pk: int, form: MoveForm, by: Actor, now: datetime) -> object:
    given = form.cleaned_data
    return assignment.assign(pk, given["unit"], by=by, now=now, note=given["note"])


def _merge(pk: int, form: MoveForm, by: Actor, now: datetime) -> object:
    return assignment.merge(pk, form.cleaned_data["number"], by=by, now=now)


def _supplement(pk: int, form: MoveForm, by: Actor, now: datetime) -> object:
    return correspondence.record_supplement(pk, form.cleaned_data["note"], by=by, now=now)


def _ask(pk: int, form: MoveForm, by: Actor, now: datetime) -> object:
    return replying.ask_citizen(pk, by=by, now=now, question=form.cleaned_data["note"])


def _plain(function: Callable[..., object]) -> Perform:
    return lambda pk, form, by, now: function(pk, by=by, now=now)


def _noted(function: Callable[..., object]) -> Perform:
    return lambda pk, form, by, now: function(pk, by=by, now=now, note=form.cleaned_data["note"])


def _decided(function: Callable[..., object]) -> Perform:
    return lambda pk, form, by, now: function(pk, by=by, now=now, revision=form.cleaned_data["revision"])


PERFORM: dict[Action, Perform] = {
    Action.REGISTER: _register,
    Action.ASSIGN: _assign,
    Action.RECALL: _noted(assignment.recall),
    Action.ACCEPT: _plain(assignment.accept),
    Action.RETURN: _noted(assignment.return_to_registry),
    Action.ASK_CITIZEN: _ask,
    Action.SUPPLEMENT: _supplement,
    Action.SUBMIT: _plain(replying.submit),
    Action.SEND_BACK: _noted(replying.send_back),
    Action.APPROVE: _decided(replying.approve),
    Action.SIGN: _decided(replying.sign),
    Action.CLOSE: _plain(replying.close),
    Action.ARCHIVE: _plain(replying.archive),
    Action.REOPEN: _noted(replying.reopen),
    Action.REDIRECT: _noted(assignment.redirect),
    Action.REJECT: _noted(assignment.reject),
    Action.MERGE: _merge,
}


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Carry out ``action``. 403 without the right, 409 when the letter or the draft has moved on, 422 when something
    is missing; the page is shown again each time. A reload of such a page leads back to the letter."""
    actor = desk_actor(request)
    letter = letter_or_404(actor, pk)
    if action not in Action.values or Action(action) not in PERFORM:
        raise Http404
    if request.method == "GET":
        return redirect("mailbox_desk:letter", pk)
    return _post(request, actor, letter, Action(action))


def _post(request: HttpRequest, actor: Actor, letter: Letter, action: Action) -> HttpResponse:
    now = timezone.now()
    form = forms.FORMS[action](request.POST, prefix=_prefix(action), letter=letter, actor=actor)
    saved: Reply | None = None
    try:
        refuse_wrong_state(letter, action)
        saved = keep_draft(request, letter, actor, now, always=action == Action.SUBMIT)
        check(form)
        PERFORM[action](letter.pk, form, actor, now)
    except MailboxError as error:
        return refuse(request, actor, letter.pk, error, attempted=action.value, form=form, saved=saved)
    messages.success(request, _("%(number)s：已%(move)s。") % {"number": letter.number, "move": action.label})
    return leave(actor, letter.pk)


def _prefix(action: Action) -> str | None:
    """The reply is the page's own form; every other move has fields named after itself."""
    return None if action == Action.SUBMIT else action.value


def refuse_wrong_state(letter: Letter, action: Action) -> None:
    """Say first that a colleague was quicker, before anything about fields."""
    if (Status(letter.status), action) not in TABLE:
        raise WrongState(status_label=letter.get_status_display(), who=last_person(letter))


def check(form: MoveForm) -> None:
    """Raises Incomplete naming the first thing that is missing."""
    if form.is_valid():
        return
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise Incomplete(f"{label}：{errors[0]}" if label else str(errors[0]))


def keep_draft(request: HttpRequest, letter: Letter, actor: Actor, now: datetime, *, always: bool) -> Reply | None:
    """Save the reply text that was posted along, so that no move loses it. Raises StaleDraft, Incomplete."""
    if "text" not in request.POST or not page.may_write(letter, actor):
        return None
    form = ReplyForm(request.POST, letter=letter, actor=actor)
    check(form)
    given = form.cleaned_data
    draft = replying.draft_of(letter)
    if draft is not None and (draft.text, draft.outcome) == (given["text"], given["outcome"]):
        if always and draft.revision != given["revision"]:
            raise StaleDraft
        return None
    if draft is None and not given["text"] and not always:
        return None
    return replying.save_draft(
        letter.pk, text=given["text"], outcome=given["outcome"], revision=given["revision"], by=actor, now=now
    )


def refuse(
    request: HttpRequest,
    actor: Actor,
    pk: int,
    error: MailboxError,
    *,
    attempted: str = "",
    form: MoveForm | None = None,
    saved: Reply | None = None,
) -> HttpResponse:
    """The page as it is now, with the sentence and the typed words; 404 when the letter is out of sight since."""
    letter = letter_or_404(actor, pk)
    refused = Refused(
        typed=request.POST,
        attempted=attempted,
        form=form,
        sentence=str(error),
        status=CODES[type(error)],
        use_present=saved is not None or isinstance(error, StaleDraft),
    )
    return page.show(request, actor, letter, refused)


def leave(actor: Actor, pk: int) -> HttpResponse:
    """Back to the letter, or to the inbox when the move took it out of this person's sight."""
    try:
        letter_or_404(actor, pk)
    except Http404:
        return redirect("mailbox_desk:index")
    return redirect("mailbox_desk:letter", pk)
