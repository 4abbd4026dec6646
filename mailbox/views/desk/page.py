"""The letter page: what it shows, and how it is shown again when a post is refused, with everything that was typed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mailbox import contacts, queries, query_codes, replying, withholding
from mailbox.enums import FINAL_STATUSES, OPEN_STATUSES, Action, Status, Visibility
from mailbox.forms import desk as forms
from mailbox.forms.desk import MoveForm, ReplyForm
from mailbox.models import Letter, Reply, ReplyTemplate
from mailbox.moves import Move
from mailbox.permissions import Actor
from mailbox.transitions import allowed_moves
from mailbox.views.desk import beside
from portal.accounts.grants import holds_for
from portal.accounts.roles import Role
from portal.calendar.store import load_calendar

SIGNED_FOR = "mailbox.desk.form"


@dataclass
class Refused:
    """A post that was not carried out: what was typed, which form to mark, and the sentence that says why."""

    typed: QueryDict
    attempted: str = ""
    form: MoveForm | None = None
    sentence: str = ""
    status: int = 200
    use_present: bool = False  # the draft has been saved, or a newer one is shown: go on from the present revision
    revealed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """One allowed move with its form."""

    code: str
    label: str
    form: MoveForm
    url: str
    attempted: bool = False

    @property
    def has_fields(self) -> bool:
        return bool(self.form.visible_fields())


def show(request: HttpRequest, actor: Actor, letter: Letter, refused: Refused | None = None) -> HttpResponse:
    """Render the page of ``letter`` as it is now; ``refused`` puts back what a failed post carried."""
    refused = refused or Refused(typed=QueryDict())
    panels = [panel(letter, actor, move, refused) for move in allowed_moves(letter, actor)]
    draft = replying.draft_of(letter)
    editor = reply_form(letter, actor, draft, refused)
    context = {
        "letter": letter,
        "refused": refused,
        "is_restricted": letter.visibility == Visibility.RESTRICTED,
        "breadcrumbs_items": crumbs(letter),
        "usual": panels[0] if panels else None,
        "others": panels[1:],
        "editor": editor,
        "templates": templates_for(letter) if editor else (),
        "draft": draft,
        "latest": draft if refused.status == 409 and editor and draft else None,
        "replies": letter.replies.select_related("author", "reviewer", "signer", "unit"),
        "kept": kept_words(refused, panels, editor),
        "lead_unit": queries.lead_unit(letter),
        "merged_into": main_letter(letter, actor),
        **beside.facts(letter, actor, timezone.localdate(), load_calendar()),
        **extras(letter, actor, refused),
    }
    return render(request, "mailbox/desk/letter.html", context, status=refused.status)


def panel(letter: Letter, actor: Actor, move: Move, refused: Refused) -> Panel:
    code = move.action.value
    attempted = refused.attempted == code
    form = refused.form if attempted and refused.form is not None else refill(move.action, letter, actor, refused.typed)
    url = reverse("mailbox_desk:move", args=[letter.pk, code])
    return Panel(code, str(move.action.label), form, url, attempted)


def refill(action: Action, letter: Letter, actor: Actor, typed: QueryDict) -> MoveForm:
    """The form of ``action`` with what was typed into it as its start, without errors it was not asked for."""
    prefix = action.value
    start = {key.removeprefix(f"{prefix}-"): value for key, value in typed.items() if key.startswith(f"{prefix}-")}
    if action in (Action.APPROVE, Action.SIGN):
        draft = replying.draft_of(letter)
        start["revision"] = str(draft.revision if draft else 0)
    return forms.FORMS[action](prefix=prefix, letter=letter, actor=actor, initial=start)


def may_write(letter: Letter, actor: Actor) -> bool:
    """The reply is written by a handler of the lead unit while the letter is at work there."""
    lead = queries.lead_assignment(letter)
    return letter.status == Status.ACCEPTED and lead is not None and holds_for(actor.held, Role.HANDLER, lead.unit)


def reply_form(letter: Letter, actor: Actor, draft: Reply | None, refused: Refused) -> ReplyForm | None:
    """The editor, or None for those who only read. The revision stays the one the page had shown, so that a text typed
    over an old draft is still told apart from a fresh one; only a refused stale save moves on to the present one."""
    if not may_write(letter, actor):
        return None
    present = draft.revision if draft else 0
    start = {"text": draft.text if draft else "", "outcome": draft.outcome if draft else "", "revision": present}
    if "text" in refused.typed:
        start.update(text=refused.typed["text"], outcome=refused.typed.get("outcome", ""))
        start["revision"] = present if refused.use_present else shown_revision(refused.typed, present)
    return ReplyForm(letter=letter, actor=actor, initial=start)


def shown_revision(typed: QueryDict, present: int) -> int:
    """The revision the posting page had shown; ``present`` when the post does not say."""
    given = typed.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else present


def kept_words(refused: Refused, panels: list[Panel], editor: ReplyForm | None) -> list[tuple[str, str]]:
    """Words typed into a form that the letter no longer offers: shown to be copied, never thrown away."""
    kept: list[tuple[str, str]] = []
    text = str(refused.typed.get("text", ""))
    if text.strip() and editor is None:
        kept.append((_("您写的答复"), text))
    offered = {panel.code for panel in panels}
    for key in refused.typed:
        value = str(refused.typed.get(key, ""))
        code, _dash, name = key.partition("-")
        if name in ("note", "number") and value.strip() and code not in offered and code in Action.values:
            kept.append((_("您写的“%(move)s”说明") % {"move": Action(code).label}, value))
    return kept


def main_letter(letter: Letter, actor: Actor) -> Letter | None:
    """The letter that ``letter`` was merged into, unless it is hidden from ``actor``: a number tells that it exists."""
    main = letter.merged_into
    return main if main is not None and queries.can_see(actor.held, main) else None


def templates_for(letter: Letter) -> QuerySet[ReplyTemplate]:
    return ReplyTemplate.objects.filter(is_active=True).filter(Q(topic=letter.topic_id) | Q(topic__isnull=True))


def crumbs(letter: Letter) -> list[dict[str, str | None]]:
    return [{"url": reverse("mailbox_desk:index"), "label": _("信件办理")}, {"url": None, "label": letter.number}]


def extras(letter: Letter, actor: Actor, refused: Refused) -> dict[str, object]:
    """Small forms beside the moves: reveal, reclassify, keep from the public, a new query code."""
    typed, registrar = refused.typed, bool(actor.held.get(Role.REGISTRAR))
    reveal = forms.RevealForm(prefix="reveal", initial=after(typed, "reveal"), letter=letter, actor=actor)
    given: dict[str, object] = {"reveal": reveal if contacts.may_reveal(letter, actor) else None}
    if registrar and letter.status in OPEN_STATUSES and letter.status != Status.RECEIVED:
        plain = forms.ReclassifyForm(prefix="reclassify", letter=letter, actor=actor)
        given["reclassify"] = _again(refused, "reclassify") or plain
    if query_codes.may_reissue(letter, actor):
        start = {**after(typed, "reissue"), "token": token_for(actor)}
        given["reissue"] = forms.ReissueForm(prefix="reissue", initial=start, letter=letter, actor=actor)
    if withholding.may_withhold(letter, actor) and letter.status != Status.RECEIVED:
        start = after(typed, "withhold")
        fresh = forms.WithholdForm(prefix="withhold", initial=start, letter=letter, actor=actor)
        given["withhold"] = _again(refused, "withhold") or fresh
    given["is_final"] = letter.status in FINAL_STATUSES
    return given


def _again(refused: Refused, code: str) -> MoveForm | None:
    return refused.form if refused.attempted == code else None


def after(typed: QueryDict, prefix: str) -> dict[str, object]:
    return {key.removeprefix(f"{prefix}-"): value for key, value in typed.items() if key.startswith(f"{prefix}-")}


def token_for(actor: Actor) -> str:
    """A one-time form token of this person: the same post twice is one letter, one new code."""
    return signing.dumps([actor.user.pk if actor.user else 0, secrets.token_urlsafe(16)], salt=SIGNED_FOR)


def token_is_own(token: str, actor: Actor) -> bool:
    try:
        owner, _nonce = signing.loads(token, salt=SIGNED_FOR, max_age=12 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(actor.user and owner == actor.user.pk)
