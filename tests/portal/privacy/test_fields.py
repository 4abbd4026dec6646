from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy import ciphers
from portal.privacy.errors import DecryptionFailed, NotSearchable
from portal.privacy.fields import EncryptedTextField
from portal.privacy.rotation import Column, Progress, columns, rotate

OLD = "old-key-0123456789-0123456789-0123456789"
NEW = "new-key-0123456789-0123456789-0123456789"
PLAIN = "许文静 13800001234"


@pytest.fixture
def registry() -> Iterator[Apps]:
    with isolate_apps("portal.privacy") as registry:
        yield registry


@pytest.fixture
def vault(registry: Apps, transactional_db: None) -> Iterator[type[models.Model]]:
    class Vault(models.Model):
        secret = EncryptedTextField(null=True, blank=True)
        note = models.TextField(default="")

        class Meta:
            app_label = "privacy"

        def __str__(self) -> str:
            return str(self.pk)

    with connection.schema_editor() as editor:
        editor.create_model(Vault)
    yield Vault
    with connection.schema_editor() as editor:
        editor.delete_model(Vault)


def stored(model: type[models.Model], pk: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT secret FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def put(model: type[models.Model], pk: int, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET secret = %s WHERE id = %s", [text, pk])


def test_the_column_never_holds_the_plain_text(vault) -> None:
    row = vault.objects.create(secret=PLAIN)
    column = stored(vault, row.pk)
    assert "许" not in column
    assert "13800001234" not in column
    assert vault.objects.get(pk=row.pk).secret == PLAIN


def test_the_same_value_is_stored_differently_each_time_and_as_long_for_every_short_value(vault) -> None:
    rows = [vault.objects.create(secret=value) for value in ("许", "许", "欧阳德厚 ouyang@example.com")]
    columns = [stored(vault, row.pk) for row in rows]
    assert len(set(columns)) == 3
    assert len({len(column) for column in columns}) == 1


@pytest.mark.parametrize("empty", [None, ""])
def test_nothing_stays_nothing(vault, empty: str | None) -> None:
    row = vault.objects.create(secret=empty)
    assert stored(vault, row.pk) == empty
    assert vault.objects.get(pk=row.pk).secret == empty


def test_update_and_bulk_writes_encrypt_too(vault) -> None:
    row = vault.objects.create(secret="x")
    vault.objects.filter(pk=row.pk).update(secret=PLAIN)
    assert PLAIN not in stored(vault, row.pk)
    row.secret = "甲乙丙"
    vault.objects.bulk_update([row], ["secret"])
    assert "甲" not in stored(vault, row.pk)
    assert vault.objects.get(pk=row.pk).secret == "甲乙丙"


@pytest.mark.parametrize("lookup", ["secret", "secret__contains", "secret__in", "secret__startswith", "secret__length"])
def test_filtering_by_value_is_refused_with_a_sentence(vault, lookup: str) -> None:
    with pytest.raises(NotSearchable, match=r"Vault\.secret 是加密字段.*keyed_hash"):
        list(vault.objects.filter(**{lookup: [PLAIN]}))


def test_whether_there_is_a_value_may_be_asked(vault) -> None:
    vault.objects.create(secret=None)
    row = vault.objects.create(secret=PLAIN)
    assert list(vault.objects.filter(secret__isnull=False)) == [row]


def test_a_wrong_key_is_said_and_nothing_is_shown(vault, settings) -> None:
    row = vault.objects.create(secret=PLAIN)
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(DecryptionFailed, match="FIELD_KEYS"):
        vault.objects.get(pk=row.pk)


def test_a_changed_value_is_refused(vault) -> None:
    row = vault.objects.create(secret=PLAIN)
    text = stored(vault, row.pk)
    for changed in (text[:-2] + ("AA" if text[-2:] != "AA" else "BB"), text[:40], "v2" + text[2:], PLAIN, text + "!"):
        put(vault, row.pk, changed)
        with pytest.raises(DecryptionFailed):
            vault.objects.get(pk=row.pk)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_what_is_encrypted_comes_back_unchanged(plain: str) -> None:
    assert ciphers.decrypt(ciphers.encrypt(plain)) == plain


def rotate_all(model) -> Progress:
    column = Column(model, "secret")
    progress = Progress(column.label, column.pending().count())
    for _batch in rotate(column, progress):
        pass
    return progress


def test_rotation_moves_every_row_to_the_new_key_and_the_old_one_can_go(vault, settings) -> None:
    settings.FIELD_KEYS = [OLD]
    rows = [vault.objects.create(secret=f"{PLAIN}{number}") for number in range(3)]
    vault.objects.create(secret=None)
    vault.objects.create(secret="")
    settings.FIELD_KEYS = [NEW, OLD]
    assert rotate_all(vault).rotated == 3
    settings.FIELD_KEYS = [NEW]
    assert [vault.objects.get(pk=row.pk).secret for row in rows] == [f"{PLAIN}{number}" for number in range(3)]


def test_a_second_rotation_changes_nothing(vault, settings) -> None:
    settings.FIELD_KEYS = [OLD]
    row = vault.objects.create(secret=PLAIN)
    settings.FIELD_KEYS = [NEW, OLD]
    rotate_all(vault)
    before = stored(vault, row.pk)
    assert rotate_all(vault) == Progress(Column(vault, "secret").label, 0)
    assert stored(vault, row.pk) == before


def test_rotation_goes_on_where_it_was_stopped(vault, settings, monkeypatch) -> None:
    monkeypatch.setattr("portal.privacy.rotation.BATCH", 2)
    settings.FIELD_KEYS = [OLD]
    vault.objects.bulk_create([vault(secret=PLAIN) for _ in range(5)])
    settings.FIELD_KEYS = [NEW, OLD]
    column = Column(vault, "secret")
    stopped = rotate(column, Progress(column.label, 5))
    assert next(stopped) == 2
    stopped.close()
    assert column.pending().count() == 3
    assert rotate_all(vault).rotated == 3


def test_a_row_that_no_key_opens_is_named_and_left_alone(vault, settings) -> None:
    settings.FIELD_KEYS = ["lost-key-0123456789-0123456789-0123456789"]
    lost = vault.objects.create(secret=PLAIN)
    settings.FIELD_KEYS = [OLD]
    vault.objects.create(secret=PLAIN)
    before = stored(vault, lost.pk)
    settings.FIELD_KEYS = [NEW, OLD]
    progress = rotate_all(vault)
    assert (progress.rotated, progress.unreadable) == (1, [str(lost.pk)])
    assert stored(vault, lost.pk) == before


def test_a_value_saved_during_the_rotation_wins(vault, settings, monkeypatch) -> None:
    settings.FIELD_KEYS = [OLD]
    row = vault.objects.create(secret="旧的值")
    settings.FIELD_KEYS = [NEW, OLD]

    def save_meanwhile(text: str) -> str:
        vault.objects.filter(pk=row.pk).update(secret="新的值")
        return ciphers.decrypt(text)

    monkeypatch.setattr("portal.privacy.rotation.decrypt", save_meanwhile)
    assert rotate_all(vault).rotated == 0
    assert vault.objects.get(pk=row.pk).secret == "新的值"


def test_a_value_saved_meanwhile_by_a_process_with_old_keys_wins_too(vault, settings, monkeypatch) -> None:
    settings.FIELD_KEYS = [OLD]
    row = vault.objects.create(secret="旧的值")
    newer = ciphers.encrypt("新的值")
    settings.FIELD_KEYS = [NEW, OLD]

    def save_meanwhile(text: str) -> str:
        put(vault, row.pk, newer)
        return ciphers.decrypt(text)

    monkeypatch.setattr("portal.privacy.rotation.decrypt", save_meanwhile)
    progress = rotate_all(vault)
    assert (progress.rotated, progress.left) == (0, 1)
    assert vault.objects.get(pk=row.pk).secret == "新的值"


def test_encrypted_fields_are_found_in_the_registry(vault, registry: Apps) -> None:
    assert [column.label for column in columns(registry)] == ["privacy.Vault.secret"]


@pytest.mark.parametrize("keys", [[], ["short"], None])
def test_keys_that_protect_nothing_are_refused(settings, keys) -> None:
    settings.FIELD_KEYS = keys
    with pytest.raises(Exception, match="FIELD_KEYS"):
        ciphers.encrypt(PLAIN)
