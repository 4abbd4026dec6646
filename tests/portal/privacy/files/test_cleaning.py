"""A copy is handed over only when it was read again and nothing of what was found is in it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from portal.privacy.files import cleaning, sandbox
from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import inspect
from portal.privacy.files.layers import Layer, Unit
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.searching import People, found_in, is_masked
from tests.portal.privacy.files.documents import phone


def letter(path: Path, *paragraphs: str) -> Path:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(str(path))
    return path


def paragraphs(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs]


def test_a_copy_that_still_shows_a_number_is_not_handed_over(tmp_path, monkeypatch):
    """As if a writer forgot to put the masks in."""
    source = letter(tmp_path / "a.docx", "电话" + phone(1))

    def forgetful(path: Path, target: Path, kind: object, edits: object) -> list[str]:
        target.write_bytes(path.read_bytes())
        return []

    monkeypatch.setattr(sandbox, "copy_to", forgetful)
    with pytest.raises(FileRefused) as refused:
        clean(source, tmp_path / "b.docx")
    assert refused.value.reason is Reason.SURVIVED
    assert refused.value.detail == f"正文第1段：{phone(1)}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx"]  # and no draft lies about


def test_a_number_that_lost_its_context_in_the_copy_is_still_looked_for(tmp_path, monkeypatch):
    """What was found by its neighbours is searched for by its characters, blanks and full width read through."""
    source = letter(tmp_path / "a.docx", "学籍号：G350102201503078817")
    assert [one.text for one in inspect(source).found] == ["G350102201503078817"]
    copy = letter(tmp_path / "b.docx", "Ｇ3501 0220 1503 0788 17")
    monkeypatch.setattr(cleaning, "inspect", lambda path, people: _nothing_found(inspect(path, people=people)))
    with pytest.raises(FileRefused) as refused:
        cleaning.prove(copy, inspect(source), People())
    assert refused.value.reason is Reason.SURVIVED


def _nothing_found(inspection):
    return type(inspection)(inspection.kind, inspection.contents, ())


def test_a_number_over_two_paragraphs_leaves_nothing_in_either(tmp_path):
    clean(letter(tmp_path / "a.docx", "电话" + phone(1)[:5], phone(1)[5:] + "，谢谢"), tmp_path / "b.docx")
    assert paragraphs(tmp_path / "b.docx") == ["电话（电话已隐去）", "，谢谢"]


def test_the_original_is_left_as_it_was(tmp_path):
    source = letter(tmp_path / "a.docx", "电话" + phone(1))
    before = source.read_bytes()
    clean(source, tmp_path / "b.docx")
    assert source.read_bytes() == before


def test_a_trial_writes_nothing(tmp_path):
    clean(letter(tmp_path / "a.docx", "电话" + phone(1)), tmp_path / "b.docx", write=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx"]


def test_official_phones_stay(tmp_path):
    people = People(official_phones=frozenset({"0199-88123400"}))
    clean(letter(tmp_path / "a.docx", "我家电话0199-88123400"), tmp_path / "b.docx", people=people)
    assert paragraphs(tmp_path / "b.docx") == ["我家电话0199-88123400"]


def test_a_name_said_on_one_page_is_known_on_all(tmp_path):
    """On the second page nothing but the first one tells that this is a name."""
    pages = Layer((Unit("第1页", "我叫欧阳晓东。" + "报名须知。" * 700), Unit("第2页", "附欧阳晓东材料")), shown=True)
    assert [(one.place, one.text) for one in found_in([pages], People())] == [
        ("第1页", "欧阳晓东"), ("第2页", "欧阳晓东"),
    ]  # fmt: skip


def test_headings_tell_the_columns_of_a_long_table_to_its_end(tmp_path):
    heading = [Unit("A1", "姓名", "\t"), Unit("B1", "学号")]
    rows = [
        Unit(f"{c}{n}", text, end) for n in range(2, 700) for c, text, end in (("A", "无", "\t"), ("B", "甲班", "\n"))
    ]
    last = [Unit("A700", "无", "\t"), Unit("B700", "20150307")]
    table = Layer((*heading, *rows, *last), shown=True, table=True)
    assert [(one.place, one.text) for one in found_in([table], People())] == [("B700", "20150307")]


def test_more_text_than_can_be_looked_through_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text(("字" * 999 + "\n") * 401, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        inspect(tmp_path / "a.csv")
    assert refused.value.reason is Reason.TEXT


@pytest.mark.parametrize(
    ("text", "answer"),
    [("王**", True), ("*", True), ("139****0001", True), ("某老师", True), ("**13912340001", False), ("王小明", False)],
)
def test_a_mask_is_told_from_what_it_masks(text, answer):
    assert is_masked(text) is answer
