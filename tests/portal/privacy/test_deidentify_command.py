import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.organizations.models import Organization

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[list[dict], str, int]:
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("deidentify", *args, "--json", stdout=out, stderr=err)
    except SystemExit as ended:
        code = int(ended.code)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


def test_each_line_of_a_file_is_answered(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": "a", "text": "我叫许文静。"}\n\n{"id": 2, "text": ""}\n', encoding="utf-8")
    answers, _err, code = run(str(file))
    assert answers == [
        {"id": "a", "spans": [{"start": 2, "end": 5, "kind": "person", "text": "许文静", "mask": "某某"}]},
        {"id": 2, "spans": []},
    ]
    assert code == 0


def test_standard_input_is_read_when_no_file_is_named(monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 1, "text": "手机13800001234"}\n'))
    answers, _err, code = run()
    assert [span["text"] for span in answers[0]["spans"]] == ["13800001234"]
    assert code == 0


def test_a_bad_line_is_named_by_number_and_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(b'{"id": 1, "text": "a"}\nnot json\n{"id": 3}\n[1]\n{"id": 5, "text": "\xff"}\n')
    answers, err, code = run(str(file))
    assert [answer["id"] for answer in answers] == [1, 5]
    assert "第2行不是 JSON" in err
    assert "第3行要写成" in err
    assert "第4行要写成" in err
    assert code == 1


def test_a_text_of_a_megabyte_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    lines = [{"id": 1, "text": "一" * 1_000_000}, {"id": 2, "text": "我叫许文静。"}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    answers, err, code = run(str(file))
    assert [answer["id"] for answer in answers] == [2]
    assert "第1行已跳过：这段文字有1,000,000个字" in err
    assert code == 1


def test_a_lone_surrogate_comes_back_as_valid_json(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": "\\ud800", "text": "我叫许文静\\ud800。"}\n', encoding="utf-8")
    answers, _err, code = run(str(file))
    assert answers[0]["id"] == "\ud800"
    assert code == 0


def test_a_missing_file_ends_with_2_and_a_sentence() -> None:
    with pytest.raises(CommandError, match="打不开文件") as refused:
        call_command("deidentify", "/nonexistent/letters.jsonl")
    assert refused.value.returncode == 2


def test_phones_of_the_bureau_survive(tmp_path: Path) -> None:
    Organization.add_root(name="云岭区教育局", code="yunling", kind="bureau", phone="0199-8812 3400")
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "text": "我家电话0199-88123400"}\n', encoding="utf-8")
    assert run(str(file))[0] == [{"id": 1, "spans": []}]


def test_marks_need_no_database(tmp_path):
    """A fresh folder without tables: more is marked than need be, never less."""
    root = Path(__file__).resolve().parents[3]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    found = subprocess.run(
        [sys.executable, str(root / "manage.py"), "deidentify", "--json"],
        input='{"id": "1", "text": "请打13812341234找我"}\n',
        env={**environment, "DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    assert [span["text"] for span in json.loads(found.stdout)["spans"]] == ["13812341234"]
