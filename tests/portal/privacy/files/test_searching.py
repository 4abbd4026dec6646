"""A file's texts are looked through within bounds: short ones here, long ones in a process of their own."""

from __future__ import annotations

import sys

import pytest

from portal.privacy.files import clock, inspection, reading, sandbox, searching
from portal.privacy.files.layers import Layer, Unit
from portal.privacy.files.refusals import FileRefused, Reason, sentence
from portal.privacy.files.searching import People, found_in
from portal.privacy.marks import Rule
from portal.privacy.spans import Kind
from tests.portal.privacy.files.documents import phone

NAMES = "我叫欧阳晓东，家长电话" + phone(1)
LETTER = Layer((Unit("第1页", NAMES), Unit("第2页", "附欧阳晓东材料，热线" + phone(2))), shown=True)
TABLE = Layer(
    (Unit("A1", "姓名", "\t"), Unit("B1", "手机"), Unit("A2", "王小明", "\t"), Unit("B2", phone(3))), table=True
)
ABOUT = People(
    known_names=frozenset({"许清和"}),
    official_phones=frozenset({phone(2)}),
    keep=frozenset({"王小明"}),
    rules=(Rule("清溪", Kind.ADDRESS, "小地方"), Rule("材料", None, "平常的词")),
)


@pytest.mark.usefixtures("in_the_child")
def test_a_process_of_its_own_finds_what_is_found_here_with_all_that_is_known_about_the_people():
    layers = [LETTER, TABLE, Layer((Unit("批注", "清溪的许清和来过"),))]
    found = sandbox.found_in(layers, ABOUT)
    assert found == found_in(layers, ABOUT)
    assert [(one.place, one.text) for one in found] == [
        ("第1页", "欧阳晓东"), ("第1页", phone(1)), ("第2页", "欧阳晓东"), ("B2", phone(3)),
        ("批注", "清溪"), ("批注", "许清和"),
    ]  # fmt: skip


@pytest.mark.parametrize(("length", "elsewhere"), [(inspection.AT_ONCE, False), (inspection.AT_ONCE + 1, True)])
def test_only_a_short_text_is_looked_through_in_the_web_process(monkeypatch, length, elsewhere):
    asked: list[str] = []
    monkeypatch.setattr(sandbox, "run", lambda order: asked.append(order["task"]) or {"found": []})
    inspection.searched([Layer((Unit("第1页", "。" * length),))], People())
    assert bool(asked) is elsewhere


@pytest.mark.usefixtures("in_the_child")
def test_a_text_that_takes_too_long_is_refused_with_what_to_do(tmp_path, monkeypatch):
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\ncat > /dev/null\nkill -PROF $$\n")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    with pytest.raises(FileRefused) as refused:
        sandbox.found_in([LETTER], People())
    assert refused.value.reason is Reason.TOO_MUCH_TO_SEARCH
    assert "请拆成几份" in sentence(refused.value.reason)


def test_the_time_grows_with_the_text_and_has_an_end():
    assert clock.for_searching(6000) < 6
    assert clock.for_searching(200_000) > 20
    assert clock.for_searching(reading.MAX_TEXT) == clock.for_searching(10**9) <= 30


def test_the_same_text_is_looked_through_once(monkeypatch):
    """Earlier versions of a file say mostly what the last one says."""
    texts: list[str] = []
    find = searching.marks.find
    monkeypatch.setattr(searching.marks, "find", lambda text, **about: texts.append(text) or find(text, **about))
    found = found_in([Layer((Unit(f"版本{number}", NAMES),)) for number in range(3)], People())
    assert [one.place for one in found if one.text == phone(1)] == ["版本0", "版本1", "版本2"]
    assert len(texts) == 1


@pytest.mark.parametrize("before", [0, 1795, 1996, 7000])
def test_a_number_in_a_very_long_text_is_found_once_wherever_it_stands(before, monkeypatch):
    monkeypatch.setattr(searching, "WINDOW", 2000)
    text = "字" * before + phone(1) + "字" * 2000
    (found,) = found_in([Layer((Unit("第1页", "前言"), Unit("第2页", text)))], People())
    assert (found.place, text[found.parts[0].start : found.parts[0].end]) == ("第2页", phone(1))
