"""doctor and restore say when stored values still hang on an old key, or on one that is gone."""

import pytest

from portal import registries
from portal.privacy import key_use
from portal.privacy.key_use import KeyUse
from portal.privacy.rotation import Progress, columns, rotate
from tests import factories as f

pytestmark = pytest.mark.django_db
OLD = "old-key-0123456789-0123456789-0123456789"
NEW = "new-key-0123456789-0123456789-0123456789"


def rotate_all() -> None:
    for column in columns():
        list(rotate(column, Progress(column.label, 0)))


def test_values_on_the_newest_key_are_well():
    f.letter()
    assert key_use.finding().ok


def test_values_on_an_old_key_are_counted_until_they_are_rotated(settings):
    settings.FIELD_KEYS = [OLD]
    f.letter()
    settings.FIELD_KEYS = [NEW, OLD]
    f.letter(email="")
    assert key_use.key_use() == KeyUse(older=3, unknown=0)
    assert "还有3项加密内容用的是旧密钥" in key_use.finding().sentence
    rotate_all()
    assert key_use.finding().ok


def test_values_whose_key_was_taken_out_too_early_are_told_apart(settings):
    settings.FIELD_KEYS = [OLD]
    f.letter()
    settings.FIELD_KEYS = [NEW]
    assert key_use.key_use() == KeyUse(older=0, unknown=3)
    assert "加回 FIELD_KEYS" in key_use.after_restore()


def test_doctor_and_restore_ask():
    assert "字段密钥" in [entry.name for entry in registries.doctor]
    assert "字段密钥" in [entry.name for entry in registries.restore_hooks]
