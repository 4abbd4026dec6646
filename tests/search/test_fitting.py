import random

import pytest

from search.calibration import Evidence
from search.fitting import Judged, fit_order, fit_probability, fit_words, merged


def judged(seed, *, helps):
    """A question: where something helps, it stands out by words and meaning."""
    draw = random.Random(seed)
    found = [Evidence(draw.gauss(-3, 0.3), abs(draw.gauss(1, 0.3)), draw.gauss(0, 0.01), 0.01, 0.0) for _ in range(20)]
    if not helps:
        return Judged(found, [0] * 20)
    return Judged([Evidence(-1.0, 2.5, 0.03, 0.04, 0.0), *found], [3, *[0] * 20])


QUESTIONS = [judged(seed, helps=seed % 2 == 0) for seed in range(40)]


def test_what_parts_good_answers_from_bad_ones_gets_weight():
    meaning, words = fit_order(QUESTIONS)
    assert meaning > 0
    assert words > 0


def test_the_fitted_curve_rises_with_each_evidence():
    found = fit_probability(QUESTIONS, first=3)
    assert found["held"] > 0
    assert found["near"] > 0
    assert found["peak"] > 0


def test_words_alone_are_fitted_too():
    assert fit_words(QUESTIONS, first=3)["words_held"] > 0


def test_fitting_twice_gives_the_same():
    assert fit_order(QUESTIONS) == fit_order(QUESTIONS)


def test_only_fitted_numbers_change_and_stay_readable():
    assert merged({"a": 1.0, "b": 2.0}, {"b": 0.123456}) == pytest.approx({"a": 1.0, "b": 0.1235})
