"""/letters/new/: one address, four steps, each a POST that carries all earlier fields; then the receipt.

Nothing typed is ever lost: whatever goes wrong, the same step is shown again with everything in it. Nothing private is
in the address, and no cookie is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mailbox import queries
from mailbox.enums import LetterClass, NotifyBy
from mailbox.forms import challenges, form_passes, journeys
from mailbox.forms.challenges import Kind
from mailbox.forms.form_passes import FormPass
from mailbox.forms.writing import WhatForm, WhoForm, incoming, place_names
from mailbox.permissions import CITIZEN
from mailbox.receiving import Received, already_received, receive
from mailbox.views.public import similar
from mailbox.views.public.busy import kept_when_busy
from mailbox.views.public.receipt import receipt_page
from mailbox.views.public.visitors import client_of, is_from_us
from portal import suggestions
from portal.limits.limiter import allow
from portal.suggestions import Step
from portal.text import clean_text

STEPS = (
    gettext_lazy("写什么"),
    gettext_lazy("看看已有答复"),
    gettext_lazy("联系方式"),
    gettext_lazy("核对后寄出"),
)
NUMBERS = {"what": 1, "similar": 2, "solved": 2, "who": 3, "check": 4}
FIELDS = (*WhatForm.base_fields, *WhoForm.base_fields)
TRAP = "website"  # a field no person sees
SENDS_AN_HOUR = 200  # attempts, wrong pictures included: a school's shared address sends 60 letters without noticing


@dataclass(frozen=True)
class Draft:
    """What one post brought: which step was left by which button, the pass, and all fields as typed."""

    step: str
    go: str
    data: Mapping[str, str]
    form_pass: FormPass
    notice: str = ""

    @property
    def is_report(self) -> bool:
        return self.data.get("kind") == LetterClass.REPORT

    @property
    def journey(self) -> str:
        """What the similar answers are counted by; leads to no letter."""
        return journeys.journey_of(self.form_pass)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_busy
def write(request: HttpRequest) -> HttpResponse:
    """The writing form; see the module. Takes ``?subject=`` (or ``?q=``) from search as a first line."""
    now = timezone.now()
    if request.method != "POST":
        wanted = request.GET.get("subject") or request.GET.get("q") or ""
        given = {"subject": " ".join(clean_text(wanted).split())[:200]} if wanted else {}
        return _what_page(request, Draft("what", "", given, form_passes.issue(now)))
    draft = _read(request, now)
    if draft.notice:
        return _same_step(request, draft, now)
    return _LEAVING.get(draft.step, _leave_what)(request, draft, now)


def _read(request: HttpRequest, now: datetime) -> Draft:
    """The posted draft; with a new pass and a ``notice`` when this post cannot be trusted or its letter is sent."""
    data = {name: request.POST[name] for name in FIELDS if request.POST.get(name)}
    given = form_passes.read(request.POST.get("pass", ""))
    draft = Draft(request.POST.get("step", ""), request.POST.get("go", ""), data, given or form_passes.issue(now))
    fresh = replace(draft, form_pass=form_passes.issue(now))
    if not is_from_us(request) or given is None:
        return replace(fresh, notice=_("这一步没有认出来，所以还没有收下。您写的都还在，请再点一次按钮。"))
    if draft.step == "check" and draft.go == "send":
        return draft  # a second press of the last button gets the receipt of the first
    if given.is_expired(now):
        return replace(fresh, notice=_("这一页开着超过一天了。您写的都还在，请再点一次按钮。"))
    if already_received(given.nonce, now=now) is not None:
        return replace(fresh, notice=_("刚才那封信已经寄出。从这里接着写，会是另外一封。"))
    return draft


# ---- leaving a step ----


def _leave_what(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    if draft.go == "solved":  # by an answer shown while typing
        return _solved(request, draft)
    form = WhatForm(draft.data)
    return _similar_page(request, draft) if form.is_valid() else _what_page(request, draft, form)


def _leave_similar(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    if draft.go == "back":
        return _what_page(request, draft)
    if draft.go == "solved":
        return _solved(request, draft)
    return _what_wrong(request, draft) or _who_page(request, draft)


def _solved(request: HttpRequest, draft: Draft) -> HttpResponse:
    cards = journeys.cards_of(draft.journey, request.POST.getlist("card"))
    similar.count(request, Step.SOLVED, draft.journey, cards)
    return _page(request, "solved", draft)


def _leave_solved(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    """又想写了: on with the letter, at the first step when it was left before it was whole."""
    return _who_page(request, draft) if WhatForm(draft.data).is_valid() else _what_page(request, draft)


def _leave_who(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    if draft.go == "back":
        return _similar_page(request, draft)
    wrong = _what_wrong(request, draft)
    if wrong is not None:
        return wrong
    form = WhoForm(draft.data)
    return _check_page(request, draft, now) if form.is_valid() else _who_page(request, draft, form)


def _leave_check(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    if draft.go == "what":
        return _what_page(request, draft)
    if draft.go in {"who", "back"}:
        return _who_page(request, draft)
    if draft.go in {Kind.PICTURE.value, Kind.SUM.value}:
        return _check_page(request, draft, now, kind=Kind(draft.go))
    return _send(request, draft, now)


_LEAVING = {
    "what": _leave_what,
    "similar": _leave_similar,
    "solved": _leave_solved,
    "who": _leave_who,
    "check": _leave_check,
}


def _send(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    """Send the letter if all is well. The picture is looked at last, so that no other mistake spends it."""
    sent = already_received(draft.form_pass.nonce, now=now)
    if sent is not None:
        return receipt_page(request, sent, draft.form_pass, again=True)
    wrong = _what_wrong(request, draft)
    if wrong is not None:
        return wrong
    who = WhoForm(draft.data)
    if not who.is_valid():
        return _who_page(request, draft, who)
    refusal = _refusal(request, draft, now)
    if refusal:
        return _check_page(request, draft, now, error=refusal)
    received = _receive_once(request, draft, who, now)
    if received is None:
        return _check_page(request, draft, now, error=_wrong_answer(_kind(request)))
    return receipt_page(request, received, draft.form_pass)


def _refusal(request: HttpRequest, draft: Draft, now: datetime) -> str:
    """Why this post is not looked at further, or ""."""
    if draft.form_pass.is_expired(now):
        return _("这一页开着超过一天了。您写的都还在，请按新的图再寄一次。")
    if request.POST.get(TRAP):
        return _("有个看不见的空格里填了字，多半是浏览器自动填的，我们已经清掉。请再寄一次。")
    if draft.form_pass.is_too_fast(now):
        return _("从打开到寄出还不到5秒，我们分不清是不是机器。请等几秒再寄。")
    if not allow("letter.send", client_of(request), limit=SENDS_AN_HOUR, seconds=3600):
        return _("您所在的网络一小时里寄得太多了，这封还没有收下。请过一小时再寄，或者打页脚的电话，我们替您登记。")
    return ""


def _receive_once(request: HttpRequest, draft: Draft, who: WhoForm, now: datetime) -> Received | None:
    """Spend the challenge and take the letter in, in one transaction: of many equal posts the first one does both,
    and the others, who find the challenge spent, find its letter."""
    what = WhatForm(draft.data)
    what.is_valid()
    with transaction.atomic():
        if challenges.consume(request.POST.get("key", ""), request.POST.get("answer", ""), now):
            received = receive(incoming(what, who), token=draft.form_pass.nonce, by=CITIZEN, now=now)
            suggestions.record(Step.WROTE_ANYWAY, draft.journey)
            return received
    return already_received(draft.form_pass.nonce, now=now)


def _kind(request: HttpRequest) -> Kind:
    return Kind.SUM if request.POST.get("challenge") == Kind.SUM.value else Kind.PICTURE


def _wrong_answer(kind: Kind) -> str:
    if kind is Kind.SUM:
        return _("刚才的得数不对。请算算这道新题，用数字写。")
    return _("刚才的字和图对不上。请看这张新图，大小写都行；看不清可以换成文字题。")


# ---- showing a step ----


def _what_wrong(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    form = WhatForm(draft.data)
    return None if form.is_valid() else _what_page(request, draft, form)


def _same_step(request: HttpRequest, draft: Draft, now: datetime) -> HttpResponse:
    """The step that was posted, once more, with the notice and everything typed."""
    if draft.step == "similar":
        return _what_wrong(request, draft) or _similar_page(request, draft)
    if draft.step == "who":
        return _who_page(request, draft)
    if draft.step == "check" and WhatForm(draft.data).is_valid() and WhoForm(draft.data).is_valid():
        return _check_page(request, draft, now)
    return _what_page(request, draft)


def _what_page(request: HttpRequest, draft: Draft, form: WhatForm | None = None) -> HttpResponse:
    shown = form or WhatForm(initial=dict(draft.data))
    return _page(request, "what", draft, form=shown, places=place_names())


def _similar_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """可能已有答复. When search is down the page says so, which is not "nothing found", and the way on stays open."""
    what = WhatForm(draft.data)
    what.is_valid()
    said = what.cleaned_data
    found = similar.look_up(request, f"{said.get('subject', '')}\n{said.get('body', '')}", draft.journey)
    total = queries.published_answers().count() if found and similar.only_answers(found) else 0
    return _page(request, "similar", draft, found=found, total=total, said=said)


def _who_page(request: HttpRequest, draft: Draft, form: WhoForm | None = None) -> HttpResponse:
    return _page(request, "who", draft, form=form or WhoForm(initial=dict(draft.data)))


def _check_page(
    request: HttpRequest, draft: Draft, now: datetime, *, kind: Kind | None = None, error: str = ""
) -> HttpResponse:
    what, who = WhatForm(draft.data), WhoForm(draft.data)
    if not (what.is_valid() and who.is_valid()):
        return _what_wrong(request, draft) or _who_page(request, draft, who)
    letter = incoming(what, who)
    shown = {
        "letter": letter,
        "who": who.cleaned_data,
        "class_label": LetterClass(letter.letter_class).label if letter.letter_class else "",
        "notify_label": NotifyBy(letter.contact.notify_by).label,
        "challenge": challenges.issue(kind or _kind(request), now),
    }
    return _page(request, "check", draft, error=error, **shown)


def _page(request: HttpRequest, step: str, draft: Draft, **more: object) -> HttpResponse:
    """Render ``write_<step>.html``; fields the page does not show travel hidden."""
    form = more.get("form")
    shown = set(form.fields) if isinstance(form, WhatForm | WhoForm) else set()
    context = {
        "step": step,
        "steps": STEPS,
        "number": NUMBERS[step],
        "trail": _trail(step),
        "draft": draft,
        "signed_pass": draft.form_pass.signed(),
        "carried": [(name, draft.data[name]) for name in FIELDS if name in draft.data and name not in shown],
        **more,
    }
    return render(request, f"mailbox/write_{step}.html", context)


def _trail(step: str) -> list[tuple[str, str]]:
    first = (_("写信"), reverse("mailbox:write"))
    return [first] if step == "what" else [first, (str(STEPS[NUMBERS[step] - 1]), "")]
