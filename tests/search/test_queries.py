from search.queries import Query, importance, split_letter


def test_the_first_line_of_a_letter_is_its_subject():
    assert split_letter("转学材料\n我家孩子要转学") == ("转学材料", "我家孩子要转学")
    assert split_letter("转学材料") == ("", "转学材料")
    assert split_letter("转学材料\n \n") == ("", "转学材料")


def test_a_word_of_the_subject_matters_more():
    found = importance("校服", "伙食")
    assert found["校服"] > found["伙食"]


def test_a_word_matters_more_than_two_halves():
    found = importance("", "转学材料")
    assert found["转学"] > found["学材"]


def test_repeating_a_word_a_hundred_times_does_not_drown_the_rest():
    found = importance("", "校服。" * 100 + "伙食")
    assert found["校服"] < 7 * found["伙食"]


def test_punctuation_cannot_be_asked():
    assert not Query("？！🙂").is_askable
    assert Query("钱").is_askable
