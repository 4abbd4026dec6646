"""Work queues of the desk: which letters wait for whom. Each is a filter to be laid over ``queries.visible_to``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from mailbox import queries
from mailbox.enums import OPEN_STATUSES, Status, Visibility
from mailbox.models import Assignment, Letter, LetterClock, Reply
from mailbox.permissions import Actor
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.calendar.days import ONE_DAY, WorkingCalendar

NOTHING = Q(pk__in=())
AT_REGISTRY = (Status.RECEIVED, Status.REGISTERED, Status.RETURNED)
AT_UNIT = (Status.ASSIGNED, Status.ACCEPTED)


@dataclass(frozen=True)
class Queue:
    """A tab of the inbox: ``only_for`` empty means everyone who reads letters has it."""

    code: str
    label: str
    letters: Q
    only_for: frozenset[Role] = frozenset()

    def is_for(self, actor: Actor) -> bool:
        return not self.only_for or any(actor.held.get(role) for role in self.only_for)


def queues_for(actor: Actor, today: date, calendar: WorkingCalendar) -> list[Queue]:
    """The tabs of ``actor``'s inbox, in reading order."""
    late = queries.is_overdue_q(today)
    every = [
        Queue("mine", str(_("我的")), waiting_for(actor)),
        Queue("soon", str(_("将到期")), due_soon_q(today, calendar) & ~late),
        Queue("late", str(_("超期")), late),
        Queue("review", str(_("待审")), to_review_q(actor), frozenset({Role.REVIEWER})),
        Queue("sign", str(_("待签发")), to_sign_q(actor), frozenset({Role.SIGNER})),
        Queue("restricted", str(_("限制知悉")), Q(visibility=Visibility.RESTRICTED)),
        Queue("all", str(_("全部")), Q()),
    ]
    return [queue for queue in every if queue.is_for(actor)]


def counts(user: User, queues: list[Queue]) -> dict[str, int]:
    """Letters in each queue, in one query."""
    totals = {queue.code: Count("pk", filter=queue.letters) if queue.letters else Count("pk") for queue in queues}
    return dict(queries.visible_to(user).aggregate(**totals))


def waiting_for(actor: Actor) -> Q:
    """Letters whose next step is ``actor``'s: what 我的 and the number in the menu count."""
    parts = [
        Q(status__in=AT_REGISTRY) if actor.held.get(Role.REGISTRAR) else NOTHING,
        _at_units(actor, Role.HANDLER, *AT_UNIT),
        to_review_q(actor),
        to_sign_q(actor),
    ]
    return reduce(or_, parts)


def to_review_q(actor: Actor) -> Q:
    """Drafts of the own units that another person wrote (reviewer ≠ author)."""
    return _at_units(actor, Role.REVIEWER, Status.DRAFTED) & ~_written_by(actor)


def to_sign_q(actor: Actor) -> Q:
    if not actor.held.get(Role.SIGNER):
        return NOTHING
    return Q(status=Status.APPROVED) & ~_written_by(actor)


def due_soon_q(today: date, calendar: WorkingCalendar) -> Q:
    """Open letters that fall due today or on the next working day; the same bound as ``clocks.nearness``."""
    after_next = calendar.next_working(calendar.next_working(today + ONE_DAY) + ONE_DAY)
    near = LetterClock.objects.filter(stopped_on__isnull=True, due_on__gte=today, due_on__lt=after_next)
    return Q(status__in=OPEN_STATUSES, pk__in=near.values("letter_id"))


def led_by(letters: Q) -> Q:
    """Letters whose open lead assignment matches ``letters`` (a filter on Assignment)."""
    leads = Assignment.objects.filter(letters, is_lead=True, ended_at__isnull=True)
    return Q(pk__in=leads.values("letter_id"))


def _at_units(actor: Actor, role: Role, *statuses: Status) -> Q:
    units = actor.held.get(role, [])
    if not units:
        return NOTHING
    return Q(status__in=statuses) & led_by(reduce(or_, (Q(unit__path__startswith=unit.path) for unit in units)))


def _written_by(actor: Actor) -> Q:
    drafts = Reply.objects.filter(Q(author=actor.user) | Q(editors=actor.user), sent_at__isnull=True)
    return Q(pk__in=drafts.values("letter_id"))


def waiting_count(actor: Actor) -> int:
    """How many letters wait for ``actor``; 0 for those who hold no role with letters."""
    waiting = waiting_for(actor)
    return Letter.objects.filter(queries.visible_q(actor.held)).filter(waiting).count()
