"""Every migration of ours goes forward, back, and forward again."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OURS = ("portal", "mailbox", "home", "search")


def own_labels():
    return [config.label for config in apps.get_app_configs() if config.name.split(".")[0] in OURS]


def applied():
    recorded = MigrationExecutor(connection).loader.applied_migrations
    return {key for key in recorded if key[0] in own_labels()}


def tables():
    labels = tuple(f"{label}_" for label in own_labels())
    return {name for name in connection.introspection.table_names() if name.startswith(labels)}


def test_all_migrations_go_back_and_forward_again():
    before = applied(), tables()
    executor = MigrationExecutor(connection)
    executor.migrate([(label, None) for label in own_labels() if label in executor.loader.migrated_apps])
    assert (applied(), tables()) == (set(), set())

    call_command("migrate", verbosity=0)

    assert (applied(), tables()) == before


def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
