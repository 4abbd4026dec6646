"""Erased stays erased: an older backup is restored for real, and what had been deleted is deleted again."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from mailbox import chain, erasing
from mailbox.models import Letter, LetterContact
from portal import archives, erasures
from tests import factories as f
from tests.mailbox.cells import places_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrates")]
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PHONE = "13987654321"


@pytest.fixture
def disk(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURE_REGISTER = tmp_path / "beside" / "erasures.jsonl"
    return tmp_path


def write(now: datetime = f.MONDAY) -> Letter:
    return f.letter(now=now, name="欧阳金丝雀", phone=PHONE, body=f"我叫欧阳金丝雀，电话{PHONE}，请问怎么退费？")


def backup(disk: Path, name: str = "backups") -> Path:
    """A backup just made; each goes into a folder of its own, for two may be made within a second."""
    call_command("backup", disk / name, verbosity=0)
    (folder,) = (path for path in (disk / name).iterdir() if path.is_dir())
    return folder


def restore(folder: Path, capsys) -> list[str]:
    capsys.readouterr()
    call_command("restore", folder, replace=True, json=True)
    done: list[str] = json.loads(capsys.readouterr().out)["done"]
    return done


def test_an_older_backup_brings_the_letter_back_and_not_the_contact_data(disk, capsys):
    letter, other = write(), f.letter()
    folder = backup(disk)
    erasing.at_own_wish(letter.pk, now=NOW)
    told = restore(folder, capsys)
    assert any("登记在册1项删除，其中1项" in sentence for sentence in told)
    assert places_of(PHONE, "欧阳金丝雀") == set()
    assert LetterContact.objects.get(letter=letter).name == ""
    assert LetterContact.objects.get(letter=other).name == "许清和"
    assert chain.broken_at(Letter.objects.get(pk=letter.pk)) is None
    call_command("verify_ledger")


def test_it_holds_when_the_register_was_lost_and_only_the_database_remembers(disk, capsys):
    letter = write()
    folder = backup(disk)
    erasing.at_own_wish(letter.pk, now=NOW)
    erasures.register().unlink()
    restore(folder, capsys)
    assert places_of(PHONE) == set()


def test_it_holds_on_a_new_machine_by_what_lies_beside_the_backups(disk, capsys, settings):
    """Database and register of the old machine are gone; a later backup had brought the list beside the older one."""
    letter = write()
    older = backup(disk)
    erasing.at_own_wish(letter.pk, now=NOW)
    later = backup(disk, "later")
    (disk / "later" / erasures.BESIDE_BACKUPS).rename(older.parent / erasures.BESIDE_BACKUPS)
    restore(later, capsys)
    erasures.register().unlink()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM mailbox_erasurerecord")
    restore(older, capsys)
    assert places_of(PHONE) == set()


def test_a_letter_that_took_the_id_of_an_erased_one_keeps_its_data(disk, capsys):
    folder = backup(disk)
    erased = write()
    erasing.at_own_wish(erased.pk, now=NOW)
    restore(folder, capsys)
    successor = write(NOW)
    assert successor.pk == erased.pk or connection.vendor != "sqlite"
    later = backup(disk, "later")
    told = restore(later, capsys)
    assert any("其中0项" in sentence for sentence in told)
    assert LetterContact.objects.get(letter=successor).phone == PHONE


def test_a_database_that_cannot_be_read_is_replaced_all_the_same_and_that_is_said(disk, capsys):
    letter = write()
    folder = backup(disk)
    erasing.at_own_wish(letter.pk, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE mailbox_erasurerecord")
    assert any("只按登记文件" in sentence for sentence in restore(folder, capsys))
    assert places_of(PHONE) == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL frees pages by vacuum; docs/privacy.md says so")
def test_a_backup_made_after_the_erasure_holds_no_byte_of_it_on_free_pages(disk):
    letter = write()
    erasing.at_own_wish(letter.pk, now=NOW)
    content = (backup(disk) / archives.SQLITE_FILE).read_bytes()
    assert PHONE.encode() not in content
    assert "欧阳金丝雀".encode() not in content


def test_the_list_beside_the_backups_holds_ids_only(disk):
    letter = write()
    erasing.at_own_wish(letter.pk, now=NOW)
    folder = backup(disk)
    (line,) = (folder.parent / erasures.BESIDE_BACKUPS).read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) == {"kind", "id", "proof", "at"}
    assert letter.number not in line


def test_a_torn_line_of_the_register_loses_nothing_else(disk):
    letter = write()
    erasures.register().parent.mkdir()
    erasures.register().write_text('{"kind": "letter.con', encoding="utf-8")
    erasing.at_own_wish(letter.pk, now=NOW)
    assert [entry.id for entry in erasures.read(erasures.register())] == [letter.pk]
