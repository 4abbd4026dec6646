"""The language model behind the names: what it adds, and that marks go on without it."""

import pytest

from portal.privacy.detectors import names_tagged
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
    together = "".join(sentences)
    found = sorted(together[start:end] for start, end in tagger().persons(together))
    alone = sorted(s[start:end] for s in sentences for start, end in tagger().persons(s))
    assert found == alone == ["周雨桐", "周雨桐", "周雨桐", "蒙志高", "郎斌"]


def test_without_the_model_rules_go_on_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_tagged, "tagger", lambda: None)
    assert people("我叫许文静，班主任贺老师。") == ["许文静", "贺"]
