import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.asking import EMBEDDED, LONGEST_QUESTION, asked, telling_sentences


class Counting:
    model, dimensions = "counting", 2

    def __init__(self):
        self.asked = []

    def queries(self, texts):
        self.asked.append(list(texts))
        return np.ones((len(texts), 2), np.float32)


def test_a_letter_is_compared_by_its_subject_and_its_most_telling_sentences():
    letter = (
        "课后服务费退费\n老师您好。孩子请假十二天，课后服务费不退。天气很热。请问课后服务费按次退费还是按月退费？谢谢。"
    )
    subject, *rest = telling_sentences(letter)
    assert subject == "课后服务费退费"
    assert sorted(rest) == ["孩子请假十二天,课后服务费不退。", "请问课后服务费按次退费还是按月退费?"]


def test_everyday_words_are_put_into_the_bureaus_words():
    assert telling_sentences("娃的户口在外省，摇号能不能参加") == telling_sentences(
        "孩子的户籍在外省，随机派位能不能参加"
    )


def test_without_an_embedder_only_words_are_compared():
    assert asked("校服必须买吗").vectors is None


def test_punctuation_alone_is_not_embedded():
    by = Counting()
    assert asked("？！……", by).vectors is None
    assert by.asked == []


@given(st.text(max_size=3_000))
def test_any_text_costs_a_bounded_number_of_bounded_sentences(text):
    by = Counting()
    asked(text, by)
    assert all(len(texts) <= EMBEDDED for texts in by.asked)
    assert all(len(each) <= LONGEST_QUESTION for texts in by.asked for each in texts)
