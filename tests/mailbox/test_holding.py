"""保全: placed and lifted with a reason by registry or supervision, in the ledger, one at a time."""

import pytest

from mailbox import chain, holding
from mailbox.enums import EventKind, LetterClass
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import LegalHold
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", holding.HOLDERS)
def test_a_hold_is_placed_and_lifted_with_its_reasons_in_the_ledger(role):
    letter, actor = f.answered(), f.actor(role)
    holding.place(letter.pk, reason="法院调取", by=actor, now=f.MONDAY)
    assert holding.open_hold(letter).reason == "法院调取"
    holding.lift(letter.pk, reason="案件已结", by=actor, now=f.MONDAY)
    assert holding.open_hold(letter) is None
    last = list(letter.events.order_by("-sequence")[:2])
    assert [(event.kind, event.user, event.words.text) for event in last] == [
        (EventKind.HOLD_LIFTED, actor.user, "案件已结"), (EventKind.HELD, actor.user, "法院调取"),
    ]  # fmt: skip
    assert chain.broken_at(letter) is None


@pytest.mark.parametrize("role", sorted(set(Role) - set(holding.HOLDERS)))
@pytest.mark.parametrize("deed", [holding.place, holding.lift])
def test_nobody_else_places_or_lifts(role, deed):
    letter = f.answered()
    if deed is holding.lift:
        holding.place(letter.pk, reason="法院调取", by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    with pytest.raises(NotAllowed):
        deed(letter.pk, reason="法院调取", by=f.actor(role, f.unit(), "other"), now=f.MONDAY)
    assert LegalHold.objects.filter(lifted_at__isnull=True).exists() == (deed is holding.lift)


def test_the_accused_school_holds_nothing():
    letter = f.registered(letter_class=LetterClass.REPORT, concerned=f.school())
    with pytest.raises(NotAllowed):
        holding.place(letter.pk, reason="内部需要", by=f.actor(Role.SUPERVISOR, f.school()), now=f.MONDAY)


def test_one_hold_at_a_time_and_none_to_lift_without_one():
    letter, registrar = f.answered(), f.actor(Role.REGISTRAR)
    with pytest.raises(Incomplete, match="没有在保全中"):
        holding.lift(letter.pk, reason="案件已结", by=registrar, now=f.MONDAY)
    holding.place(letter.pk, reason="法院调取", by=registrar, now=f.MONDAY)
    with pytest.raises(Incomplete, match="已经在保全中"):
        holding.place(letter.pk, reason="又要保全", by=registrar, now=f.MONDAY)


@pytest.mark.parametrize("reason", ["", "  好  ", "长" * 201])
def test_a_hold_needs_a_reason(reason):
    letter = f.answered()
    with pytest.raises(Incomplete, match="4到200个字"):
        holding.place(letter.pk, reason=reason, by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    assert not LegalHold.objects.exists()
