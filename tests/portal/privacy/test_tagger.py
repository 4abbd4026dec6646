"""The language model behind the names: what it adds, and that marks go on without it."""

import pytest

from portal.privacy.detectors import names_weighed
from portal.privacy.detectors.tagger import tagger
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


@pytest.mark.usefixtures("model")
def test_sentences_of_a_batch_do_not_change_each_other() -> None:
    sentences = ["蒙志高跪求领导。", "请问周雨桐能否转学？" * 3, "好。", "门卫留存了郎斌的照片。"]
    together = tagger().read("".join(sentences))
    at = 0
    for sentence in sentences:
        alone = tagger().read(sentence).begins[: len(sentence)]
        assert together.begins[at : at + len(sentence)] == pytest.approx(alone, abs=0.01)
        at += len(sentence)


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
