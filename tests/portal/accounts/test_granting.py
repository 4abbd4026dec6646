"""Roles are granted by two people, never to oneself; who takes over an account gains no right by it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts import granting
from portal.accounts.granting import GrantRefused
from portal.accounts.grants import grants_of, holds
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests import factories as f

pytestmark = pytest.mark.django_db
ENTER = "wagtailadmin.access_admin"


def administrator():
    return f.person(Role.ADMINISTRATOR)


def security(name=""):
    return f.person(Role.SECURITY_ADMINISTRATOR, username=name)


def newcomer(name="new"):
    return User.objects.get_or_create(username=name)[0]


def proposal(user=None, role=Role.RELEASER, by=None):
    user = user or newcomer()
    return RoleGrant.objects.create(
        user=user, role=role, organization=f.bureau(), reason="任职文件", proposed_by=by or administrator()
    )


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_proposal_gives_no_right_until_a_security_administrator_confirms_it():
    grant = proposal()
    assert grants_of(grant.user) == {}
    assert not fresh(grant.user).has_perm(ENTER)
    granting.confirm(grant.pk, by=security())
    assert grants_of(grant.user) == {Role.RELEASER: [f.bureau()]}
    assert fresh(grant.user).has_perm(ENTER)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMINISTRATOR])
def test_nobody_else_confirms(role):
    grant = proposal()
    with pytest.raises(GrantRefused, match="由安全管理员确认"):
        granting.confirm(grant.pk, by=f.person(role, username="somebody"))
    assert not holds(grant.user, Role.RELEASER)


def test_a_superuser_is_no_second_person_either():
    grant = proposal(by=User.objects.create_superuser("root"))
    with pytest.raises(GrantRefused):
        granting.confirm(grant.pk, by=User.objects.create_superuser("other-root"))
    assert not holds(grant.user, Role.RELEASER)


def test_who_proposed_it_and_who_gets_it_do_not_confirm_it():
    chief = security()
    User.objects.filter(pk=chief.pk).update(is_superuser=True)  # may propose as well
    for grant in (proposal(by=chief), proposal(user=chief, role=Role.REGISTRAR)):
        with pytest.raises(GrantRefused, match="另一位安全管理员"):
            granting.confirm(grant.pk, by=fresh(chief))
    assert not holds(chief, Role.REGISTRAR)


def test_the_database_keeps_the_three_apart_too():
    grant, second = proposal(), security()
    rows = RoleGrant.objects.filter(pk=grant.pk)
    now = timezone.now()
    for wrong in (
        {"confirmed_by": grant.proposed_by},
        {"confirmed_by": grant.user},
        {"confirmed_by": None},
        {"confirmed_by": second, "proposed_by": grant.user},
        {"confirmed_by": second, "proposed_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(confirmed_at=now, **wrong)


def test_a_confirmed_proposal_is_confirmed_once():
    grant = proposal()
    granting.confirm(grant.pk, by=security())
    with pytest.raises(GrantRefused, match="已经有人处理"):
        granting.confirm(grant.pk, by=security("security-two"))
    with pytest.raises(GrantRefused):
        granting.decline(grant.pk, by=security("security-two"))
    assert holds(grant.user, Role.RELEASER)


def test_each_step_is_in_the_audit_by_ids_and_codes():
    grant, declined = proposal(), proposal(newcomer("other"))
    granting.proposed(grant, by=administrator())
    granting.confirm(grant.pk, by=security())
    granting.decline(declined.pk, by=security())
    entries = AuditEntry.objects.filter(action__startswith="role.").order_by("pk")
    assert [(each.action, each.actor) for each in entries] == [
        ("role.proposed", administrator()),
        ("role.confirmed", security()),
        ("role.declined", security()),
    ]
    assert entries[1].detail == {"user": grant.user_id, "role": "releaser", "unit": f.bureau().pk}


def test_the_three_administrations_are_in_three_hands():
    grant = RoleGrant(
        user=security(), role=Role.AUDITOR, organization=f.bureau(), proposed_by=administrator(), reason="任职文件"
    )
    with pytest.raises(Exception, match="三个人担任"):
        grant.full_clean()
    grant.role = Role.EDITOR
    grant.full_clean()


def test_the_last_one_who_confirms_is_not_taken_away():
    own = security().grants.get()
    with pytest.raises(GrantRefused, match="唯一一位"):
        granting.check_revocable(own)
    other = security("security-two").grants.get()
    granting.check_revocable(own)
    RoleGrant.objects.filter(pk=other.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(GrantRefused, match="唯一一位"):
        granting.check_revocable(own)


def test_suspended_roles_come_back_by_a_confirmation_and_not_by_who_suspended_them():
    user = f.person(Role.RELEASER)
    chief = security()
    assert granting.suspend(user, by=chief) == 1
    assert grants_of(user) == {}
    assert not fresh(user).has_perm(ENTER)
    grant = user.grants.get()
    with pytest.raises(GrantRefused):
        granting.confirm(grant.pk, by=chief)
    granting.confirm(grant.pk, by=security("security-two"))
    assert holds(user, Role.RELEASER)


def test_the_command_grants_the_first_two_and_nothing_else_and_leaves_a_trace():
    f.bureau()
    first = newcomer()
    call_command("grant_role", "new", "security_administrator", "--dry-run")
    assert grants_of(first) == {}
    call_command("grant_role", "new", "security_administrator")
    assert holds(first, Role.SECURITY_ADMINISTRATOR)
    assert AuditEntry.objects.get(action="role.given").detail["role"] == "security_administrator"
    with pytest.raises(CommandError, match="三个人担任"):
        call_command("grant_role", "new", "administrator")
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("grant_role", "new", "releaser")
    with pytest.raises(CommandError, match="没有这个可用的账号"):
        call_command("grant_role", "nobody", "administrator")
