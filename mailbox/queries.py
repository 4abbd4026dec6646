"""Reading letters. Loading is authorising: every view starts from ``visible_to``; others read only this module.

``visible_to`` and ``can_see`` are twins: the queryset and the predicate of the same rule, tested against each other.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from mailbox import permissions
from mailbox.enums import (
    NEVER_PUBLIC_CLASSES,
    OPEN_STATUSES,
    Channel,
    LetterClass,
    Satisfaction,
    Status,
    Visibility,
)
from mailbox.models import Assignment, Letter, LetterClock, PublicAnswer, Rating
from mailbox.models.assignment import AssignmentEnd
from portal.accounts.grants import grants_of
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.organizations.models import Organization

PUBLISHABLE = (Status.ANSWERED, Status.CLOSED, Status.ARCHIVED)
NOTHING = Q(pk__in=())
# A unit that gave a letter back goes on reading an ordinary one, to answer questions; a restricted one it forgets.
GIVEN_UP = (AssignmentEnd.RETURNED, AssignmentEnd.RECALLED)


def _below(units: list[Organization], field: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__path__startswith": unit.path}) for unit in units), NOTHING)


def visible_q(held: dict[Role, list[Organization]]) -> Q:
    """The rule as a filter, for the grants ``held``."""
    wide = permissions.reads_all(held)
    units = permissions.reading_units(held)
    seen = Q() if wide else NOTHING
    if units and not wide:
        at_unit = Assignment.objects.filter(_below(units, "unit"))
        kept = at_unit.exclude(end__in=GIVEN_UP)
        seen |= Q(pk__in=at_unit.values("letter_id")) & ~Q(visibility=Visibility.RESTRICTED)
        seen |= Q(pk__in=kept.values("letter_id"))
    if held.get(Role.DUTY_OFFICER):
        seen |= Q(is_urgent=True) & ~Q(visibility=Visibility.RESTRICTED)
    if any(held.get(role) for role in permissions.PUBLIC_ROLES):
        seen |= Q(status__in=PUBLISHABLE, consent_to_publish=True) & ~Q(visibility=Visibility.RESTRICTED)
    return seen & ~_accused_q(held)


def _accused_q(held: dict[Role, list[Organization]]) -> Q:
    """Restricted letters about an organization in which ``held`` has any grant; see ``permissions.is_accused``."""
    step = Organization.steplen
    paths = {unit.path for units in held.values() for unit in units}
    own = {path[:end] for path in paths for end in range(2 * step, len(path) + 1, step)}
    return Q(visibility=Visibility.RESTRICTED, concerned__path__in=own)


def visible_to(user: User) -> QuerySet[Letter]:
    """Letters that ``user`` may read today."""
    return Letter.objects.filter(visible_q(grants_of(user)))


def can_see(held: dict[Role, list[Organization]], letter: Letter) -> bool:
    """The same rule as ``visible_q`` for one letter in hand."""
    restricted = letter.visibility == Visibility.RESTRICTED
    if restricted and permissions.is_accused(held, letter.concerned):
        return False
    if permissions.reads_all(held):
        return True
    units = permissions.reading_units(held)
    at_units = [each for each in letter.assignments.select_related("unit") if any(u.covers(each.unit) for u in units)]
    if any(not restricted or each.end not in GIVEN_UP for each in at_units):
        return True
    if held.get(Role.DUTY_OFFICER) and letter.is_urgent and not restricted:
        return True
    public = any(held.get(role) for role in permissions.PUBLIC_ROLES)
    return public and letter.status in PUBLISHABLE and letter.consent_to_publish and not restricted


def lead_assignment(letter: Letter) -> Assignment | None:
    """The open lead assignment, if any."""
    return letter.assignments.select_related("unit").filter(is_lead=True, ended_at__isnull=True).first()


def lead_unit(letter: Letter) -> Organization | None:
    """The unit that leads now, or led last when the letter is answered."""
    found = letter.assignments.select_related("unit").filter(is_lead=True).order_by("-assigned_at", "-pk").first()
    return found.unit if found else None


def with_due(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Adds ``next_due``: the nearest due date of the running clocks; None when none runs or all stand still."""
    return letters.annotate(next_due=Min("clocks__due_on", filter=Q(clocks__stopped_on__isnull=True)))


def running_clocks(letter: Letter) -> QuerySet[LetterClock]:
    return letter.clocks.filter(stopped_on__isnull=True)


def is_overdue_q(today: date) -> Q:
    """Letters with a running clock past its date. Overdue is computed, never stored."""
    late = LetterClock.objects.filter(stopped_on__isnull=True, due_on__lt=today)
    return Q(status__in=OPEN_STATUSES, pk__in=late.values("letter_id"))


def published_answers() -> QuerySet[PublicAnswer]:
    """Public answers as the public may read them. A report's answer is left out even if a row says otherwise."""
    return (
        PublicAnswer.objects.filter(published_at__isnull=False, unpublished_at__isnull=True)
        .filter(letter__visibility=Visibility.PUBLISHED)
        .exclude(letter__letter_class__in=NEVER_PUBLIC_CLASSES)
        .select_related("unit", "topic")
    )


@dataclass(frozen=True)
class LetterWords:
    """What a letter asks, for comparing it with public answers; never to be stored or shown by the one who reads it."""

    subject: str
    body: str
    on: date  # received

    @property
    def text(self) -> str:
        """The subject is the first line."""
        return f"{self.subject}\n{self.body}"


def comparable() -> QuerySet[Letter]:
    """Letters whose words may be compared with public ones: neither reports nor restricted nor imported ones."""
    letters = Letter.objects.filter(source="").exclude(visibility=Visibility.RESTRICTED)
    return letters.exclude(letter_class__in=NEVER_PUBLIC_CLASSES)


def words_of(ids: Collection[int]) -> dict[int, LetterWords]:
    """Words of those of the letters that may be compared."""
    rows = comparable().filter(pk__in=ids).values_list("pk", "subject", "body", "received_at")
    return {pk: LetterWords(subject, body, timezone.localdate(received_at)) for pk, subject, body, received_at in rows}


@dataclass(frozen=True)
class MonthlyFigures:
    """Figures of one month with their denominators. ``as_of`` is the cut-off; imported letters are left out."""

    year: int
    month: int
    as_of: datetime
    received: int
    due: int  # reply clocks that stopped or fell due in the month
    in_time: int
    rated: int
    satisfied: int  # 满意 + 基本满意


def monthly_figures(year: int, month: int) -> MonthlyFigures:
    """Counts for ``year``/``month`` in local time. 按期办结率 = in_time ÷ due; 满意率 = satisfied ÷ rated."""
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    letters = Letter.objects.filter(source="", received_at__date__range=(first, last))
    replies = LetterClock.objects.filter(
        rule__in=("M02", "M03", "M04"), letter__source="", due_on__range=(first, last), met__isnull=False
    )
    overdue = LetterClock.objects.filter(
        rule__in=("M02", "M03", "M04"),
        letter__source="",
        due_on__range=(first, min(last, timezone.localdate())),
        due_on__lt=timezone.localdate(),
        stopped_on__isnull=True,
    )
    ratings = Rating.objects.filter(letter__source="", at__date__range=(first, last))
    good = (Satisfaction.SATISFIED, Satisfaction.MOSTLY)
    return MonthlyFigures(
        year=year,
        month=month,
        as_of=timezone.now(),
        received=letters.count(),
        due=replies.count() + overdue.count(),
        in_time=replies.filter(met=True).count(),
        rated=ratings.count(),
        satisfied=ratings.filter(handling__in=good).count(),
    )


def is_from_web(letter: Letter) -> bool:
    return letter.channel == Channel.WEB


def units_that_may_handle(letter: Letter) -> QuerySet[Organization]:
    """Active units that may lead ``letter``: neither the accused one (with all below it) nor the supervising one.

    The same rule as ``assignment.check_conflict``, as a list to choose from.
    """
    units: QuerySet[Organization] = Organization.objects.filter(is_active=True).order_by("path")
    if letter.concerned is not None and letter.letter_class in (LetterClass.REPORT, LetterClass.COMPLAINT):
        units = units.exclude(path__startswith=letter.concerned.path)
    return units.exclude(pk=letter.supervising_unit_id) if letter.supervising_unit_id else units
