import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from portal import diagnosis, registries
from portal.outbox.models import OutboxMessage
from portal.outbox.queue import enqueue
from portal.registries import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor(capsys, monkeypatch):
    """Run the command; gives its exit code and findings by name. What other apps register is left out."""
    monkeypatch.setattr(registries, "doctor", registries.Registry())
    monkeypatch.setattr(registries, "health", registries.Registry())

    def run():
        code = 0
        try:
            call_command("doctor", json=True)
        except SystemExit as stop:
            code = stop.code
        told = json.loads(capsys.readouterr().out)
        assert told["ok"] is (code == 0)
        return code, {finding["name"]: finding for finding in told["findings"]}

    return run


@pytest.fixture
def sound(monkeypatch):
    """The test database does not wait for the disk, which doctor rightly says; that finding is left out here."""
    from portal.management.commands.doctor import Command

    monkeypatch.setattr(Command, "_system_checks", lambda self: [])


def test_a_sound_installation_has_nothing_to_mend(doctor, sound):
    code, findings = doctor()

    assert code == 0
    assert {name for name, finding in findings.items() if not finding["ok"]} == set()
    assert {"数据库", "数据库结构", "待办队列", "消息通道", "磁盘", "邮件"} <= set(findings)


def test_each_fault_says_how_to_mend_it(doctor, sound):
    enqueue("letter.mail", key="1", payload={})
    OutboxMessage.objects.update(state="failed")

    code, findings = doctor()
    assert code == 1
    assert findings["失败的待办"]["about"] == "多次失败的待办：letter.mail"
    assert findings["失败的待办"]["remedy"]


def test_a_broker_that_is_away_is_found(doctor, sound, monkeypatch):
    from celery import Celery

    monkeypatch.setattr(
        diagnosis, "celery_app", Celery("nowhere", broker="redis://127.0.0.1:1/0", set_as_current=False)
    )

    assert doctor()[1]["消息通道"]["ok"] is False


def test_a_mail_server_that_is_away_is_found(doctor, sound, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert doctor()[1]["邮件"]["about"] == "发信服务器连不上（ConnectionRefusedError）"


def test_system_checks_are_part_of_the_answer(doctor, settings):
    settings.TRUSTED_PROXIES = -1

    assert doctor()[1]["portal.E007"]["about"] == "TRUSTED_PROXIES 不能是负数。"


def test_what_apps_register_is_asked_and_may_break(doctor, sound):
    def breaks():
        raise DatabaseError("no such table: x")

    registries.doctor.register("索引", lambda: Finding(False, "索引不在", "运行 rebuild_index。"))
    registries.doctor.register("表", breaks)

    findings = doctor()[1]
    assert findings["索引"]["remedy"] == "运行 rebuild_index。"
    assert findings["表"]["about"] == "没有查成（DatabaseError）"


def test_people_get_sentences(capsys, doctor, sound):
    call_command("doctor")

    assert "好　  数据库：数据库可以写入" in capsys.readouterr().out.splitlines()
