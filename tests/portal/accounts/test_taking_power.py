"""Every way in the admin by which somebody could gain a role, or another's rights, alone: tried with the real views."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry

from portal.accounts.grants import grants_of, holds
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests import factories as f

pytestmark = pytest.mark.django_db
NEW = "another-horse-battery"


@pytest.fixture(params=["administrator", "superuser"])
def chief(client, request):
    """Who manages accounts, signed in: once a 管理员, once a superuser that is one too."""
    user = f.person(Role.ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(is_superuser=request.param == "superuser")
    client.force_login(user)
    return User.objects.get(pk=user.pk)


def propose(client, user, role=Role.RELEASER, **more):
    facts = {"user": user.pk, "role": role, "organization": f.bureau().pk, "reason": "任职文件"}
    return client.post(reverse("role_grants:add"), {**facts, "starts_on": "", "ends_on": "", **more})


def deed(client, grant, name):
    return client.post(reverse("role_grants:deed", args=[grant.pk, name]), follow=True).content.decode()


def edit(client, user, **changes):
    form = {"username": user.username, "display_name": "某人", "email": user.email, "is_active": "on"}
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    return client.post(address, {**form, "password1": "", "password2": "", **changes})


def bulk(client, action, *users, **form):
    address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    ids = "&".join(f"id={user.pk}" for user in users)
    return client.post(f"{address}?{ids}&next=/admin/", form, follow=True).content.decode()


def test_two_people_grant_a_role_and_the_log_says_who(client, chief):
    user = User.objects.create_user("new")
    assert propose(client, user).status_code == 302
    grant = RoleGrant.objects.get(user=user)
    assert (grant.proposed_by, grants_of(user)) == (chief, {})
    entry = ModelLogEntry.objects.get(content_type__model="rolegrant", object_id=str(grant.pk))
    assert (entry.action, entry.user) == ("wagtail.create", chief)
    client.force_login(f.person(Role.SECURITY_ADMINISTRATOR))
    assert "有1项角色授予等您确认" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "任职文件" in client.get(reverse("role_grants:index")).content.decode()
    assert "从现在起有效" in deed(client, grant, "confirm")
    assert holds(user, Role.RELEASER)
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["role.proposed", "role.confirmed"]


def test_proposing_for_oneself(client, chief):
    response = propose(client, chief)
    assert "不能给自己授予角色" in response.content.decode()
    assert not RoleGrant.objects.filter(role=Role.RELEASER).exists()


def test_proposing_without_a_reason(client, chief):
    assert propose(client, User.objects.create_user("new"), reason="").status_code == 200
    assert not RoleGrant.objects.filter(role=Role.RELEASER).exists()


def test_confirming_the_own_proposal(client, chief):
    user = User.objects.create_user("new")
    propose(client, user)
    grant = RoleGrant.objects.get(user=user)
    page = client.get(reverse("role_grants:index")).content.decode()
    assert "收回提议" in page
    assert reverse("role_grants:deed", args=[grant.pk, "confirm"]) in page  # the form's address; no button posts it
    assert f"确认：{grant}" not in page
    assert "要由安全管理员确认" in deed(client, grant, "confirm")
    assert grants_of(user) == {}


def test_sending_along_who_confirmed_it(client, chief):
    user, other = User.objects.create_user("new"), f.person(Role.SECURITY_ADMINISTRATOR)
    propose(client, user, confirmed_by=other.pk, confirmed_at="2026-11-23", proposed_by=other.pk, source="x")
    grant = RoleGrant.objects.get(user=user)
    assert (grant.proposed_by, grant.confirmed_by, grant.confirmed_at, grant.source) == (chief, None, None, "")


def test_editing_a_grant_that_two_people_made(client, chief):
    grant = f.person(Role.EDITOR).grants.get()
    address = reverse("role_grants:edit", args=[grant.pk])
    facts = {"user": chief.pk, "role": Role.RELEASER, "organization": f.bureau().pk, "reason": "任职文件"}
    assert client.post(address, facts).status_code == 302
    grant.refresh_from_db()
    assert (grant.user.username, grant.role) == ("editor", Role.EDITOR)


def test_superuser_and_groups_in_the_forms_of_accounts(client, chief):
    power = Group.objects.create(name="权力")
    given = {"is_superuser": "on", "groups": [power.pk]}
    new = {"username": "made", "display_name": "新人", "email": "", "password1": NEW, "password2": NEW}
    assert client.post(reverse("wagtailusers_users:add"), {**new, **given}).status_code == 302
    assert edit(client, User.objects.create_user("old"), **given).status_code == 302
    assert edit(client, chief, **given).status_code == 302
    assert not User.objects.exclude(pk=chief.pk).filter(is_superuser=True).exists()
    assert not power.user_set.exists()
    page = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="groups"' not in page


def test_a_user_copied(client, chief):
    root = User.objects.create_superuser("root")
    assert client.get(f"/admin/users/copy/{root.pk}/").status_code == 404


@pytest.mark.parametrize(
    "change", [{"password1": NEW, "password2": NEW}, {"email": "mine@example.com"}], ids=["password", "address"]
)
def test_setting_anothers_password_or_address(client, chief, change):
    user = f.person(Role.RELEASER)
    response = edit(client, user, **change)
    assert "等安全管理员确认后恢复" in client.get(response["Location"]).content.decode()
    assert grants_of(user) == {}
    assert AuditEntry.objects.filter(action="role.suspended", actor=chief).count() == 1


def test_waking_an_account(client, chief):
    users = [f.person(Role.RELEASER), f.person(Role.REGISTRAR)]
    User.objects.update(is_active=True)
    User.objects.filter(pk__in=[user.pk for user in users]).update(is_active=False)
    edit(client, User.objects.get(username="releaser"))
    bulk(client, "set_active_state", User.objects.get(username="registrar"), mark_as_active="True")
    assert User.objects.filter(username__in=("releaser", "registrar"), is_active=True).count() == 2
    assert RoleGrant.objects.in_force().filter(user__in=users).count() == 0


def test_correcting_a_name_and_putting_an_account_to_sleep_suspend_nothing(client, chief):
    user = f.person(Role.RELEASER)
    edit(client, user, display_name="改过的名字")
    assert holds(user, Role.RELEASER)
    bulk(client, "set_active_state", user, mark_as_active="False")
    assert user.grants.get().confirmed_at is not None


def test_the_own_password_suspends_nothing(client, chief):
    edit(client, chief, password1=NEW, password2=NEW)
    assert holds(User.objects.get(pk=chief.pk), Role.ADMINISTRATOR)


def test_taking_over_the_last_one_who_confirms(client, chief):
    user = f.person(Role.SECURITY_ADMINISTRATOR)
    response = edit(client, user, password1=NEW, password2=NEW)
    assert "唯一一位安全管理员" in response.content.decode()
    assert User.objects.get(pk=user.pk).check_password("correct-horse-battery")
    assert holds(user, Role.SECURITY_ADMINISTRATOR)


def test_taking_the_last_one_who_confirms_away(client, chief):
    grant = f.person(Role.SECURITY_ADMINISTRATOR).grants.get()
    page = client.post(reverse("role_grants:delete", args=[grant.pk]), follow=True).content.decode()
    assert "唯一一位安全管理员" in page
    assert RoleGrant.objects.filter(pk=grant.pk).exists()
    f.person(Role.SECURITY_ADMINISTRATOR, username="security-two")
    client.post(reverse("role_grants:delete", args=[grant.pk]))
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    assert AuditEntry.objects.filter(action="role.revoked", actor=chief).exists()


def test_an_administrator_touches_no_superuser(client):
    root = User.objects.create_superuser("root", password=NEW)
    client.force_login(f.person(Role.ADMINISTRATOR))
    assert client.get(reverse("wagtailusers_users:edit", args=[root.pk])).status_code == 302
    edit(client, root, password1="mine-horse-battery", password2="mine-horse-battery")
    bulk(client, "set_active_state", root, mark_as_active="False")
    root.refresh_from_db()
    assert (root.check_password(NEW), root.is_active) == (True, True)


def test_many_at_once_are_proposals_and_never_for_oneself(client, chief):
    first, second = User.objects.create_user("one"), f.person(Role.AUDITOR)
    form = {"role": Role.ADMINISTRATOR, "organization": f.bureau().pk, "reason": "任职文件"}
    page = bulk(client, "assign_role", chief, first, second, **form)
    assert "已提出1项授予" in page
    assert "1人不能有这个角色" in page
    assert RoleGrant.objects.waiting().get().user == first
    assert grants_of(first) == {}
    assert not Group.objects.filter(user=first).exists()


def test_groups_have_no_page(client, chief):
    group = chief.groups.first()
    power = Permission.objects.get(content_type__app_label="home", codename="publish_feeitem")
    facts = {"name": group.name, "permissions": [power.pk]}
    for address in (
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:add"),
        reverse("wagtailusers_groups:edit", args=[group.pk]),
        reverse("wagtailusers_groups:delete", args=[group.pk]),
    ):
        assert client.get(address).status_code == 302
        assert client.post(address, facts).status_code == 302
    group.refresh_from_db()
    assert not group.permissions.filter(pk=power.pk).exists()
    assert not GroupPagePermission.objects.filter(group=group).exists()


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)]
)
def test_for_other_roles_there_is_no_way_to_accounts_and_grants(client, role):
    grant = f.person(Role.EDITOR, username="somebody").grants.get()
    client.force_login(f.person(role))
    for name in ("role_grants:index", "role_grants:add", "wagtailusers_users:index", "wagtailusers_users:add"):
        assert client.get(reverse(name)).status_code == 302
    for name in ("confirm", "decline"):
        assert client.post(reverse("role_grants:deed", args=[grant.pk, name])).status_code == 302
    bulk(client, "assign_role", User.objects.get(username="somebody"), role="releaser")
    assert RoleGrant.objects.count() == 2
