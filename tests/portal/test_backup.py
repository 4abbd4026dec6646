import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal import archives, registries
from portal.accounts.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrates")]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "notice.txt").write_text("通知", encoding="utf-8")
    return settings.MEDIA_ROOT


@pytest.fixture
def backup(media, tmp_path):
    """One backup of a bureau with one member of staff and one file."""
    User.objects.create_user("before")
    call_command("backup", tmp_path / "backups", verbosity=0)
    (folder,) = (tmp_path / "backups").iterdir()
    return folder


@pytest.fixture
def hook():
    calls = []
    registries.restore_hooks.register("test", lambda: calls.append("rebuilt") or "已重建")
    yield calls
    registries.restore_hooks.unregister("test")


def usernames():
    return sorted(User.objects.values_list("username", flat=True))


def test_restore_brings_back_rows_and_files_and_rebuilds_what_hangs_on_them(backup, media, hook):
    User.objects.create_user("after")
    (media / "notice.txt").write_text("改过", encoding="utf-8")
    (media / "later.txt").touch()

    call_command("restore", backup, replace=True, verbosity=0)

    assert usernames() == ["before"]
    assert [path.name for path in media.iterdir()] == ["notice.txt"]
    assert (media / "notice.txt").read_text(encoding="utf-8") == "通知"
    assert hook == ["rebuilt"]


def test_the_files_of_before_are_kept_beside(backup, media):
    (media / "later.txt").touch()
    call_command("restore", backup, replace=True, verbosity=0)

    assert (media.with_name("media.before-restore") / "later.txt").exists()


def test_content_is_never_replaced_unasked(backup):
    User.objects.create_user("after")
    with pytest.raises(CommandError, match="请加 --replace"):
        call_command("restore", backup)

    assert usernames() == ["after", "before"]


def spoil_changed(folder):
    (folder / archives.MEDIA / "notice.txt").write_text("x", encoding="utf-8")


def spoil_missing(folder):
    (folder / archives.MEDIA / "notice.txt").unlink()


def spoil_added(folder):
    (folder / "more.txt").touch()


def spoil_manifest(folder):
    (folder / archives.MANIFEST).write_text("{", encoding="utf-8")


def spoil_format(folder):
    manifest = json.loads((folder / archives.MANIFEST).read_text(encoding="utf-8"))
    (folder / archives.MANIFEST).write_text(json.dumps(manifest | {"format": 2}), encoding="utf-8")


def spoil_vendor(folder):
    manifest = json.loads((folder / archives.MANIFEST).read_text(encoding="utf-8"))
    text = json.dumps(manifest | {"database": "elsewhere"})
    (folder / archives.MANIFEST).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (spoil_changed, "notice.txt 与清单不符"),
        (spoil_missing, "notice.txt 与清单不符"),
        (spoil_added, "more.txt 与清单不符"),
        (spoil_manifest, "不是完整的备份"),
        (spoil_format, "备份的格式是2"),
        (spoil_vendor, "备份来自 elsewhere"),
    ],
)
def test_a_backup_that_is_not_whole_replaces_nothing(backup, media, spoil, sentence):
    User.objects.create_user("after")
    spoil(backup)

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", backup, replace=True)
    assert usernames() == ["after", "before"]
    assert (media / "notice.txt").read_text(encoding="utf-8") == "通知"


def test_a_damaged_database_file_is_found_even_when_the_manifest_agrees(tmp_path):
    (tmp_path / archives.SQLITE_FILE).write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    manifest = archives.Manifest(
        archives.FORMAT, "", "sqlite", {archives.SQLITE_FILE: archives.digest(tmp_path / archives.SQLITE_FILE)}
    )
    (tmp_path / archives.MANIFEST).write_text(json.dumps(vars(manifest)), encoding="utf-8")

    with pytest.raises(archives.ArchiveFault, match="已损坏"):
        archives.verify(tmp_path)


def test_a_dry_run_writes_and_replaces_nothing(backup, media, tmp_path, capsys):
    call_command("backup", tmp_path / "other", dry_run=True, json=True)
    assert json.loads(capsys.readouterr().out)["dry_run"] is True
    assert not (tmp_path / "other").exists()

    User.objects.create_user("after")
    call_command("restore", backup, dry_run=True, json=True)
    told = json.loads(capsys.readouterr().out)
    assert (Path(told["folder"]), told["files"], told["done"]) == (backup, 2, [])
    assert usernames() == ["after", "before"]


def test_an_unfinished_backup_never_carries_a_good_name(media, tmp_path, monkeypatch):
    def full_disk(folder):
        raise OSError("No space left on device")

    monkeypatch.setattr(archives, "dump_database", full_disk)

    with pytest.raises(CommandError, match="没有备份成功"):
        call_command("backup", tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
