"""Files that wait for nobody any more are deleted by rules that an administrator keeps, announced and traced."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.privacy import tasks
from portal.privacy.files import ageing, holding
from portal.privacy.files.folder import Folder
from portal.privacy.files.holding import Wish
from portal.privacy.files.models import HeldFile, HeldFileRule
from tests import factories as f
from tests.portal.privacy.files.documents import phone
from tests.portal.privacy.files.library import held, two_people, word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"


@pytest.fixture
def people(client) -> tuple[User, User]:
    editor, reviewer = two_people()
    client.force_login(editor)
    return editor, reviewer


@pytest.fixture
def one(client, people) -> HeldFile:
    return held(client, word("电话" + phone(1)))


def aged(one: HeldFile, days: float) -> HeldFile:
    HeldFile.objects.filter(pk=one.pk).update(stepped_at=timezone.now() - timedelta(days=days))
    one.refresh_from_db()
    return one


def dropped(**options) -> dict:
    out = StringIO()
    call_command("drop_old_held_files", "--json", stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(("days", "is_due"), [(59.9, False), (60.1, True)])
def test_a_file_nobody_worked_on_for_two_months_goes_with_its_folder(
    one, days, is_due, django_capture_on_commit_callbacks
):
    aged(one, days)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.drop_old_held_files()
    one.refresh_from_db()
    assert (one.state == HeldFile.State.DROPPED, Folder(one).original.exists()) == (is_due, not is_due)
    expired = AuditEntry.objects.filter(action="file.expired", actor=None, target=f"held_file:{one.key}")
    assert expired.exists() is is_due
    assert not get_document_model().objects.exists()


def test_a_trial_lists_keys_alone_and_deletes_nothing(one):
    aged(one, 61)
    said = dropped(dry_run=True)
    waiting = next(rule for rule in said["rules"] if rule["due"])
    assert (waiting["ids"], waiting["deleted"]) == ([str(one.key)], 0)
    assert one.title not in json.dumps(said, ensure_ascii=False)
    assert Folder(one).original.exists()


def test_each_step_begins_the_time_anew(one, people):
    aged(one, 61)
    holding.prepare(one, people[0], Wish())
    assert [each.files.count() for each in ageing.due(timezone.now())] == [0, 0]


def test_each_state_has_its_own_rule_and_without_one_nothing_goes(one, people):
    holding.prepare(one, people[0], Wish())
    HeldFileRule.objects.filter(state=HeldFile.State.READY).update(keep=30)
    aged(one, 31)
    assert [each.rule.state for each in ageing.due(timezone.now()) if each.files] == ["ready"]
    HeldFileRule.objects.update(is_active=False)
    assert ageing.due(timezone.now()) == []
    assert ageing.deletions([one], timezone.now()) == {}


def test_what_is_decided_stays_as_it_was(one, people):
    holding.drop(one, people[0])
    aged(one, 500)
    tasks.drop_old_held_files()
    one.refresh_from_db()
    assert one.decided_by == people[0]


@pytest.mark.parametrize(("days", "is_warned"), [(45, False), (47, True)])
def test_the_list_and_the_file_say_two_weeks_before_when_it_will_go(client, one, days, is_warned):
    aged(one, days)
    end = timezone.localtime(one.stepped_at + timedelta(days=60))
    said = f"{end.month}月{end.day}日"
    listed = client.get(reverse("held_files:index")).content.decode()
    assert (f"{said}到期删除" in listed) is is_warned
    assert ("到期没有处理或审定就自动删除" in listed) is is_warned
    assert (
        f"{said}以前没有人处理或审定" in client.get(reverse("held_files:held", args=[one.key])).content.decode()
    ) is is_warned


def test_the_list_says_that_nobody_decided(client, one):
    aged(one, 61)
    tasks.drop_old_held_files()
    assert "到期自动删除" in client.get(reverse("held_files:index")).content.decode()
    assert "到期自动删除" in client.get(reverse("held_files:held", args=[one.key])).content.decode()


def test_a_folder_that_no_file_owns_goes_once_it_is_a_day_old(one, settings):
    stray = settings.VAR_DIR / "held" / "4b0c3f1e"
    stray.mkdir(parents=True)
    (stray / "original.pdf").write_bytes(b"x")
    assert dropped()["loose"] == 0
    yesterday = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(stray, (yesterday, yesterday))
    assert dropped(dry_run=True)["loose"] == 1
    assert stray.exists()
    assert dropped()["loose"] == 1
    assert not stray.exists()
    assert Folder(one).original.exists()


def test_an_administrator_changes_the_period_with_a_reason_and_is_written_down(client):
    boss = f.person(Role.ADMINISTRATOR, f.bureau())
    client.force_login(boss)
    rule = HeldFileRule.objects.get(state="waiting")
    address = reverse("held_file_rules:edit", args=[rule.pk])
    client.post(address, {"keep": 10, "ground": rule.ground, "reason": "试试看短一点", "is_active": "on"})
    rule.refresh_from_db()
    assert rule.keep == 60  # below the shortest
    client.post(address, {"keep": 30, "ground": rule.ground, "reason": "试试看短一点", "is_active": "on"})
    rule.refresh_from_db()
    assert (rule.keep, rule.reason, rule.author) == (30, "试试看短一点", boss)


def test_one_rule_a_state():
    again = HeldFileRule(state="waiting", keep=30, ground="个人信息保护法", reason="再来一条")
    with pytest.raises(ValidationError, match="已经有一条期限"):
        again.full_clean()
