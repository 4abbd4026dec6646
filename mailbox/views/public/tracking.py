"""/letters/track/: enter with number and code, read, act, leave. What was typed survives an expired ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mailbox import correspondence, tracking
from mailbox.exceptions import MailboxError
from mailbox.forms.tracking import ACTIONS, EnterForm
from mailbox.models import Letter
from mailbox.tracking_page import tracking_page
from mailbox.views.public.busy import kept_when_busy
from mailbox.views.public.visitors import client_of, is_from_us
from portal.limits.limiter import allow

COOKIE = "letter_ticket"
DEEDS_AN_HOUR = 120
OWN_DATA = "own-data"  # where an expired ticket interrupted, as the entering form carries it
KEPT = ("text", "sure", "handling", "reception")  # what an action form may hold
DONE = {
    "supplement": gettext_lazy("补充收到了，和原信放在一起。"),
    "remind": gettext_lazy("催办收到了，承办单位和督办的人都看得到。"),
    "withdraw": gettext_lazy("这封信撤回了，我们不再办理。"),
    "rate": gettext_lazy("评价收到了。"),
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_busy
def track(request: HttpRequest) -> HttpResponse:
    """The letter of the ticket, or the form that asks for number and code."""
    now = timezone.now()
    if request.method == "POST":
        return _enter(request, now)
    letter = letter_of(request)
    if letter is None:
        return enter_page(request, EnterForm())
    done = DONE.get(request.GET.get("done", ""))
    return _track_page(request, letter, now, done=str(done or ""))


def _enter(request: HttpRequest, now: datetime) -> HttpResponse:
    form = EnterForm(request.POST)
    if not is_from_us(request):
        return enter_page(request, EnterForm(initial=request.POST.dict()), notice=_("请再点一次“查进度”。"))
    if not form.is_valid():
        return enter_page(request, form)
    given = form.cleaned_data
    letter = tracking.find(given["number"], given["code"], client=client_of(request))
    if letter is None:
        form.add_error(
            "code",
            _("编号和查询码对不上，或者这个网络查得太频繁。请照回执再输一次；还不行，过10分钟再来。"),
        )
        return enter_page(request, form)
    ticket = tracking.ticket(letter)  # one for page and cookie: a second later it would be another
    return _with_ticket(_after_entering(request, letter, ticket, now), ticket)


def _after_entering(request: HttpRequest, letter: Letter, ticket: str, now: datetime) -> HttpResponse:
    """To the page itself; or, when an action was cut off by an expired ticket, to its form with the words typed."""
    action = request.POST.get("kept_action", "")
    if action == OWN_DATA:
        return redirect("mailbox:own_data")
    if action not in ACTIONS:
        return redirect("mailbox:track")
    typed = {name: request.POST[f"kept_{name}"] for name in KEPT if request.POST.get(f"kept_{name}")}
    form = _form(action, initial=typed)
    notice = _("您写的都在下面，请再点一次按钮。")
    return _track_page(request, letter, now, form=form, action=action, notice=notice, ticket=ticket)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_busy
def track_action(request: HttpRequest, action: str) -> HttpResponse:
    """What the writer does with the letter: supplement, remind, withdraw, rate; and leave."""
    if action not in ACTIONS:
        raise Http404
    if request.method != "POST":
        return redirect("mailbox:track")
    now, letter = timezone.now(), letter_of(request)
    if action == "leave":
        return _leave(request)
    if letter is None:
        notice = _("您进来超过30分钟了，要再输一次编号和查询码。您刚才写的都还在，输完就能看到。")
        return enter_page(request, EnterForm(), notice=notice, kept=_kept(request, action))
    if not (is_from_us(request) and tracking.is_form_key(request.POST.get("form_key", ""), ticket_of(request))):
        form, notice = _form(action, initial=request.POST.dict()), _("这一步没有认出来，还没有收下。请再点一次按钮。")
        return _track_page(request, letter, now, form=form, action=action, notice=notice)
    return _act(request, letter, action, now)


def _act(request: HttpRequest, letter: Letter, action: str, now: datetime) -> HttpResponse:
    form = _form(action, request.POST)
    if form.is_valid():
        if not allow("letter.deed", client_of(request), limit=DEEDS_AN_HOUR, seconds=3600):
            form.add_error(None, _("您所在的网络一小时里操作得太多了，请过一小时再来。"))
        else:
            try:
                DEEDS[action](letter.pk, form.cleaned_data, now)
            except MailboxError as error:
                letter.refresh_from_db()
                form.add_error(None, str(error))
            else:
                return redirect(f"{reverse('mailbox:track')}?done={action}")
    return _track_page(request, letter, now, form=form, action=action)


Deed = Callable[[int, dict[str, Any], datetime], Letter]
DEEDS: dict[str, Deed] = {
    "supplement": lambda pk, given, now: correspondence.supplement(pk, given["text"], now=now),
    "remind": lambda pk, given, now: correspondence.remind(pk, given["text"], now=now),
    "withdraw": lambda pk, given, now: correspondence.withdraw(pk, reason=given["text"], now=now),
    "rate": lambda pk, given, now: correspondence.rate(
        pk, handling=given["handling"], reception=given["reception"], comment=given["text"], now=now
    ),
}


def _leave(request: HttpRequest) -> HttpResponse:
    """退出. Ending a visit harms nobody, so it is not guarded against other sites."""
    response = enter_page(request, EnterForm(), notice=_("已经退出。这台设备上看不到您的信了。"))
    response.delete_cookie(COOKIE, path=reverse("mailbox:track"), samesite="Lax")
    return response


def _with_ticket(response: HttpResponse, ticket: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        ticket,
        max_age=int(tracking.OPEN_FOR.total_seconds()),
        path=reverse("mailbox:track"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def ticket_of(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def letter_of(request: HttpRequest) -> Letter | None:
    return tracking.holder(ticket_of(request))


def _form(action: str, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> forms.Form:
    """An action's form; ids carry the action's name, for several of them stand on one page."""
    return ACTIONS[action](data, initial=initial, auto_id=f"{action}-%s")


def _kept(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    typed = [(f"kept_{name}", request.POST[name]) for name in KEPT if request.POST.get(name)]
    return [("kept_action", action), *typed]


def enter_page(
    request: HttpRequest, form: EnterForm, *, notice: str = "", kept: list[tuple[str, str]] | None = None
) -> HttpResponse:
    names = [name for name in ("kept_action", *(f"kept_{each}" for each in KEPT)) if request.POST.get(name)]
    carried = kept or [(name, request.POST[name]) for name in names]
    context = {"form": form, "notice": notice, "carried": carried, "trail": [(_("查进度"), "")]}
    return render(request, "mailbox/track_enter.html", context)


def _track_page(
    request: HttpRequest,
    letter: Letter,
    now: datetime,
    *,
    form: forms.Form | None = None,
    action: str = "",
    notice: str = "",
    done: str = "",
    ticket: str = "",
) -> HttpResponse:
    page = tracking_page(letter, now)
    offered = [name for name in ACTIONS if name in page.actions or name == action]
    context = {
        "page": page,
        "letter": letter,
        "trail": [(_("查进度"), reverse("mailbox:track")), (letter.number, "")],
        "forms": {name: form if name == action and form is not None else _form(name) for name in offered},
        "other": EnterForm(auto_id="other-%s"),
        "action": action,
        "failed": form if form is not None and form.is_bound else None,
        "notice": notice,
        "done": done,
        "form_key": tracking.form_key(ticket or ticket_of(request)),
    }
    return render(request, "mailbox/track.html", context)
