"""Roles in force today, for the unit and what lies below it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.accounts.grants import grants_of, holds, holds_for, people_with
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts", "ends", "held"), [(None, None, True), (0, 0, True), (1, None, False), (None, -1, False), (-1, 1, True)]
)
def test_a_delegation_holds_on_its_days_both_ends_included(starts, ends, held):
    user, today = f.person(Role.SIGNER), timezone.localdate()
    user.grants.update(
        starts_on=None if starts is None else today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )
    assert holds(user, Role.SIGNER) is held


def test_asking_for_several_roles_is_one_query(django_assert_num_queries):
    user = f.person(Role.AUDITOR)
    with django_assert_num_queries(1):
        assert holds(user, Role.REGISTRAR, Role.SIGNER, Role.AUDITOR)


def test_strangers_and_disabled_accounts_hold_nothing():
    user = f.person(Role.SIGNER)
    user.is_active = False
    assert grants_of(user) == grants_of(AnonymousUser()) == {}


def test_people_with_a_role_are_found_for_the_unit_and_above_it():
    handler, chief = f.person(Role.HANDLER, f.unit()), f.person(Role.HANDLER, f.bureau(), "chief")
    f.person(Role.HANDLER, f.unit("finance", "财务科"), "stranger")
    assert set(people_with(Role.HANDLER, f.unit())) == {handler, chief}
    assert holds_for(grants_of(chief), Role.HANDLER, f.unit())
    assert not holds_for(grants_of(chief), Role.HANDLER, None)
