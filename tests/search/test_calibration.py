import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.calibration import FILE, Evidence, calibration, probability

numbers = st.floats(-1e6, 1e6)


@given(st.builds(Evidence, numbers, st.floats(0, 1e6), st.none() | numbers, numbers, st.floats(-1e6, 0)))
def test_a_probability_is_one_for_any_evidence(evidence):
    assert 0 <= probability(evidence, calibration()) <= 1


def test_nothing_held_and_nothing_compared_helps_nobody():
    assert probability(Evidence(words=-3.0, held=0.0), calibration()) == 0


def test_more_words_held_and_nearer_meaning_are_likelier_to_help():
    weak, words, near = Evidence(0, 1.0, 0.0), Evidence(0, 3.0, 0.0), Evidence(0, 1.0, 0.04)
    assert probability(weak, calibration()) < probability(words, calibration())
    assert probability(weak, calibration()) < probability(near, calibration())


def test_a_matter_of_others_is_less_likely_to_be_helped_here():
    ours, theirs = Evidence(0, 2.0, 0.02, 0.02), Evidence(0, 2.0, 0.02, 0.02, -0.03)
    assert probability(theirs, calibration()) < probability(ours, calibration()) / 2


def test_the_numbers_in_the_repository_are_readable_and_finite():
    read = json.loads(FILE.read_text(encoding="utf-8"))
    assert all(math.isfinite(value) for value in read.values())
    assert 0 < read["shown"] < 1


@pytest.mark.parametrize(("total", "factor"), [(0, 0.5**0.5), (45, 1), (180, 2), (1e9, 8**0.5)])
def test_words_count_more_for_a_long_letter_within_bounds(total, factor):
    assert calibration().weight(total) == pytest.approx(factor)
