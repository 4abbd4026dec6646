import io
import json

import pytest
from django.core.management import call_command

from portal.privacy.management.commands import rotate_field_keys
from portal.privacy.rotation import Progress


class Pending:
    """Stands for the rows of one column."""

    label = "mailbox.LetterContact.name"

    def pending(self):
        return self

    def count(self) -> int:
        return 2


def fake_rotate(_column, progress: Progress):
    progress.rotated = 1
    progress.unreadable.append("7")
    yield 2


@pytest.fixture
def one_column(monkeypatch) -> None:
    monkeypatch.setattr(rotate_field_keys, "columns", lambda: [Pending()])
    monkeypatch.setattr(rotate_field_keys, "rotate", fake_rotate)


def test_dry_run_counts_and_writes_nothing(one_column) -> None:
    out = io.StringIO()
    call_command("rotate_field_keys", "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "dry_run": True,
        "fields": [{"field": Pending.label, "pending": 2, "rotated": 0, "left": 0, "unreadable": []}],
    }


def test_rows_that_stay_closed_are_said_and_end_with_1(one_column) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("rotate_field_keys", stdout=out, stderr=io.StringIO())
    assert ended.value.code == 1
    assert "已重新加密 1 行" in out.getvalue()
    assert "FIELD_KEYS" in out.getvalue()


def test_rows_written_meanwhile_under_an_old_key_are_said_and_end_with_1(one_column, monkeypatch) -> None:
    def overtaken(_column, progress: Progress):
        progress.rotated, progress.left = 2, 1
        yield 2

    monkeypatch.setattr(rotate_field_keys, "rotate", overtaken)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("rotate_field_keys", stdout=out, stderr=io.StringIO())
    assert ended.value.code == 1
    assert "请全部重启，再运行一次" in out.getvalue()


@pytest.mark.django_db
def test_it_runs_over_the_installed_models() -> None:
    out = io.StringIO()
    call_command("rotate_field_keys", "--json", stdout=out, stderr=io.StringIO())
    assert {field["rotated"] for field in json.loads(out.getvalue())["fields"]} <= {0}
