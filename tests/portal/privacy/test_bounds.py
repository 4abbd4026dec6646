"""Crafted repetitions cost no more than long letters: what is weighed is counted, since tests do not time things."""

import re
from collections.abc import Iterator

import pytest

from portal.privacy.detectors import names_weighed, probed
from portal.privacy.detectors.name_candidates import candidates
from portal.privacy.detectors.name_shapes import occurrences
from portal.privacy.detectors.probed import TOKEN
from portal.privacy.detectors.registry import DETECTORS
from portal.privacy.detectors.tagger import tagger
from portal.privacy.marks import find
from portal.privacy.spans import Case, View
from portal.privacy.spoken import told

CRAFTED = ["王", "阿", "王建国、", "李 明 ", "阿·", "和老师", "孩子王", "a点", "住在"]


@pytest.mark.parametrize("repeated", CRAFTED)
def test_twice_the_text_has_at_most_twice_the_candidates(repeated: str) -> None:
    if tagger() is None:
        pytest.skip("the language model has no package for this machine")
    short, long = repeated * 300, repeated * 600
    few, many = (len(candidates(text, tagger().read(text))) for text in (short, long))
    assert many <= 2.5 * few + 10  # windows read their edges otherwise; squares would be four times


@pytest.mark.parametrize("repeated", ["王", "阿", "和老师"])
def test_a_crafted_text_is_weighed_within_bounds(repeated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if tagger() is None:
        pytest.skip("the language model has no package for this machine")
    weighed = []
    monkeypatch.setattr(names_weighed, "MOST", 100)
    score = names_weighed.score
    monkeypatch.setattr(names_weighed, "score", lambda signs: weighed.append(1) or score(signs))
    find(repeated * 1000)
    assert len(weighed) <= 10 * 100


@pytest.mark.parametrize(
    "repeated", ["1 ", "1、", "四个零", "先天性", "近视", "住在", "小区3栋", "右手缺指", "2018年", "微信a", "高二1"]
)
def test_twice_the_text_has_at_most_twice_the_finds(repeated: str) -> None:
    others = [detect for detect in DETECTORS if ".name" not in detect.__module__]
    views = [View.of(repeated * times) for times in (200, 400)]
    few, many = (sum(1 for detect in others for _ in detect(view, Case())) for view in views)
    assert many <= 2.5 * few + 10  # windows read their edges otherwise; squares would be four times


def test_what_is_told_in_words_is_written_out_in_bounds() -> None:
    assert len(told("9个0" * 1000).text) == 9000
    assert told("4个0后面7").span(0, 4) == (0, 3)


def test_names_are_looked_for_without_running_past_the_end() -> None:
    assert list(occurrences("许文静和文静", {"文静", "许文静"})) == [(0, 3), (1, 3), (4, 6)]
    assert list(occurrences("文", {"文", "文静"})) == [(0, 1)]


@pytest.mark.parametrize("text", ["", " ", "\n", "\ud800", "a\udfff王", "العربية 许文静 ไทย", "😀" * 50, "\u0301" * 50])
def test_odd_texts_are_read(text: str) -> None:
    assert all(text[span.start : span.end] == span.text for span in find(text))


def test_around_a_number_only_so_many_characters_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the whole text for each of the thousands of numbers that a crafted one has."""
    looked = []

    class Counting:
        def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
            looked.append(min(end, len(text)) - start)
            return TOKEN.finditer(text, start, end)

    monkeypatch.setattr(probed, "TOKEN", Counting())
    text = "a点" * 5_000
    assert probed._whole_token(text, 5_000, 5_003) == (5_000, 5_003)
    assert looked == [2 * probed.LONGEST + 3]


def test_of_many_readings_each_is_held_against_its_neighbours_only() -> None:
    class Counting(float):
        held = 0

        def __ge__(self, other: object) -> bool:
            Counting.held += 1
            return super().__ge__(other)  # type: ignore[operator]

    readings = [(at, at + 2, Counting(1)) for at in range(3_000)]
    assert len(list(names_weighed._the_longer(readings))) == 3_000
    assert Counting.held <= 20 * len(readings)
