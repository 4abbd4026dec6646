"""The inbox: tabs with counts, filters, search, one row a letter, sorted by what is due first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mailbox import contacts, numbering, queries
from mailbox import queues as desk_queues
from mailbox.enums import Visibility
from mailbox.forms.desk import FilterForm
from mailbox.models import Assignment, Letter
from mailbox.permissions import Actor, may_take_in
from mailbox.queues import Queue
from mailbox.views.desk.access import desk_actor
from mailbox.views.desk.chips import Chip, chip_of
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.calendar.days import WorkingCalendar
from portal.calendar.store import load_calendar

ROWS = 25


@dataclass(frozen=True)
class Tab:
    label: str
    count: int | None  # None: counted elsewhere
    url: str
    current: bool = False


@dataclass(frozen=True)
class Row:
    letter: Letter
    unit: str
    chip: Chip | None

    @property
    def is_restricted(self) -> bool:
        return self.letter.visibility == Visibility.RESTRICTED


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Letters of one queue, filtered. The number of queries does not depend on the number of rows."""
    actor = desk_actor(request)
    today, calendar = timezone.localdate(), load_calendar()
    tabs = desk_queues.queues_for(actor, today, calendar)
    form = FilterForm(request.GET)
    form.is_valid()
    current = chosen(tabs, request.GET.get("tab", ""), searching=bool(form.cleaned_data.get("q")))
    found = filtered(visible(actor).filter(current.letters), form.cleaned_data, actor)
    page = Paginator(sorted_by_due(found), ROWS).get_page(request.GET.get("p"))
    context = {
        "tabs": tab_links(actor, tabs, current),
        "tab": current.code,
        "form": form,
        "filtering": any(form.cleaned_data.get(name) for name in form.fields if name != "q"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "rows": rows(page, today, calendar),
        "may_take_in": may_take_in(actor),
        "breadcrumbs_items": [{"url": None, "label": "信件办理"}],
    }
    return render(request, "mailbox/desk/inbox.html", context)


def chosen(tabs: list[Queue], code: str, *, searching: bool) -> Queue:
    """The tab asked for; a search looks everywhere unless a tab was named; an unknown name is the first tab."""
    by_code = {queue.code: queue for queue in tabs}
    return by_code.get(code or ("all" if searching else ""), tabs[0])


def visible(actor: Actor) -> QuerySet[Letter]:
    return queries.visible_to(actor.user) if actor.user else Letter.objects.none()


def filtered(letters: QuerySet[Letter], given: dict[str, object], actor: Actor) -> QuerySet[Letter]:
    """``letters`` that fit the filter form; fields that did not validate are absent and ask nothing."""
    for name in ("status", "letter_class", "topic", "channel"):
        if given.get(name):
            letters = letters.filter(**{name: given[name]})
    if given.get("unit"):
        letters = letters.filter(desk_queues.led_by(Q(unit=given["unit"])))
    if given.get("since"):
        letters = letters.filter(received_at__date__gte=given["since"])
    if given.get("until"):
        letters = letters.filter(received_at__date__lte=given["until"])
    words = str(given.get("q") or "").strip()
    return letters.filter(search_q(words, actor)) if words else letters


def search_q(words: str, actor: Actor) -> Q:
    """By number, by the writer's exact name or phone (keyed hash), by words of the letter.

    Who asked to be kept from the unit (保密) is found by name or phone only at the registry.
    """
    number = numbering.parse_number(words)
    if number:
        return Q(number=number)
    writer = contacts.written_by_q(words)
    if not actor.held.get(Role.REGISTRAR):
        writer &= Q(is_confidential=False)
    text = Q(subject__icontains=words) | Q(body__icontains=words) | Q(place__icontains=words)
    return writer | text | Q(number__contains=words.upper())


def sorted_by_due(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    open_leads = Assignment.objects.filter(is_lead=True, ended_at__isnull=True).select_related("unit")
    return (
        queries.with_due(letters)
        .select_related("topic")
        .prefetch_related(Prefetch("assignments", queryset=open_leads, to_attr="open_leads"))
        .order_by(F("next_due").asc(nulls_last=True), "-received_at", "-pk")
    )


def rows(page: Page[Letter], today: date, calendar: WorkingCalendar) -> list[Row]:
    return [
        Row(
            letter,
            next((str(lead.unit) for lead in getattr(letter, "open_leads", [])), ""),
            chip_of(letter, getattr(letter, "next_due", None), today, calendar),
        )
        for letter in page
    ]


def tab_links(actor: Actor, tabs: list[Queue], current: Queue) -> list[Tab]:
    """The tabs with their counts; 限制知悉 only when there is something in it; 待公开 leads to its own desk."""
    counted = desk_queues.counts(actor.user, tabs) if isinstance(actor.user, User) else {}
    links = [
        Tab(queue.label, counted.get(queue.code, 0), f"?tab={queue.code}", queue == current)
        for queue in tabs
        if queue.code != "restricted" or counted.get("restricted")
    ]
    return [*links[:-1], *publication(actor), links[-1]]


def publication(actor: Actor) -> list[Tab]:
    if not (actor.held.get(Role.PUBLISHER) or actor.held.get(Role.RELEASER)):
        return []
    try:
        return [Tab("待公开", None, reverse("publication:index"))]
    except NoReverseMatch:
        return []
