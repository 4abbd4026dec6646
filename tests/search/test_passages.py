from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from search.passages import PIECES, Part, passages, pieces
from tests.search.documents import REFUND

LONG = "".join(f"第{number}条，符合条件的孩子可以按规定报名并提交材料，地点另行通知。" for number in range(40))


def test_a_notice_is_read_to_the_end_a_letters_answer_by_its_first_pieces():
    letter = passages(replace(REFUND, brief="", answer=LONG, question="我想问问孩子怎么报名，要不要现场排队？"))
    notice = passages(replace(REFUND, brief="", answer=LONG, question=""))
    asked = passages(replace(REFUND, brief="", answer=LONG, question=REFUND.title))
    assert len(letter) == 3
    assert len(notice) == len(asked) > 10


def test_title_first_then_the_answer_in_pieces():
    found = passages(replace(REFUND, title="课后服务费怎么退", brief="", answer="按次退。" * 40, question=""))
    assert found[0].part == Part.TITLE
    assert {each.part for each in found[1:]} == {Part.ANSWER}
    assert "".join(each.text for each in found[1:]).replace(" ", "") == "按次退。" * 40


def test_formulas_of_politeness_are_left_out():
    assert pieces("您好！您的来信收悉。请假五天以上的，按次退费。感谢您的关心！") == ["请假五天以上的，按次退费。"]


@given(st.text(max_size=5_000))
def test_any_text_gives_a_bounded_number_of_bounded_pieces(text):
    found = pieces(text)
    assert len(found) <= PIECES
    assert all(0 < len(each) <= 400 for each in found)
