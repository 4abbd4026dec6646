"""A letter's ledger in plain words for its writer: what happened, what happens now, what comes next.

Units are named, people never. Words that staff write to each other (why a unit returned a letter, what a reviewer wants
changed) stay inside; words meant for the writer show: a question, a refusal's reason, why a phone number was seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailbox import clocks, due_words
from mailbox.contacts import FIELDS
from mailbox.enums import OPEN_STATUSES, EventKind, Status
from mailbox.erasing import Ground
from mailbox.models import Event, Letter, LetterClock
from portal import chinese_dates
from portal.accounts.roles import Role
from portal.calendar.days import WorkingCalendar

K, S = EventKind, Status
DONE, NOW, NEXT = "", "now", "next"
PLAIN, EYE, WAIT, VOID, AWAY = "s-answered", "i-eye", "s-wait", "s-void", "s-redirect"


@dataclass(frozen=True)
class Entry:
    """One line, as ``components/timeline.html`` reads it; ``at`` is written out, ``iso`` for machines."""

    title: str
    at: str = ""
    iso: str = ""
    detail: str = ""
    icon_name: str = PLAIN
    state: str = DONE


@dataclass(frozen=True)
class _Line:
    title: str
    icon_name: str = PLAIN
    words: str = ""  # how the event's words show: "" not at all, else a format with %(words)s
    note: str = ""


def _unit(event: Event) -> str:
    return str(event.unit) if event.unit else _("负责的科室")


def _revealed(event: Event) -> _Line:
    field = _(FIELDS.get(str(event.facts.get("field")), "联系方式"))
    reason = _("写明的原因：%(words)s。每次查看都会记在这里。")
    title = _("%(who)s查看了您的%(field)s") % {"who": _who_saw(event), "field": field}
    return _Line(title, EYE, words=reason, note=_("每次查看都会记在这里。"))


def _who_saw(event: Event) -> str:
    """By office, never by name: 云岭区教育局登记处的工作人员."""
    if event.unit is None:
        return _("工作人员")
    form = (
        _("%(unit)s登记处的工作人员") if event.facts.get("role") == Role.REGISTRAR else _("%(unit)s办这封信的工作人员")
    )
    return form % {"unit": event.unit}


ERASED = {
    Ground.WRITER: gettext_lazy("您删除了自己的联系方式"),
    Ground.WRITTEN_REQUEST: gettext_lazy("登记处按您的书面申请，删除了您的联系方式"),
    Ground.RETENTION: gettext_lazy("保存期满，您的联系方式删除了"),
    Ground.RESTORED: gettext_lazy("系统从备份恢复以后，又删除了一次您的联系方式"),
}


def _erased(event: Event) -> _Line:
    title = ERASED.get(Ground(str(event.facts.get("ground", Ground.RETENTION))), ERASED[Ground.RETENTION])
    return _Line(str(title), "i-ok", note=_("信和答复还在，编号和查询码照样能用。"))


LINES: dict[str, Callable[[Event], _Line]] = {
    K.RECEIVED: lambda event: _Line(_("您的信到了")),
    K.REGISTER: lambda event: _Line(_("已登记")),
    K.ASSIGN: lambda event: _Line(_("转给%(unit)s") % {"unit": _unit(event)}),
    K.RECALL: lambda event: _Line(_("从%(unit)s取回，重新转办") % {"unit": _unit(event)}),
    K.ACCEPT: lambda event: _Line(_("%(unit)s接下了这件事") % {"unit": _unit(event)}),
    K.RETURN: lambda event: _Line(_("%(unit)s认为不归它办，退回重新转办") % {"unit": _unit(event)}),
    K.ASK_CITIZEN: lambda event: _Line(_("%(unit)s请您补充") % {"unit": _unit(event)}, WAIT, words="%(words)s"),
    K.SUPPLEMENT: lambda event: _Line(
        _("您补充了说明，时限接着算") if event.party else _("登记了您的补充，时限接着算"), "i-pen"
    ),
    K.SUBMIT: lambda event: _Line(_("答复写好了，交给另一位同事审核")),
    K.SEND_BACK: lambda event: _Line(_("答复要修改")),
    K.APPROVE: lambda event: _Line(_("答复审核通过，等签发")),
    K.SIGN: lambda event: _Line(_("答复您了")),
    K.CLOSE: lambda event: _Line(_("这件事办结了")),
    K.ARCHIVE: lambda event: _Line(_("已归档")),
    K.REOPEN: lambda event: _Line(_("重新办理")),
    K.WITHDRAW: lambda event: _Line(_("您撤回了这封信"), VOID, words="%(words)s"),
    K.REDIRECT: lambda event: _Line(_("这件事要走别的途径"), AWAY, words="%(words)s"),
    K.REJECT: lambda event: _Line(_("这件事我们不受理"), VOID, words="%(words)s"),
    K.MERGE: lambda event: _Line(_("并到说同一件事的另一封信里一起办"), "i-link"),
    K.ADDED: lambda event: _Line(_("您补充了说明"), "i-pen"),
    K.REMINDED: lambda event: _Line(_("您催了一次"), "i-clock", note=_("承办单位和督办的人都看得到。")),
    K.RATED: lambda event: _Line(_("您评价了这次办理")),
    K.REVEALED: _revealed,
    K.CODE_REISSUED: lambda event: _Line(_("窗口给您换了新的查询码"), "i-info", note=_("旧的查询码已经不能用。")),
    K.RECLASSIFIED: lambda event: _Line(_("换了分类或时限"), "i-clock", note=_("收到的时间不变。")),
    K.CLOCK_RECOMPUTED: lambda event: _Line(_("放假安排有变，时限重新算过"), "i-clock"),
    K.RELEASED: lambda event: _Line(_("去掉个人信息后，答复公开了"), "i-eye"),
    K.UNPUBLISHED: lambda event: _Line(_("公开的答复撤下了"), "i-eye"),
    K.ERASED: _erased,
    K.EXPORTED: lambda event: _Line(
        _("您下载了信件和处理记录"), "i-save", note=_("不是您下载的？请打网站页脚的电话。")
    ),
    K.IMPORTED: lambda event: _Line(_("从旧信箱转来")),
}
"""Kinds without a line are the bureau's own paperwork and do not show."""


def events_of(letter: Letter) -> list[Event]:
    return list(letter.events.select_related("unit", "words").order_by("sequence"))


def past(events: list[Event]) -> list[Entry]:
    """What has happened, oldest first."""
    return [_entry(event, LINES[event.kind](event)) for event in events if event.kind in LINES]


def _entry(event: Event, line: _Line) -> Entry:
    words = getattr(event, "words", None)
    said = line.words % {"words": words.text.rstrip("。.")} if line.words and words is not None else ""
    return Entry(
        title=line.title,
        at=chinese_dates.moment(event.at),
        iso=event.at.isoformat(timespec="minutes"),
        detail=said or line.note,
        icon_name=line.icon_name,
    )


@dataclass(frozen=True)
class Outlook:
    """What the future of a letter depends on: its running clocks, the day, and the calendar."""

    today: date
    calendar: WorkingCalendar
    reply: LetterClock | None
    registration: LetterClock | None
    unit: str

    def by(self, clock: LetterClock | None) -> tuple[str, str]:
        """(10月10日（周六，调休上班）前, 2026-10-10); empty while the clock stands still."""
        if clock is None or clock.due_on is None:
            return "", ""
        words = due_words.day(clock.due_on, self.calendar, short=True, provisional=clock.is_provisional)
        form = _("%(day)s前") if clock.due_on >= self.today else _("本该在%(day)s前")
        return form % {"day": words}, clock.due_on.isoformat()


def outlook(letter: Letter, today: date, calendar: WorkingCalendar, unit: str) -> Outlook:
    running = {clock.rule: clock for clock in letter.clocks.all() if clock.stopped_on is None}
    reply = next((running[rule] for rule in clocks.REPLY_RULES if rule in running), None)
    return Outlook(today, calendar, reply, running.get(clocks.REGISTRATION), unit)


NOW_WORDS = {
    S.RECEIVED: ("s-received", gettext_lazy("等着登记")),
    S.REGISTERED: ("s-registered", gettext_lazy("正在找负责的科室")),
    S.RETURNED: ("s-registered", gettext_lazy("正在重新找负责的科室")),
    S.ASSIGNED: ("s-registered", gettext_lazy("等%(unit)s接手")),
    S.ACCEPTED: ("s-working", gettext_lazy("%(unit)s正在办理")),
    S.DRAFTED: ("s-review", gettext_lazy("答复正在审核")),
    S.APPROVED: ("s-review", gettext_lazy("答复等着签发")),
    S.AWAITING_CITIZEN: ("s-wait", gettext_lazy("等您补充")),
}


def present_and_future(letter: Letter, view: Outlook, *, rated: bool) -> list[Entry]:
    """What happens today, then the steps still to come."""
    status = S(letter.status)
    coming: list[Entry] = []
    if status in NOW_WORDS:
        icon_name, words = NOW_WORDS[status]
        today = _("今天，%(day)s") % {"day": chinese_dates.short(view.today)}
        coming.append(
            Entry(str(words) % {"unit": view.unit}, today, view.today.isoformat(), icon_name=icon_name, state=NOW)
        )
    if status in (S.RECEIVED, S.REGISTERED, S.RETURNED):
        coming.append(_next(_("登记，转给负责的科室"), *view.by(view.registration)))
    if status in OPEN_STATUSES:
        coming.append(_next(_("答复您"), *view.by(view.reply), detail=_answer_note(status)))
    if status in OPEN_STATUSES or (status in (S.ANSWERED, S.CLOSED) and not rated):
        after = _("收到答复以后") if status in OPEN_STATUSES else _("现在就可以")
        coming.append(_next(_("请您评价"), after, detail=_("不满意可以要求重办。")))
    return coming


def _answer_note(status: Status) -> str:
    return _("您补来以后，时限接着算。") if status == S.AWAITING_CITIZEN else ""


def _next(title: str, at: str = "", iso: str = "", *, detail: str = "") -> Entry:
    return Entry(title, at, iso, detail, "s-next", NEXT)
