"""The language model behind the names: what it adds, and that marks go on without it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.detectors import names_weighed
from portal.privacy.detectors.tagger import SHARED, WINDOW, tagger, windows
from portal.privacy.marks import find

UNANNOUNCED = [("蒙志高跪求领导", "蒙志高"), ("请问周雨桐能否转学？", "周雨桐"), ("门卫留存了郎斌的照片。", "郎斌")]
NO_NAMES = ["根据楚财综〔2016〕74号文件执行。", "学习张桂梅校长的精神。", "鲁迅、叶圣陶的文章。", "安全隐患很大。"]


def people(text: str) -> list[str]:
    return [span.text for span in find(text) if span.kind == "person"]


@pytest.fixture
def model() -> None:
    if tagger() is None:
        pytest.skip("the language model has no package for this machine")


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(("text", "name"), UNANNOUNCED)
def test_a_name_that_nothing_announces_is_found(text: str, name: str) -> None:
    assert people(text) == [name]


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("text", NO_NAMES)
def test_offices_the_famous_and_plain_words_are_no_persons(text: str) -> None:
    assert people(text) == []


@given(length=st.integers(0, 3_000))
def test_windows_read_every_character_once_with_what_stands_around_it(length: int) -> None:
    read = windows(length)
    assert [at for _begin, start, end in read for at in range(start, end)] == list(range(length))
    for begin, start, end in read:
        assert begin == 0 or start - begin >= SHARED // 2
        assert begin + WINDOW >= length or begin + WINDOW - end >= SHARED // 2
    assert len(read) < 2 or max(begin for begin, _start, _end in read) + WINDOW == length  # all of one length


@pytest.mark.usefixtures("model")
def test_of_a_long_text_each_part_is_read_as_if_it_stood_alone() -> None:
    letter = "门卫留存了郎斌的照片，请问周雨桐能否转学？" * 40
    whole = tagger().read(letter)
    alone = tagger().read(letter[:WINDOW])
    assert whole.probed[: WINDOW - SHARED] == pytest.approx(alone.probed[: WINDOW - SHARED], abs=0.02)


@pytest.mark.usefixtures("model")
def test_a_name_is_likelier_than_a_part_of_it_or_a_word() -> None:
    text = "门卫留存了郎斌的照片。"
    reading = tagger().read(text)
    name = reading.person(5, 7)
    assert name > reading.person(5, 8)
    assert name > reading.person(8, 10)
    assert reading.person(len(text) - 1, len(text)) < 0.01


def test_without_the_model_rules_go_on_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_weighed, "tagger", lambda: None)
    assert people("我叫许文静，班主任贺老师。") == ["许文静", "贺"]


def test_the_arithmetic_leaves_the_other_cores_to_others() -> None:
    """A process of its own, because numpy asks once, when it loads: one thread after a product that invites more."""
    code = "import portal, os, numpy; a = numpy.ones((900, 900)); a @ a; print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not list the threads of a process")
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert int(ran.stdout) == 1
