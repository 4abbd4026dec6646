"""可能已有答复: looking up, showing and counting similar answers for the writing form.

Nothing typed is kept or logged, and none of it is in an address: it comes by POST. What is counted is which answers
were shown, opened, and whether they helped, by a journey that leads to no letter (``mailbox.forms.journeys``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mailbox.forms import form_passes, journeys
from mailbox.views.public.busy import kept_when_busy
from mailbox.views.public.visitors import client_of, is_from_us
from portal import suggestions
from portal.limits.limiter import allow
from portal.suggestions import Card, Step, Suggestion
from portal.text import clean_text

LISTED, TYPED = 5, 3  # answers on the page of its own; below the form while it is written
SHORTEST = 4  # characters that can be a question
SUBJECT_READ, BODY_READ = 100, 300  # characters looked at while they are typed
COUNTED_AN_HOUR = 1_200  # from one address; a school's shared one does less, and nobody bends the figures alone


@dataclass(frozen=True)
class Line:
    """One line of an answer, parted at the sentence that matched; ``found`` is empty where it did not."""

    before: str
    found: str = ""
    after: str = ""


@dataclass(frozen=True)
class Shown:
    """A suggestion on a page: with the text that stands for it when it is counted, and its words by line."""

    suggestion: Suggestion
    token: str
    lines: tuple[Line, ...]


def look_up(request: HttpRequest, text: str, journey: str) -> list[Shown] | None:
    """What the step shows for ``text``, counted as shown; None when search is down."""
    try:
        found = suggestions.similar(text, limit=LISTED)
    except suggestions.SuggestionsUnavailable:
        return None
    count(request, Step.SHOWN, journey, suggestions.cards(found))
    return shown(found, journey)


def count(request: HttpRequest, step: Step, journey: str, cards: Sequence[Card] = ()) -> None:
    """Note a step of this form, within what one address may count."""
    if allow("similar.counted", client_of(request), limit=COUNTED_AN_HOUR, seconds=3600):
        suggestions.record(step, journey, cards)


def shown(found: Sequence[Suggestion], journey: str) -> list[Shown]:
    """``found`` in the order of the page."""
    cards = suggestions.cards(found)
    return [Shown(each, journeys.signed(journey, card), lines(each)) for each, card in zip(found, cards, strict=True)]


def only_answers(found: Sequence[Shown]) -> bool:
    """Whether no disclosure or article is among them."""
    return all(each.suggestion.kind == "answer" for each in found)


def lines(suggestion: Suggestion) -> tuple[Line, ...]:
    """The public words with the matched sentence (its excerpt, without the marks of cutting) set apart, once."""
    sentence = suggestion.excerpt.strip("…").strip()
    parted, left = [], bool(sentence)
    for text in suggestion.body.splitlines():
        before, found, after = text.partition(sentence) if left else (text, "", "")
        left = left and not found
        if text.strip():
            parted.append(Line(before, found, after))
    return tuple(parted)


@csrf_exempt
@require_POST
def while_typing(request: HttpRequest) -> HttpResponse:
    """A fragment with answers like what is typed so far; 204 while that is too little to ask. Words alone are compared.

    What is shown here counts only once it is opened, or called a solution: the half of a sentence finds many things.
    """
    subject = clean_text(request.POST.get("subject", "")[:SUBJECT_READ]).strip()
    body = clean_text(request.POST.get("body", "")[:BODY_READ]).strip()
    given = form_passes.read(request.POST.get("pass", ""))
    if given is None or not is_from_us(request) or len(subject + body) < SHORTEST:
        return HttpResponse(status=204)
    try:
        found = suggestions.while_typing(f"{subject}\n{body}", limit=TYPED)
    except suggestions.SuggestionsUnavailable:
        return render(request, "mailbox/write_typing.html", {"sentence": _("相近的答复暂时查不了，不是没有答案。")})
    cards = shown(found, journeys.journey_of(given))
    return render(request, "mailbox/write_typing.html", {"found": cards, "only_answers": only_answers(cards)})


@csrf_exempt
@require_POST
@kept_when_busy
def opened(request: HttpRequest) -> HttpResponse:
    """Counts that a card was opened. Sent by the page's script; always 204, whether it was believed or not."""
    card = journeys.read(request.POST.get("card", ""))
    if card is not None and is_from_us(request):
        count(request, Step.OPENED, card[0], [card[1]])
    return HttpResponse(status=204)
