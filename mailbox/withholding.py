"""不公开的事由: what keeps a matter out of public answers for good, whoever agreed to publish it.

Harm to a minor, a crisis, a matter under investigation are never published
(未成年人保护法 103; 政府信息公开条例 15). The machine only points at words; a person decides.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from mailbox import chain, queries, visibility
from mailbox.enums import EventKind, Visibility, Withheld
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import Letter, PublicAnswer
from mailbox.permissions import PUBLIC_ROLES, Actor
from mailbox.transitions import lock
from portal.accounts.roles import Role

SHORTEST_REASON, LONGEST_REASON = 4, 200
# Seen first wins: a child who was harmed and despairs is first of all one who was harmed.
SIGNS = (
    (Withheld.ABUSE, re.compile(r"性侵|猥亵|强奸|性骚扰|虐待|家暴|殴打|体罚致|摸.{0,4}(?:隐私|下体|胸)|偷拍")),
    (Withheld.CRISIS, re.compile(r"自杀|轻生|跳楼|自残|自伤|割腕|不想活|活不下去|活着没意思|遗书")),
    (Withheld.INQUIRY, re.compile(r"立案|报警|报了警|公安机关|检察院|纪委|监委|涉嫌|诉讼|起诉")),
)
LEAVING = {Visibility.PROPOSED: Visibility.PRIVATE, Visibility.PUBLISHED: Visibility.UNPUBLISHED}


def suspected(*texts: str) -> Withheld | None:
    """The cause that words of ``texts`` point at, for a person to confirm; None when none does."""
    return next((cause for cause, signs in SIGNS if any(signs.search(text) for text in texts)), None)


def withhold(letter_id: int, cause: str, *, reason: str, by: Actor, now: datetime) -> Letter:
    """Keep a letter's answer out of the public, at once and whatever its status; ``cause`` "" lifts it again.

    A public answer is taken down, a proposed one falls back. Raises NotAllowed, Incomplete without cause or reason.
    """
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Incomplete(f"请写明原因，{SHORTEST_REASON}到{LONGEST_REASON}个字。")
    with transaction.atomic():
        letter = lock(letter_id)
        if not may_withhold(letter, by) or (not cause and not by.held.get(Role.REGISTRAR)):
            raise NotAllowed
        if cause == letter.withheld:
            raise Incomplete("不公开的事由没有变。")
        if cause:
            Withheld(cause)
            step_back(letter, reason=reason, by=by, now=now)
        letter.withheld = cause
        letter.save(update_fields=["withheld"])
        chain.record(letter, EventKind.WITHHELD, by=by, now=now, facts={"cause": cause}, words=reason)
        return letter


def may_withhold(letter: Letter, by: Actor) -> bool:
    """Keeping something back needs one person, of the registry or of those who publish; lifting it the registry."""
    return queries.can_see(by.held, letter) and any(by.held.get(role) for role in (Role.REGISTRAR, *PUBLIC_ROLES))


def step_back(letter: Letter, *, reason: str, by: Actor, now: datetime) -> None:
    """Take what is public, or on its way, back; the locked letter's row is the caller's."""
    target = LEAVING.get(Visibility(letter.visibility))
    if target is None:
        return
    answer = PublicAnswer.objects.get(letter=letter)
    answer.unpublish_reason = reason
    if target == Visibility.UNPUBLISHED:
        answer.unpublished_at = now
    answer.save(update_fields=["unpublished_at", "unpublish_reason", "updated_at"])
    chain.record(letter, EventKind.UNPUBLISHED, by=by, now=now, facts={"answer": answer.pk}, words=reason)
    visibility.change(letter, target)
