"""What stands beside the letter: the writer behind masks, messages, clocks with proof, history, answers like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from mailbox import clocks, timekeeping
from mailbox.enums import OPEN_STATUSES, EventKind, Visibility
from mailbox.models import Event, Letter, LetterClock
from mailbox.permissions import Actor
from mailbox.views.desk.chips import chip_of
from portal.accounts.roles import Role
from portal.calendar.days import WorkingCalendar
from portal.calendar.due import DayProof, Due
from portal.calendar.rules import rule
from portal.suggestions import Suggestion, SuggestionsUnavailable, similar

ASKED_LENGTH = 1000  # characters of a letter that are enough to find answers like it
ICONS = {
    EventKind.RECEIVED: "s-received",
    EventKind.REGISTER: "s-registered",
    EventKind.ASSIGN: "i-right",
    EventKind.ACCEPT: "s-working",
    EventKind.SUBMIT: "s-review",
    EventKind.APPROVE: "i-ok",
    EventKind.SIGN: "s-answered",
    EventKind.CLOSE: "s-closed",
    EventKind.ARCHIVE: "s-closed",
    EventKind.ASK_CITIZEN: "s-wait",
    EventKind.REVEALED: "i-eye",
    EventKind.CODE_REISSUED: "i-alert",
    EventKind.REMINDED: "i-alert",
    EventKind.REDIRECT: "s-redirect",
    EventKind.CLOCK_RECOMPUTED: "i-clock",
    EventKind.RECLASSIFIED: "i-pen",
}


@dataclass(frozen=True)
class Entry:
    """One line of 经过."""

    event: Event
    icon: str
    what: str
    who: str
    words: str


@dataclass(frozen=True)
class ClockView:
    """A clock with its rule and, for the reply, one box a counted day."""

    clock: LetterClock
    label: str
    limit: str
    due: Due
    today: date
    left_out: str
    edition: str

    @property
    def boxes(self) -> list[DayProof]:
        return [day for day in self.due.days if day.counted] if self.clock.rule != clocks.RED_LINE else []


@dataclass(frozen=True)
class Alike:
    """Public answers like the letter; ``unavailable`` is not the same as none."""

    found: Sequence[Suggestion] = ()
    unavailable: bool = False
    looked: bool = False  # false where nothing is looked up

    @property
    def cited(self) -> list[tuple[Suggestion, str]]:
        """Each with the words that 引用 puts into the reply; none for an answer that a newer one replaced."""
        return [(each, "" if each.superseded else quotation(each)) for each in self.found]


def quotation(suggestion: Suggestion) -> str:
    """The public words with where they stand, and since when."""
    on = suggestion.on
    return _("%(words)s\n（摘自公开答复《%(title)s》%(on)s）") % {
        "words": (suggestion.body or suggestion.excerpt).strip(),
        "title": suggestion.title,
        "on": _("，%(y)d年%(m)d月%(d)d日答复") % {"y": on.year, "m": on.month, "d": on.day} if on else "",
    }


def facts(letter: Letter, actor: Actor, today: date, calendar: WorkingCalendar) -> dict[str, object]:
    running = list(letter.clocks.filter(stopped_on__isnull=True))
    dates = [clock.due_on for clock in running if clock.due_on]
    return {
        "today": today,
        "chip": chip_of(letter, min(dates, default=None), today, calendar),
        "clocks": [clock_view(clock, today, calendar) for clock in running],
        "stopped": [(clock, str(rule(clock.rule).label)) for clock in letter.clocks.filter(stopped_on__isnull=False)],
        "history": history(letter),
        "messages_": letter.messages.select_related("author"),
        "contact": writer(letter, actor),
        "alike": alike(letter),
        "rating": getattr(letter, "rating", None),
    }


def writer(letter: Letter, actor: Actor) -> dict[str, object]:
    """The writer as masks; nothing at all for the unit when the writer asked to be kept from it (保密)."""
    contact = getattr(letter, "contact", None)
    hidden = letter.is_confidential and not actor.held.get(Role.REGISTRAR)
    if contact is None or hidden:
        return {"hidden": hidden, "anonymous": contact is None}
    return {
        "hidden": False,
        "anonymous": contact.is_anonymous,
        "name": contact.masked_name,
        "phone": contact.masked_phone,
        "email": contact.masked_email,
        "notify_by": contact.get_notify_by_display(),
    }


def clock_view(clock: LetterClock, today: date, calendar: WorkingCalendar) -> ClockView:
    found = rule(clock.rule)
    due = timekeeping.proof(clock)
    return ClockView(
        clock=clock,
        label=str(found.label),
        limit=f"{found.amount}个{found.get_unit_display()}" if found.unit == "working_day" else f"{found.amount}日",
        due=due,
        today=today,
        left_out=left_out([day for day in due.days if due.unrolled is None or day.on <= due.unrolled]),
        edition=edition(due, calendar),
    )


def left_out(days: Sequence[DayProof]) -> str:
    """国庆7天、周末2天不算; "" when every day counted."""
    reasons = [_kind(day.reason) for day in days if not day.counted]
    totals = [(name, len(list(same))) for name, same in groupby(sorted(reasons))]
    return _("%(days)s不算。") % {"days": "、".join(f"{name}{count}天" for name, count in totals)} if totals else ""


def _kind(reason: str) -> str:
    return _("周末") if reason in ("周六", "周日") else reason


def edition(due: Due, calendar: WorkingCalendar) -> str:
    """Which calendar the date rests on: 2026年日历为正式版, or 暂定 for a year whose notice is not out."""
    years = sorted({day.on.year for day in due.days})
    words = [
        _("%(year)d年日历%(kind)s")
        % {
            "year": year,
            "kind": _("暂定，通知发布后重算") if calendar.is_provisional(date(year, 1, 1)) else _("为正式版"),
        }
        for year in years
    ]
    return "，".join(words) + "。" if words else ""


def history(letter: Letter) -> list[Entry]:
    events = letter.events.select_related("user", "unit", "words").order_by("-sequence")
    return [entry(event) for event in events]


def entry(event: Event) -> Entry:
    words = getattr(event, "words", None)
    return Entry(
        event=event,
        icon=ICONS.get(EventKind(event.kind), "s-registered"),
        what=str(EventKind(event.kind).label),
        who=str(event.user) if event.user else {"citizen": _("写信人"), "system": _("系统")}.get(event.party, ""),
        words=words.text if words is not None else "",
    )


def alike(letter: Letter) -> Alike:
    """Nothing is looked up for a restricted letter: no copying aids there, and its words go nowhere."""
    if letter.status not in OPEN_STATUSES or letter.visibility == Visibility.RESTRICTED:
        return Alike()
    try:
        return Alike(similar(f"{letter.subject}\n{letter.body}"[:ASKED_LENGTH], limit=3), looked=True)
    except SuggestionsUnavailable:
        return Alike(unavailable=True)
