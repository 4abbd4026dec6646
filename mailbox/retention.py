"""保存期限: what each rule lets go today, and letting it go, a batch at a time.

Never touched: letters at work or only answered (they may be reopened), letters under a hold, letters merged into one
that is not over, and matters that are still investigated, here or elsewhere: reports, and what is withheld for an
inquiry, until they are archived.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from captcha.models import CaptchaStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mailbox import erasing
from mailbox.enums import EventKind, LetterClass, Status, Visibility, Withheld
from mailbox.models import (
    Event,
    EventWords,
    FormToken,
    LegalHold,
    Letter,
    PublicDraft,
    Reply,
    RetentionRule,
)
from mailbox.models.erasure import BOUNDS, DataKind, KeepUnit
from portal.audit.record import record as audit
from portal.limits.models import Hits
from portal.outbox.models import MessageState, OutboxMessage

BATCH = 200
OVER = (Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN, Status.REDIRECTED, Status.REJECTED, Status.MERGED)
LISTED_ONLY = frozenset({DataKind.CASE_FILE})
K = DataKind


@dataclass(frozen=True)
class Due:
    """A rule and the rows it lets go; ``rows`` yields ids only."""

    rule: RetentionRule
    rows: QuerySet[Any]

    def ids(self) -> list[Any]:
        return list(self.rows.order_by("pk").values_list("pk", flat=True))


def before(rule: RetentionRule, now: datetime) -> datetime:
    """What lies before this moment has been kept as long as ``rule`` says."""
    if BOUNDS[rule.kind].unit == KeepUnit.DAYS:
        return now - timedelta(days=rule.keep)
    return months_before(now, rule.keep)


def months_before(now: datetime, months: int) -> datetime:
    """The same day so many months earlier (later when negative), or the last day of a month that is too short."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def over() -> QuerySet[Any]:
    """Letters that are over and free, with ``over_at``: when they ended."""
    moves = Event.objects.filter(letter=OuterRef("pk")).exclude(to_status="").order_by()
    ended = Subquery(moves.values("letter").annotate(last=Max("at")).values("last"))
    held = LegalHold.objects.filter(letter=OuterRef("pk"), lifted_at__isnull=True)
    investigated = Q(letter_class=LetterClass.REPORT) | Q(withheld=Withheld.INQUIRY)
    return (
        Letter.objects.filter(status__in=OVER)
        .filter(Q(merged_into__isnull=True) | Q(merged_into__status__in=OVER))
        .exclude(investigated & ~Q(status=Status.ARCHIVED))
        .exclude(Exists(held))
        .annotate(over_at=Coalesce("closed_at", ended, "received_at"))
    )


def letters_under(rule: RetentionRule, now: datetime) -> QuerySet[Any]:
    """Letters whose time is up by ``rule``, and for which no more specific active rule speaks."""
    letters = over().filter(over_at__lt=before(rule, now))
    if rule.letter_class:
        letters = letters.filter(letter_class=rule.letter_class)
    if rule.outcome:
        letters = letters.filter(outcome=rule.outcome)
    for other in RetentionRule.objects.filter(kind=rule.kind, is_active=True).exclude(pk=rule.pk):
        if rank(other) > rank(rule):
            letters = letters.exclude(_case(other))
    return letters


def kept_until(letter: Letter, rule: RetentionRule) -> datetime | None:
    """When ``rule`` lets go what belongs to ``letter``; None while the letter is not over, held or investigated."""
    ended: datetime | None = over().filter(pk=letter.pk).values_list("over_at", flat=True).first()
    return months_before(ended, -rule.keep) if ended else None


def rule_for(letter: Letter, kind: str = DataKind.CONTACT) -> RetentionRule | None:
    """The rule that speaks for this letter, or None."""
    rules = RetentionRule.objects.filter(
        kind=kind, is_active=True, letter_class__in=("", letter.letter_class), outcome__in=("", letter.outcome)
    )
    return max(rules, key=rank, default=None)


def rank(rule: RetentionRule) -> int:
    """How specific: class and outcome 3, class 2, outcome 1, neither 0."""
    return 2 * bool(rule.letter_class) + bool(rule.outcome)


def _case(rule: RetentionRule) -> Q:
    case = Q()
    if rule.letter_class:
        case &= Q(letter_class=rule.letter_class)
    if rule.outcome:
        case &= Q(outcome=rule.outcome)
    return case


def _contacts(rule: RetentionRule, now: datetime) -> QuerySet[Any]:
    return letters_under(rule, now).filter(pk__in=erasing.with_contact().values("letter_id"))


def _reply_drafts(rule: RetentionRule, now: datetime) -> QuerySet[Any]:
    return Reply.objects.filter(sent_at__isnull=True, letter__in=letters_under(rule, now).values("pk"))


def _public_drafts(rule: RetentionRule, now: datetime) -> QuerySet[Any]:
    """Drafts of copies that are out, taken down or given up, not of those on their way."""
    settled = PublicDraft.objects.exclude(public_answer__letter__visibility=Visibility.PROPOSED)
    old = settled.filter(public_answer__updated_at__lt=before(rule, now))
    return old.filter(public_answer__letter__in=over().values("pk"))


def _words(kind: EventKind) -> Callable[[RetentionRule, datetime], QuerySet[Any]]:
    def due(rule: RetentionRule, now: datetime) -> QuerySet[Any]:
        return EventWords.objects.filter(event__kind=kind, event__letter__in=letters_under(rule, now).values("pk"))

    return due


DUE: dict[str, Callable[[RetentionRule, datetime], QuerySet[Any]]] = {
    K.CONTACT: _contacts,
    K.REPLY_DRAFT: _reply_drafts,
    K.PUBLIC_DRAFT: _public_drafts,
    K.IDENTITY_WORDS: _words(EventKind.CODE_REISSUED),
    K.REVEAL_WORDS: _words(EventKind.REVEALED),
    K.FORM_TOKEN: lambda rule, now: FormToken.objects.filter(created_at__lt=before(rule, now)),
    K.CAPTCHA: lambda rule, now: CaptchaStore.objects.filter(expiration__lt=before(rule, now)),
    K.LIMITS: lambda rule, now: Hits.objects.filter(window__lt=int(before(rule, now).timestamp())),
    K.OUTBOX: lambda rule, now: OutboxMessage.objects.filter(state=MessageState.DONE, done_at__lt=before(rule, now)),
    K.SESSION: lambda rule, now: Session.objects.filter(expire_date__lt=before(rule, now)),
    K.CASE_FILE: letters_under,
}


def due(now: datetime) -> Iterator[Due]:
    """Every active rule with what it lets go at ``now``."""
    for rule in RetentionRule.objects.filter(is_active=True):
        yield Due(rule, DUE[rule.kind](rule, now))


def apply(each: Due, now: datetime, *, most: int | None = None) -> Iterator[int]:
    """Let go of what ``each`` lists, at most ``most`` rows; yields how many each batch was. Case files are only listed.

    Contact data goes letter by letter, with an entry in each ledger; rows of other kinds go a batch at a time.
    """
    if each.rule.kind in LISTED_ONLY:
        return
    ids, gone = each.ids()[:most], 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        gone += _erase_contacts(batch, each.rule, now) if each.rule.kind == K.CONTACT else _delete(each, batch)
        yield len(batch)
    if gone:
        audit(None, "retention.applied", target=f"retention-rule:{each.rule.pk}", detail={"gone": gone})


def _erase_contacts(ids: list[Any], rule: RetentionRule, now: datetime) -> int:
    return sum(erasing.when_kept_long_enough(pk, rule=rule.pk, now=now) for pk in ids)


def _delete(each: Due, ids: list[Any]) -> int:
    """Asked again with the ids: what went back to work or under a hold meanwhile stays."""
    model = each.rows.model
    deleted: dict[str, int] = model._default_manager.filter(pk__in=each.rows.filter(pk__in=ids).values("pk")).delete()[
        1
    ]
    return deleted.get(model._meta.label, 0)
