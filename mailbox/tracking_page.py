"""What the tracking page shows of one letter, put together from the letter, its ledger, its clocks and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailbox import chain, clocks, correspondence, due_words, moves, queries, timekeeping, timeline
from mailbox.clocks import Urgency
from mailbox.enums import OPEN_STATUSES, Action, MessageKind, Status
from mailbox.models import Event, Letter, Message, Rating, Reply
from mailbox.timeline import Entry, Outlook
from portal.calendar.due import Due
from portal.calendar.proof import Explanation, explain
from portal.calendar.rules import rule
from portal.calendar.store import load_calendar
from portal.organizations.models import Organization

S = Status
FINGERPRINT_SIGNS = 16
BADGES = {
    S.RECEIVED: ("s-received", gettext_lazy("已收到"), ""),
    S.REGISTERED: ("s-registered", gettext_lazy("已登记"), ""),
    S.ASSIGNED: ("s-registered", gettext_lazy("已转办"), ""),
    S.RETURNED: ("s-registered", gettext_lazy("重新转办"), ""),
    S.ACCEPTED: ("s-working", gettext_lazy("办理中"), ""),
    S.DRAFTED: ("s-review", gettext_lazy("答复审核中"), ""),
    S.APPROVED: ("s-review", gettext_lazy("答复审核中"), ""),
    S.ANSWERED: ("s-answered", gettext_lazy("已答复"), ""),
    S.CLOSED: ("s-closed", gettext_lazy("已办结"), ""),
    S.ARCHIVED: ("s-closed", gettext_lazy("已办结"), ""),
    S.AWAITING_CITIZEN: ("s-wait", gettext_lazy("等您补充"), "soon"),
    S.WITHDRAWN: ("s-void", gettext_lazy("已撤回"), "mute"),
    S.REDIRECTED: ("s-redirect", gettext_lazy("已转其他途径"), "mute"),
    S.REJECTED: ("s-void", gettext_lazy("不予受理"), "mute"),
    S.MERGED: ("i-link", gettext_lazy("已并案"), "mute"),
}
ENDED = {
    S.WITHDRAWN: gettext_lazy("您撤回了这封信"),
    S.REDIRECTED: gettext_lazy("这件事要走别的途径"),
    S.REJECTED: gettext_lazy("这件事我们不受理"),
    S.MERGED: gettext_lazy("并到另一封信里一起办"),
    S.CLOSED: gettext_lazy("这件事办结了"),
    S.ARCHIVED: gettext_lazy("这件事办结了"),
}


@dataclass(frozen=True)
class Integrity:
    """Whether the ledger still follows entry from entry, and the last entry's fingerprint in groups of four."""

    entries: int
    broken: bool
    fingerprint: str


@dataclass(frozen=True)
class TrackingPage:
    letter: Letter
    badge: tuple[str, str, str]
    is_late: bool
    headline: str
    when: str
    when_iso: str
    explanation: str
    proof: Explanation | None
    unit: Organization | None
    reply: Reply | None
    question: Message | None
    own_words: list[Message]
    entries: list[Entry]
    rating: Rating | None
    integrity: Integrity
    actions: tuple[str, ...]

    @property
    def unit_phone_number(self) -> str:
        """Digits and dashes for a ``tel:`` address."""
        phone = self.unit.phone if self.unit else ""
        return "".join(sign for sign in phone if sign.isdigit() or sign in "+-")


def tracking_page(letter: Letter, now: datetime) -> TrackingPage:
    today, calendar = timezone.localdate(now), load_calendar()
    unit = queries.lead_unit(letter)
    events = timeline.events_of(letter)
    view = timeline.outlook(letter, today, calendar, str(unit) if unit else _("负责的科室"))
    rating = Rating.objects.filter(letter=letter).first()
    messages = list(letter.messages.all())
    headline, when, when_iso = _when(letter, view)
    due = timekeeping.proof(view.reply) if view.reply else None
    return TrackingPage(
        letter=letter,
        badge=_badge(letter),
        is_late=_is_late(letter, view),
        headline=headline,
        when=when,
        when_iso=when_iso,
        explanation=_explanation(letter, view, due),
        proof=_proof(letter, view, due),
        unit=unit,
        reply=letter.replies.filter(sent_at__isnull=False).order_by("-sent_at").first(),
        question=_open_question(letter, messages),
        own_words=[each for each in messages if each.kind in (MessageKind.SUPPLEMENT, MessageKind.REMINDER)],
        entries=[*timeline.past(events), *timeline.present_and_future(letter, view, rated=rating is not None)],
        rating=rating,
        integrity=_integrity(letter, events),
        actions=_actions(letter, now, rated=rating is not None),
    )


def _badge(letter: Letter) -> tuple[str, str, str]:
    icon_name, text, tone = BADGES[S(letter.status)]
    return icon_name, str(text), tone


def _is_late(letter: Letter, view: Outlook) -> bool:
    due_on = view.reply.due_on if view.reply else None
    return due_on is not None and clocks.nearness(due_on, view.today, view.calendar).urgency is Urgency.LATE


def _when(letter: Letter, view: Outlook) -> tuple[str, str, str]:
    """Headline, the date under it, the date for machines."""
    status = S(letter.status)
    if status == S.ANSWERED and letter.answered_at is not None:
        return _("答复您了"), due_words.moment(letter.answered_at), letter.answered_at.isoformat(timespec="minutes")
    if status in ENDED:
        return str(ENDED[status]), "", ""
    if view.reply is None or view.reply.due_on is None:
        return due_words.promise(None, view.today, view.calendar), "", ""
    due_on: date = view.reply.due_on
    words = due_words.day(due_on, view.calendar, provisional=view.reply.is_provisional)
    return due_words.promise(due_on, view.today, view.calendar), words, due_on.isoformat()


def _explanation(letter: Letter, view: Outlook, due: Due | None) -> str:
    status = S(letter.status)
    if status == S.AWAITING_CITIZEN:
        return _("您补来以后，时限接着算。问题在下面。")
    if status not in OPEN_STATUSES or view.reply is None or due is None:
        return ""
    if _is_late(letter, view):
        return _("本该在%(day)s前答复您。督办的人看得到这封信，您也可以催一催。") % {
            "day": due_words.day(view.reply.due_on or view.today, view.calendar, short=True)
        }
    words = str(timeline.NOW_WORDS[status][1]) % {"unit": view.unit}
    return _("%(now)s。%(count)s") % {"now": words, "count": _count(due, view.today)}


def _count(due: Due, today: date) -> str:
    """一共5个工作日，今天是第4个。"""
    numbers = [day.number for day in due.days if day.number is not None]
    reached = [day.number for day in due.days if day.number is not None and day.on <= today]
    if not reached:
        return _("一共%(total)d个工作日，从收到的第二天数起。") % {"total": numbers[-1]}
    counts_today = any(day.on == today and day.counted for day in due.days)
    words = (
        _("一共%(total)d个工作日，今天是第%(number)d个。")
        if counts_today
        else _("一共%(total)d个工作日，已数到第%(number)d个。")
    )
    return words % {"total": numbers[-1], "number": reached[-1]}


def _proof(letter: Letter, view: Outlook, due: Due | None) -> Explanation | None:
    clock = view.reply
    if clock is None or due is None:
        return None
    found = rule(clock.rule)
    return explain(
        due,
        start=clock.started_on,
        today=view.today,
        calendar=view.calendar,
        basis=_("%(basis)s：%(label)s，%(days)d个工作日内")
        % {"basis": found.basis, "label": found.label, "days": found.amount},
        pauses=timekeeping.pauses_of(letter),
    )


def _open_question(letter: Letter, messages: list[Message]) -> Message | None:
    if letter.status != S.AWAITING_CITIZEN:
        return None
    return next((each for each in reversed(messages) if each.kind == MessageKind.QUESTION), None)


def _integrity(letter: Letter, events: list[Event]) -> Integrity:
    last = events[-1].hash[:FINGERPRINT_SIGNS] if events else ""
    groups = " ".join(last[at : at + 4] for at in range(0, len(last), 4))
    return Integrity(len(events), chain.broken_at(letter) is not None, groups)


def _actions(letter: Letter, now: datetime, *, rated: bool) -> tuple[str, ...]:
    """What the writer may do now, the usual one first."""
    able = []
    if letter.status in (S.ANSWERED, S.CLOSED, S.ARCHIVED) and not rated:
        able.append("rate")
    if letter.status in OPEN_STATUSES:
        able.append("supplement")
    if correspondence.may_remind(letter, now):
        able.append("remind")
    if (S(letter.status), Action.WITHDRAW) in moves.TABLE:
        able.append("withdraw")
    return tuple(able)
