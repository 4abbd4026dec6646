"""Who may edit the site: 网站编辑 writes and submits, 网页审核 publishes. Editors have no right to publish.

The groups are made after each migration, because permissions are: it changes nothing where they already exist.
Who is in them follows the role grants: when a grant changes, and again at each login, because grants begin and end.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage, Release, SecondPersonTask
from home.publishing.adopting import adopt, adopt_files
from portal.accounts.grants import holds
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role

EDITORS = "网站编辑"
REVIEWERS = "网页审核"
WAGTAIL_DEFAULTS = ("Editors", "Moderators")  # made by Wagtail; they would be a second, unreviewed way to publish
TASK = "审核后发布"
GROUP_OF = {Role.EDITOR: EDITORS, Role.PAGE_REVIEWER: REVIEWERS}
DISCLOSURES = ("feeitem", "enrollmentplan", "financestatement")
SETTINGS = "sitesettings"
PAGE_RIGHTS = {
    EDITORS: ("add_page", "change_page"),
    REVIEWERS: ("add_page", "change_page", "publish_page", "lock_page"),
}
ALL_BESIDE_PAGES = (*DISCLOSURES, SETTINGS)
DISCLOSURE_RIGHTS = {
    EDITORS: ("add", "change", "view"),
    REVIEWERS: ("add", "change", "view", "publish", "lock", "unlock"),
}
FILE_RIGHTS = ("add_document", "change_document", "choose_document", "add_image", "change_image", "choose_image")


def after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Signal receiver: permissions of ``home``, the groups that hold them, then what was public before the gate."""
    if not _are_all_there(sender):
        return  # migrated backwards: what the groups and records need is not there
    create_permissions(sender, verbosity=0)
    ensure_groups()
    adopt()
    adopt_files()


def _are_all_there(sender: AppConfig) -> bool:
    """Whether the database has every table of ``sender``, and the newest column."""
    introspection = connection.introspection
    if not {model._meta.db_table for model in sender.get_models()} <= set(introspection.table_names()):
        return False
    with connection.cursor() as cursor:
        columns = {each.name for each in introspection.get_table_description(cursor, Release._meta.db_table)}
    return "files" in columns


def ensure_groups() -> None:
    """The two groups with their rights, and the workflow that sends a page from one to the other."""
    home = HomePage.objects.first()
    if home is None:  # a flushed test database: there is nothing to edit
        return
    Group.objects.filter(name__in=WAGTAIL_DEFAULTS, user__isnull=True).delete()
    for name in (EDITORS, REVIEWERS):
        group, _made = Group.objects.get_or_create(name=name)
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS[name]
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        group.permissions.add(*_model_permissions(name))
        _grant_files(group)
    _ensure_workflow(home)


def _model_permissions(name: str) -> list[Permission]:
    codenames = [f"{right}_{model}" for right in DISCLOSURE_RIGHTS[name] for model in ALL_BESIDE_PAGES]
    own = Permission.objects.filter(content_type__app_label="home", codename__in=codenames)
    admin = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    return [*own, *admin]


def _grant_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtaildocs", "wagtailimages"), codename__in=FILE_RIGHTS
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _ensure_workflow(home: Any) -> None:
    Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True).delete()
    workflow, _made = Workflow.objects.get_or_create(name="网页审核", defaults={"active": True})
    task = SecondPersonTask.objects.filter(name=TASK).first()
    if task is None:
        task = SecondPersonTask.objects.create(name=TASK, active=True)
        task.groups.add(Group.objects.get(name=REVIEWERS))
    WorkflowTask.objects.filter(workflow=workflow).exclude(task=task).delete()  # Wagtail's own lets authors approve
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})
    for kind in ContentType.objects.filter(app_label="home", model__in=ALL_BESIDE_PAGES):
        WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})


def sync_groups(user: User) -> None:
    """Put ``user`` into the groups of the roles in force today, and out of the others."""
    for role, name in GROUP_OF.items():
        group = Group.objects.filter(name=name).first()
        if group is None:
            continue
        if holds(user, role):
            user.groups.add(group)
        else:
            user.groups.remove(group)


def after_grant(sender: type[RoleGrant], instance: RoleGrant, **kwargs: Any) -> None:
    """Signal receiver for saved and deleted grants; a grant deleted together with its user needs nothing."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:
        sync_groups(user)


def after_login(sender: type[User], user: User, **kwargs: Any) -> None:
    """Signal receiver: what began or ended since the last login counts now."""
    sync_groups(user)
