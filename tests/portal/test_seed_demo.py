import json

import pytest
from django.core.management import CommandError, call_command

from portal import registries
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(monkeypatch):
    """Two seeders registered in the wrong order; gives what ran, with its scale."""
    ran = []
    registry = registries.OrderedRegistry()
    registry.register(20, "letters", lambda scale: ran.append(("letters", scale)) or f"{scale}封信")
    registry.register(10, "people", lambda scale: ran.append(("people", scale)) or "3个人")
    monkeypatch.setattr(registries, "seeders", registry)
    return ran


def test_seeders_run_in_their_order_with_the_scale(seeded, capsys):
    call_command("seed_demo", scale=3)

    assert seeded == [("people", 3), ("letters", 3)]
    assert capsys.readouterr().out.splitlines() == ["people：3个人", "letters：3封信"]


def test_production_is_refused(seeded, settings):
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="这是正式环境"):
        call_command("seed_demo")

    assert seeded == []


def test_a_database_with_content_is_refused_unless_asked(seeded):
    User.objects.create_user("somebody")
    with pytest.raises(CommandError, match="数据库里已经有内容"):
        call_command("seed_demo")
    assert seeded == []

    call_command("seed_demo", force_less=True)
    assert [name for name, _ in seeded] == ["people", "letters"]


def test_a_dry_run_makes_nothing(seeded, capsys):
    call_command("seed_demo", dry_run=True, json=True)

    assert seeded == []
    assert json.loads(capsys.readouterr().out) == {"dry_run": True, "seeded": {"people": "", "letters": ""}}


def test_a_scale_below_one_is_refused(seeded):
    with pytest.raises(CommandError, match="--scale 至少是1"):
        call_command("seed_demo", scale=0)
