import pytest

from search.analysis import normalize
from search.asking import asked
from search.backends.memory import MemoryBackend
from search.known_words import vocabulary
from search.mending import mended_for
from tests.search.documents import ALL


@pytest.fixture
def index():
    made = MemoryBackend()
    made.index(ALL)
    return made


@pytest.fixture
def words():
    return vocabulary(normalize(each.title) for each in ALL)


def test_a_homophone_is_mended_and_finds_what_was_meant(index, words):
    meant = mended_for(index, words, "外省专学要什么材料")
    assert "转学" in meant
    assert index.similar(asked("外省专学要什么材料", meant=meant), limit=1).hits[0].id == "answer:2"


def test_what_is_right_is_left_alone(index, words):
    assert mended_for(index, words, "外省转学要什么材料") == ""


def test_a_letter_is_not_searched_for_slips(index, words):
    assert mended_for(index, words, "专学" * 100) == ""


def test_typed_words_count_more_than_meant_ones():
    assert 0 < asked("专学", meant="转学").wanted["转学"] < asked("转学").wanted["转学"]
