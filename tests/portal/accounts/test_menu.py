"""The admin's menu reads who holds what once, however many items ask for a role."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.menu import Menu, MenuItem, admin_menu, reports_menu, settings_menu

from portal.accounts.grants import grants_of, shows
from portal.accounts.models import RoleGrant, User
from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


class AsksForARole(MenuItem):
    def is_shown(self, request):
        return RolePolicy(RoleGrant, Role.REGISTRAR).user_has_permission(request.user, "view")


def menu_with(more: int) -> Menu:
    items = [item for menu in (admin_menu, settings_menu, reports_menu) for item in menu.registered_menu_items]
    return Menu(items=[*items, *[AsksForARole("又一项", f"/{place}/") for place in range(more)]])


def queries_of(menu: Menu, role: Role) -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=f.person(role).pk)
    with CaptureQueriesContext(connection) as done:
        menu.render_component(request)
    return [query["sql"] for query in done.captured_queries]


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.PUBLISHER, Role.ADMINISTRATOR, Role.EDITOR])
def test_thirty_more_items_cost_no_query_more(role):
    few, many = (queries_of(menu_with(count), role) for count in (0, 30))
    assert len(many) == len(few)
    assert sum('"accounts_rolegrant"' in sql and '"mailbox_' not in sql for sql in many) == 1


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.ADMINISTRATOR])
def test_a_page_of_the_admin_reads_the_grants_once(client, role):
    client.force_login(f.person(role))
    client.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as done:
        client.get(reverse("wagtailadmin_home"))
    assert sum('FROM "accounts_rolegrant"' in query["sql"] for query in done.captured_queries) == 1


def test_what_is_shown_is_remembered_with_the_user_object_and_what_is_done_is_not():
    user = f.person(Role.REGISTRAR)
    assert shows(user, Role.REGISTRAR)
    user.grants.all().delete()
    assert grants_of(user) == {}
    assert not shows(User.objects.get(pk=user.pk), Role.REGISTRAR)
