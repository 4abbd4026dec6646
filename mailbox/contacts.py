"""Contact data for staff: masked by default; revealing one field asks a reason, is logged, and the writer sees it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mailbox import chain, queries
from mailbox.enums import EventKind
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import Letter
from mailbox.models.assignment import AssignmentEnd
from mailbox.permissions import Actor
from mailbox.transitions import lock
from portal.accounts.grants import holds_for
from portal.accounts.roles import Role
from portal.organizations.models import Organization
from portal.privacy.lookup import keyed_hash, normalize_phone

FIELDS = {"name": "姓名", "phone": "手机号", "email": "邮箱"}


def reveal(letter_id: int, field: str, *, reason: str, by: Actor, now: datetime) -> str:
    """The plain value of one contact field. Raises Incomplete without a reason, NotAllowed for confidential letters."""
    if field not in FIELDS:
        raise Incomplete("没有这一项联系方式。")
    if len(reason.strip()) < 4:
        raise Incomplete("请写明查看的原因，至少4个字。写信人会在进度里看到这句话。")
    with transaction.atomic():
        letter = lock(letter_id)
        standing = standing_of(letter, by)
        if standing is None:
            raise NotAllowed
        role, unit = standing
        facts: dict[str, object] = {"field": field, "role": str(role)}
        chain.record(letter, EventKind.REVEALED, by=by, now=now, unit=unit, facts=facts, words=reason.strip())
        return str(getattr(letter.contact, field))


def may_reveal(letter: Letter, by: Actor) -> bool:
    return standing_of(letter, by) is not None


def standing_of(letter: Letter, by: Actor) -> tuple[Role, Organization] | None:
    """As what ``by`` may see the writer's contact data: role, and the unit it is held for; None when not at all.

    Registrars and the handling unit; only registrars when the writer asked to be kept from the unit (保密).

    The unit is the one at work now or the one that answered: who merely sees the letter by another role, or had it once
    and gave it back, calls nobody.
    """
    if not queries.can_see(by.held, letter):
        return None
    registries = by.held.get(Role.REGISTRAR)
    if registries:
        return Role.REGISTRAR, registries[0]
    units = [each.unit for each in letter.assignments.select_related("unit") if each.end in (AssignmentEnd.DONE, "")]
    own = next((unit for unit in units if holds_for(by.held, Role.HANDLER, unit)), None)
    return None if own is None or letter.is_confidential else (Role.HANDLER, own)


def written_by_q(text: str) -> Q:
    """Letters whose writer has exactly this name or phone (keyed hash; nothing is decrypted)."""
    phone = normalize_phone(text)
    wanted = Q(contact__name_hash=keyed_hash(text.strip(), purpose="name"))
    return wanted | Q(contact__phone_hash=keyed_hash(phone, purpose="phone")) if phone else wanted
