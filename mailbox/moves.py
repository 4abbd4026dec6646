"""The table of moves: ``(from, action) → to, who may``. It drives the one function that makes a move
(``transitions.move``), the buttons of the desk, the docs and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mailbox.enums import Action, Status
from portal.accounts.roles import Role


class Party(Enum):
    """Actors without a role."""

    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """One row. ``unit_bound``: the role must be held for the lead unit (or above it), not just anywhere."""

    source: Status
    action: Action
    target: Status
    who: frozenset[Role | Party]
    unit_bound: bool = False
    needs_note: bool = False


def _rows(
    sources: tuple[Status, ...],
    action: Action,
    target: Status,
    *who: Role | Party,
    unit_bound: bool = False,
    needs_note: bool = False,
) -> list[Move]:
    return [Move(source, action, target, frozenset(who), unit_bound, needs_note) for source in sources]


S, A = Status, Action
BEFORE_WORK = (S.RECEIVED, S.REGISTERED, S.RETURNED)
WITHDRAWABLE = (S.RECEIVED, S.REGISTERED, S.ASSIGNED, S.RETURNED, S.ACCEPTED, S.AWAITING_CITIZEN)

MOVES: tuple[Move, ...] = (
    *_rows((S.RECEIVED,), A.REGISTER, S.REGISTERED, Role.REGISTRAR),
    *_rows((S.REGISTERED, S.RETURNED), A.ASSIGN, S.ASSIGNED, Role.REGISTRAR),
    *_rows((S.ASSIGNED,), A.RECALL, S.REGISTERED, Role.REGISTRAR),
    *_rows((S.ASSIGNED,), A.ACCEPT, S.ACCEPTED, Role.HANDLER, unit_bound=True),
    *_rows((S.ACCEPTED,), A.SUBMIT, S.DRAFTED, Role.HANDLER, unit_bound=True),
    *_rows((S.ACCEPTED,), A.ASK_CITIZEN, S.AWAITING_CITIZEN, Role.HANDLER, unit_bound=True, needs_note=True),
    *_rows((S.ASSIGNED, S.ACCEPTED), A.RETURN, S.RETURNED, Role.HANDLER, unit_bound=True, needs_note=True),
    *_rows((S.AWAITING_CITIZEN,), A.SUPPLEMENT, S.ACCEPTED, Party.CITIZEN, Role.HANDLER, needs_note=True),
    *_rows((S.DRAFTED,), A.APPROVE, S.APPROVED, Role.REVIEWER, unit_bound=True),
    *_rows((S.DRAFTED,), A.SEND_BACK, S.ACCEPTED, Role.REVIEWER, unit_bound=True, needs_note=True),
    *_rows((S.APPROVED,), A.SIGN, S.ANSWERED, Role.SIGNER),
    *_rows((S.APPROVED,), A.SEND_BACK, S.ACCEPTED, Role.SIGNER, needs_note=True),
    *_rows((S.ANSWERED,), A.CLOSE, S.CLOSED, Party.CITIZEN, Party.SYSTEM, Role.REGISTRAR),
    *_rows((S.CLOSED, S.WITHDRAWN, S.REDIRECTED, S.REJECTED, S.MERGED), A.ARCHIVE, S.ARCHIVED, Role.REGISTRAR),
    *_rows((S.ANSWERED, S.CLOSED), A.REOPEN, S.ACCEPTED, Role.REGISTRAR, Role.SUPERVISOR, needs_note=True),
    *_rows(WITHDRAWABLE, A.WITHDRAW, S.WITHDRAWN, Party.CITIZEN),
    *_rows(BEFORE_WORK, A.REDIRECT, S.REDIRECTED, Role.REGISTRAR, needs_note=True),
    *_rows(BEFORE_WORK, A.REJECT, S.REJECTED, Role.REGISTRAR, needs_note=True),
    *_rows(BEFORE_WORK, A.MERGE, S.MERGED, Role.REGISTRAR),
)

TABLE: dict[tuple[Status, Action], Move] = {(move.source, move.action): move for move in MOVES}


def moves_from(status: Status) -> list[Move]:
    """Moves that start at ``status``, the usual one first (table order)."""
    return [move for move in MOVES if move.source == status]


def as_markdown() -> str:
    """The table for ``docs/letters.md``."""
    lines = ["| 从 | 动作 | 到 | 谁 | 须写说明 |", "|---|---|---|---|---|"]
    names = {Party.CITIZEN: "写信人", Party.SYSTEM: "系统"}
    for move in MOVES:
        who = "、".join(sorted(names[p] if isinstance(p, Party) else str(p.label) for p in move.who))
        scope = "（本单位）" if move.unit_bound else ""
        note = "是" if move.needs_note else ""
        lines.append(
            f"| {move.source.label} `{move.source}` | {move.action.label} `{move.action}` "
            f"| {move.target.label} `{move.target}` | {who}{scope} | {note} |"
        )
    return "\n".join(lines) + "\n"
