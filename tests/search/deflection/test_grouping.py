"""Letters that ask the same stand together, others apart; numbers only."""

import numpy as np
import pytest

from search.deflection.grouping import by_words, groups, shared_terms
from search.deflection.unanswered import NEAR_WORDS

TRANSFER = (
    "五年级转学到本区要带什么材料\n孩子读五年级，从外省转来，不知道要带什么材料，去哪里办理转学手续。",
    "外省转学需要哪些材料\n我家孩子在老家读四年级，想转学到这边，转学手续要什么材料？",
    "转学手续怎么办\n孩子明年转学，需要什么手续和材料？",
)
CANTEEN = (
    "学校食堂饭菜凉了\n孩子说食堂的饭菜每天都是凉的，请检查一下食堂",
    "食堂饭菜质量差\n孩子学校食堂饭菜不卫生，有头发，请查食堂",
)
FEES = "课后服务费太贵\n学校收的课后服务费太高了，能不能降低"


def unit(*rows):
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_near_rows_stand_together_largest_group_first():
    vectors = unit([1, 0], [0, 1], [0.05, 1], [0.02, 1])
    assert groups(vectors, 0.95) == [[1, 2, 3], [0]]


def test_a_chain_of_neighbours_is_not_one_matter():
    angles = np.radians([0, 20, 40, 60, 80])
    vectors = unit(*zip(np.cos(angles), np.sin(angles), strict=True))
    found = groups(vectors, float(np.cos(np.radians(25))))
    assert max(len(group) for group in found) == 3
    assert sorted(row for group in found for row in group) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_and_one_letter_are_no_trouble(rows):
    assert groups(np.ones((rows, 3), dtype=np.float32), 0.9) == [[0]][:rows]


def test_letters_in_other_words_are_grouped_by_the_terms_they_share():
    vectors = by_words([*TRANSFER, FEES, *CANTEEN])
    assert groups(vectors, NEAR_WORDS) == [[0, 1, 2], [4, 5], [3]]


def test_a_letter_that_shares_nothing_is_near_nobody_not_even_another_one():
    vectors = by_words(["路灯坏了", "校车停运", FEES])
    assert groups(vectors, NEAR_WORDS) == [[0], [1], [2]]


def test_what_a_group_has_in_common_is_said_in_few_words():
    assert set(shared_terms(list(CANTEEN))) == {"学校食堂", "孩子", "饭菜"}
    assert len(shared_terms(list(TRANSFER))) <= 4
    assert shared_terms([FEES]) == []
