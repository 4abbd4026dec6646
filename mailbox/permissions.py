"""Who acts, and what each may do. Pure: grants and the facts of a letter come in as arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbox.enums import LetterClass, Visibility
from mailbox.moves import Move, Party
from portal.accounts.grants import grants_of, holds_for
from portal.accounts.roles import Role

if TYPE_CHECKING:
    from mailbox.models import Letter, PublicAnswer
    from portal.accounts.models import User
    from portal.organizations.models import Organization

# Held for the bureau itself these read every letter, restricted ones included; else those of their unit and below.
WIDE_ROLES = (Role.REGISTRAR, Role.SIGNER, Role.SUPERVISOR, Role.AUDITOR)
UNIT_ROLES = (Role.HANDLER, Role.REVIEWER)
PUBLIC_ROLES = (Role.PUBLISHER, Role.RELEASER)
DESK_ROLES = (*WIDE_ROLES, *UNIT_ROLES, *PUBLIC_ROLES, Role.DUTY_OFFICER, Role.PARTY_OFFICE)  # work with letters


@dataclass(frozen=True)
class Actor:
    """The one who acts: a member of staff with the grants of this moment, the writer, or the system."""

    party: Party | None = None
    user: User | None = None
    held: dict[Role, list[Organization]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        if self.user is not None:
            return str(self.user)
        return "写信人" if self.party is Party.CITIZEN else "系统"


CITIZEN = Actor(party=Party.CITIZEN)
SYSTEM = Actor(party=Party.SYSTEM)


def staff(user: User) -> Actor:
    """The actor for a signed-in member of staff, with the grants in force today."""
    return Actor(user=user, held=grants_of(user))


def may_move(actor: Actor, move: Move, lead_unit: Organization | None) -> bool:
    """True when the table lets ``actor`` make ``move``; ``lead_unit`` counts for moves bound to the handling unit."""
    if actor.party is not None:
        return actor.party in move.who
    roles = [role for role in move.who if isinstance(role, Role)]
    if move.unit_bound:
        return any(holds_for(actor.held, role, lead_unit) for role in roles)
    return any(actor.held.get(role) for role in roles)


def may_review(actor: Actor, author: User | None) -> bool:
    """Four eyes on a reply: the reviewer is not its author."""
    return actor.user is not None and actor.user != author


def may_propose(actor: Actor, letter: Letter) -> bool:
    """A publisher may start a public copy of a letter that may be public at all."""
    return bool(actor.held.get(Role.PUBLISHER)) and letter_may_be_public(letter)


def may_release(actor: Actor, answer: PublicAnswer) -> bool:
    """Four eyes on the public copy: the releaser is neither who proposed it nor who last edited it."""
    return (
        bool(actor.held.get(Role.RELEASER))
        and actor.user is not None
        and actor.user.pk not in {answer.proposed_by_id, answer.edited_by_id}
    )


def letter_may_be_public(letter: Letter) -> bool:
    """个人信息保护法 25: only with separate consent; reports, restricted and withheld letters never."""
    return (
        letter.consent_to_publish
        and not letter.withheld
        and letter.letter_class != LetterClass.REPORT
        and letter.visibility != Visibility.RESTRICTED
    )


def is_accused(held: dict[Role, list[Organization]], concerned: Organization | None) -> bool:
    """True when any grant lies inside the organization a report is about: its staff neither see nor search it.

    A report about the bureau itself (the root) has no outsider in this system; its desk receives it and redirects it.
    """
    if concerned is None or concerned.is_root():
        return False
    return any(concerned.covers(unit) for units in held.values() for unit in units)


def reads_all(held: dict[Role, list[Organization]]) -> bool:
    """True for the bureau-wide reading roles: registrar, signer, supervisor, auditor of the bureau itself."""
    return any(unit.is_root() for role in WIDE_ROLES for unit in held.get(role, []))


def reading_units(held: dict[Role, list[Organization]]) -> list[Organization]:
    """Units whose letters are read (with everything below): rights hold for the own unit and below."""
    return [unit for role in (*WIDE_ROLES, *UNIT_ROLES) for unit in held.get(role, [])]


def may_take_in(actor: Actor) -> bool:
    """Who enters a call, a visit or a letter on paper: the registry, the person on duty, the party office."""
    return any(actor.held.get(role) for role in (Role.REGISTRAR, Role.DUTY_OFFICER, Role.PARTY_OFFICE))
