"""Role grants, topics and templates in the admin: only for those whose work it is, each change in the log."""

import pytest
from wagtail.admin.viewsets import viewsets
from wagtail.coreutils import resolve_model_string
from wagtail.snippets.models import get_snippet_models

from mailbox.models import Letter
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
GRANTS, TOPICS, TEMPLATES = "/admin/role-grants/", "/admin/letter-topics/", "/admin/reply-templates/"


ADMINISTRATORS = {Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}


@pytest.mark.parametrize(
    ("url", "reads", "adds"),
    [
        (GRANTS, ADMINISTRATORS, {Role.ADMINISTRATOR}),
        ("/admin/users/", {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
        (TOPICS, {Role.ADMINISTRATOR, Role.REGISTRAR}, {Role.ADMINISTRATOR, Role.REGISTRAR}),
        (
            TEMPLATES,
            {Role.ADMINISTRATOR, Role.REGISTRAR, Role.REVIEWER},
            {Role.ADMINISTRATOR, Role.REGISTRAR, Role.REVIEWER},
        ),
    ],
)
def test_each_list_is_open_to_its_roles_alone(client, url, reads, adds):
    found = set()
    for role in Role:
        client.force_login(f.person(role))
        if client.get(url).status_code == 200:
            found.add(role)
        assert client.get(f"{url}new/").status_code == (200 if role in adds else 302)
    assert found == reads


def test_no_letter_model_is_known_to_the_admins_generic_views():
    letters_app = Letter._meta.app_label
    models = [getattr(viewset, "model", None) for viewset in viewsets.viewsets]
    registered = {resolve_model_string(model) for model in models if model}
    every = registered | set(get_snippet_models())
    assert {model.__name__ for model in every if model._meta.app_label == letters_app} == {
        "Topic",
        "ReplyTemplate",
        "RetentionRule",
    }
