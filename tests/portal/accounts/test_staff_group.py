"""A role opens the door of the admin and nothing else; the last role gone, the door is shut."""

import pytest

from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.accounts.staff_group import GROUP
from tests import factories as f

pytestmark = pytest.mark.django_db
ENTER = "wagtailadmin.access_admin"


def fresh(user: User) -> User:
    """The user as the next request sees it, without this one's cached permissions."""
    return User.objects.get(pk=user.pk)


def test_a_grant_lets_its_holder_into_the_admin_with_no_other_permission():
    user = f.person(Role.HANDLER, f.unit())
    assert fresh(user).get_all_permissions() == {ENTER}


def test_without_a_grant_nobody_enters():
    user = User.objects.create_user("nobody")
    assert not fresh(user).has_perm(ENTER)


def test_the_last_grant_gone_the_door_is_shut():
    user = f.person(Role.HANDLER, f.unit())
    f.person(Role.REVIEWER, f.unit(), user.username)
    first, second = user.grants.all()
    first.delete()
    assert fresh(user).has_perm(ENTER)
    second.delete()
    assert not fresh(user).has_perm(ENTER)
    assert not user.groups.filter(name=GROUP).exists()


def test_a_person_can_be_deleted_with_the_grants():
    user = f.person(Role.EDITOR)
    user.delete()
    assert not RoleGrant.objects.exists()
