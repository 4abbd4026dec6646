"""/letters/track/own-data/: what the bureau holds of the writer, who looked at it; taking it away, deleting it."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from mailbox import erasing, retention, timeline, tracking
from mailbox import own_data as data
from mailbox.enums import OPEN_STATUSES, EventKind, LetterClass
from mailbox.exceptions import MailboxError
from mailbox.forms.tracking import EnterForm, EraseForm
from mailbox.models import Letter
from mailbox.views.public.busy import kept_when_busy
from mailbox.views.public.tracking import DEEDS_AN_HOUR, OWN_DATA, enter_page, letter_of, ticket_of
from mailbox.views.public.visitors import client_of, is_from_us
from portal.limits.limiter import allow


@csrf_exempt
@require_http_methods(["GET", "HEAD"])
def own_data(request: HttpRequest) -> HttpResponse:
    """What is held, masked; who looked at it; the two things the writer may do with it."""
    letter = letter_of(request)
    return _enter_again(request) if letter is None else _page(request, letter)


@sensitive_variables("taken", "content")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_busy
def download(request: HttpRequest) -> HttpResponse:
    """The file, as the answer to a post only: to read (HTML) or for machines (JSON)."""
    if request.method != "POST":
        return redirect("mailbox:own_data")
    letter = letter_of(request)
    if letter is None:
        return _enter_again(request)
    refused = _refused(request)
    if refused:
        return _page(request, letter, notice=refused)
    with transaction.atomic():
        taken = data.taken_away(letter.pk, now=timezone.now())
    as_json = request.POST.get("format") == "json"
    if as_json:
        response: HttpResponse = JsonResponse(taken.as_dict(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        response = HttpResponse(render_to_string("mailbox/track_download.html", {"data": taken}))
    name = f"{letter.number}.{'json' if as_json else 'html'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_busy
def erase(request: HttpRequest) -> HttpResponse:
    """删除联系方式, after the box was ticked below what it means."""
    if request.method != "POST":
        return redirect("mailbox:own_data")
    letter = letter_of(request)
    if letter is None:
        return _enter_again(request)
    form = EraseForm(request.POST, auto_id="erase-%s")
    refused = _refused(request)
    if refused:
        return _page(request, letter, form=EraseForm(initial=request.POST.dict(), auto_id="erase-%s"), notice=refused)
    if form.is_valid():
        try:
            erasing.at_own_wish(letter.pk, now=timezone.now())
        except MailboxError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('mailbox:own_data')}?done=erase")
    return _page(request, letter, form=form)


def _refused(request: HttpRequest) -> str:
    """Why this post is not carried out; "" when it may be."""
    if not (is_from_us(request) and tracking.is_form_key(request.POST.get("form_key", ""), ticket_of(request))):
        return _("这一步没有认出来，还没有做。请再点一次按钮。")
    if not allow("letter.deed", client_of(request), limit=DEEDS_AN_HOUR, seconds=3600):
        return _("您所在的网络一小时里操作得太多了，请过一小时再来。")
    return ""


def _enter_again(request: HttpRequest) -> HttpResponse:
    notice = _("请先输编号和查询码，输完就到“您的个人信息”。进来超过30分钟，也要再输一次。")
    return enter_page(request, EnterForm(), notice=notice, kept=[("kept_action", OWN_DATA)])


def _page(request: HttpRequest, letter: Letter, *, form: EraseForm | None = None, notice: str = "") -> HttpResponse:
    letter.refresh_from_db()
    events = timeline.events_of(letter)
    rule = retention.rule_for(letter)
    held = erasing.is_held(letter)
    context = {
        "letter": letter,
        "contact": data.masked_contact_of(letter),
        "erased": letter.events.filter(kind=EventKind.ERASED).exists(),
        "looks": timeline.past([event for event in events if event.kind == EventKind.REVEALED]),
        "form": form or EraseForm(auto_id="erase-%s"),
        "failed": form if form is not None and form.is_bound else None,
        "held": erasing.HELD if held else "",
        "is_open": letter.status in OPEN_STATUSES,
        "is_report": letter.letter_class == LetterClass.REPORT,
        "period": rule.period if rule else "",
        "done": request.GET.get("done") == "erase",
        "notice": notice,
        "form_key": tracking.form_key(ticket_of(request)),
        "trail": [
            (_("查进度"), reverse("mailbox:track")),
            (letter.number, reverse("mailbox:track")),
            (_("您的个人信息"), ""),
        ],
    }
    return render(request, "mailbox/track_own_data.html", context)
