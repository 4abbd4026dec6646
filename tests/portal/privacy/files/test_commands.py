"""inspect_file and clean_file: what they print, and with which code they end."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from portal.organizations.models import Organization
from portal.privacy.files import official
from portal.privacy.marks import Kind, Rule
from tests.portal.privacy.files.documents import line, pdf, phone

pytestmark = pytest.mark.django_db


def letter(path: Path, text: str) -> Path:
    made = docx.Document()
    made.add_paragraph(text)
    made.save(str(path))
    return path


def run(*args: object) -> tuple[str, int]:
    """What was printed, and the exit code."""
    out = io.StringIO()
    try:
        call_command(*map(str, args), stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(ended.code)
    return out.getvalue(), 0


def refusal(*args: object) -> tuple[str, int]:
    with pytest.raises(CommandError) as refused:
        run(*args)
    return str(refused.value), refused.value.returncode


def test_inspection_names_the_place_and_ends_with_1(tmp_path):
    out, code = run("inspect_file", letter(tmp_path / "a.docx", "手机" + phone(1)), "--json")
    said = json.loads(out)
    assert (code, said["kind"]) == (1, "docx")
    assert [(one["place"], one["kind"], one["text"], one["shown"]) for one in said["findings"]] == [
        ("正文第1段", "phone", phone(1), True)
    ]


def test_inspection_of_a_file_without_findings_ends_with_0(tmp_path):
    out, code = run("inspect_file", letter(tmp_path / "a.docx", "报名须知"))
    assert (out.splitlines()[0], code) == ("没有发现个人信息。", 0)


def test_inspection_of_what_cannot_be_read_ends_with_2_and_a_sentence(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    said, code = refusal("inspect_file", tmp_path / "a.pdf")
    assert (said.startswith("文件已损坏或不完整"), code) == (True, 2)
    said, code = refusal("inspect_file", tmp_path / "none.pdf")
    assert (said.startswith("找不到文件"), code) == (True, 2)


def test_phones_of_the_bureau_survive(tmp_path):
    Organization.add_root(name="云岭区教育局", code="yunling", kind="bureau", phone="0199-8812 3400")
    assert run("inspect_file", letter(tmp_path / "a.docx", "我家电话0199-88123400"))[1] == 0


def test_the_administrators_rules_hold_for_files_too(tmp_path, monkeypatch):
    rule = Rule("云岭山庄", Kind.ADDRESS, "住宅小区")
    monkeypatch.setattr(official, "active_rules_or_none", lambda: (rule,))
    out, code = run("inspect_file", letter(tmp_path / "a.docx", "云岭山庄报名点"))
    assert (out.splitlines()[0], code) == ("正文第1段：云岭山庄（住宅小区）", 1)


def test_cleaning_writes_the_copy_and_tells_what_was_done(tmp_path):
    source = letter(tmp_path / "a.docx", "手机" + phone(1))
    out, code = run("clean_file", source, tmp_path / "b.docx")
    assert (out.splitlines()[0], code) == ("原文件里有1处个人信息，新文件里一处也没有。", 0)
    assert docx.Document(str(tmp_path / "b.docx")).paragraphs[0].text == "手机（电话已隐去）"


def test_cleaning_takes_boxes_and_texts_to_keep(tmp_path):
    source = pdf(tmp_path / "a.pdf", [line("hotline " + phone(1)), line("goes")])
    args = ("--keep", phone(1), "--box", "2,0,0,1,1", "--json")
    said = json.loads(run("clean_file", source, tmp_path / "b.pdf", *args)[0])
    assert said["findings"] == []
    assert "以下页面变成了图片，上面的文字不能再选取：2。" in said["left_out"]


def test_a_trial_writes_nothing(tmp_path):
    source = letter(tmp_path / "a.docx", "手机" + phone(1))
    assert run("clean_file", source, tmp_path / "b.docx", "--dry-run")[1] == 0
    assert not (tmp_path / "b.docx").exists()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("a.docx", "a.docx"), "已经存在"),
        (("a.docx", "none/b.docx"), "没有文件夹"),
        (("a.docx", "b.pdf"), "扩展名"),
        (("none.docx", "b.docx"), "找不到文件"),
        (("a.docx", "b.docx", "--box", "1,0,0,1,1"), "遮盖框"),
        (("a.docx", "b.docx", "--box", "here"), "遮盖框"),
    ],
)
def test_wrong_arguments_end_with_2_and_write_nothing(tmp_path, monkeypatch, args, sentence):
    monkeypatch.chdir(tmp_path)
    letter(tmp_path / "a.docx", "报名须知")
    said, code = refusal("clean_file", *args)
    assert (sentence in said, code) == (True, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_inspection_lists_what_a_reader_does_not_see_whether_a_detector_knows_it_or_not(tmp_path):
    made = docx.Document()
    made.add_paragraph("报名须知").add_run("内部暗语").font.hidden = True
    made.save(str(tmp_path / "a.docx"))
    out, _code = run("inspect_file", tmp_path / "a.docx", "--json")
    assert {"place": "正文的隐藏文字", "text": "内部暗语"} in json.loads(out)["hidden_texts"]
    out, _code = run("inspect_file", tmp_path / "a.docx")
    assert "读者看不见、清理时会去掉的内容：正文的隐藏文字" in out
