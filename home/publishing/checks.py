"""What is asked of every content before it becomes public, whichever way it came: raises PublicationRefused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from home.publishing import acting, records, refusals
from home.publishing.findings import Found, findings
from portal.accounts.grants import holds
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.privacy.marks import TextTooLong


def open_findings(subject: Any) -> list[Found]:
    """Findings in ``subject`` as it is in memory about which nobody has decided."""
    kept = records.kept_words(subject)
    return [found for found in findings(subject) if found.key not in kept]


def refuse_open(subject: Any, internal: acting.Internal | None = None) -> list[Found]:
    """All findings, each one decided. Raises for open ones and for text too long to scan."""
    try:
        found = findings(subject)
    except TextTooLong as error:
        raise refusals.PublicationRefused(str(error), subject) from error
    decided = records.kept_words(subject)
    left = [each for each in found if each.key not in decided and not (internal and internal.keeps(each.words))]
    if left:
        raise refusals.open_findings(subject, len(left))
    return found


def refuse_own_decisions(subject: Any, found: Iterable[Found], person: User) -> None:
    decided = records.kept_words(subject)
    alone = [each for each in found if {one.decided_by_id for one in decided.get(each.key, [])} == {person.pk}]
    if alone:
        raise refusals.own_decision(subject, len(alone))


def who_releases(subject: Any) -> User:
    """The person at it, whose role is asked for today: a session that is open may outlive the grant."""
    person = acting.person()
    if person is None:
        raise refusals.nobody(subject)
    if not (person.is_superuser or holds(person, Role.PAGE_REVIEWER)):
        raise refusals.no_role_today(subject)
    return person
