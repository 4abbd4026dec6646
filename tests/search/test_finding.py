"""The database decides what is shown; the index only says where to look."""

import pytest

from portal import suggestions
from portal.suggestions import SuggestionsUnavailable
from search import finding
from search.backends.base import SearchUnavailable
from search.engine import backend
from search.models import SearchIndex
from search.queries import Query
from search.sources import live
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db
LETTER = "请假的日子，课后服务费能退吗\n9月孩子请假12天，课后服务费怎么退？"


def index(*answers):
    backend().index(live(f"answer:{answer.pk}" for answer in answers).values())


def test_a_letter_is_shown_the_answer_that_exists():
    answer = published()
    index(answer)
    (found,) = suggestions.similar(LETTER, limit=5)
    assert (found.id, found.kind, found.title) == (f"answer:{answer.pk}", "answer", answer.title)
    assert found.url == answer.get_absolute_url()
    assert (found.unit, found.on) == ("基础教育科", answer.answered_on)
    assert found.body == answer.answer
    assert "课后服务费" in found.excerpt
    assert "课后服务费" in found.marks


def test_a_letter_about_something_else_is_shown_nothing():
    index(published())
    assert list(suggestions.similar("小区路灯坏了\n门口路灯坏了一个月没人修", limit=5)) == []


def test_an_answer_taken_off_is_gone_at_once_though_the_index_still_has_it():
    answer = published()
    index(answer)
    take_off(answer)
    assert f"answer:{answer.pk}" in backend().ids()
    assert list(suggestions.similar(LETTER, limit=5)) == []
    assert finding.results(Query("课后服务费")).results == ()


def test_words_are_shown_as_they_read_now_not_as_they_were_indexed():
    answer = published()
    index(answer)
    answer.title = "课后服务费退费办法（更正）"
    answer.save()
    (found,) = suggestions.similar(LETTER, limit=5)
    assert found.title == "课后服务费退费办法（更正）"


def test_a_replaced_answer_stands_behind_the_one_in_force():
    old, new = published(), published()
    old.superseded_by = new
    old.save()
    index(old, new)
    assert [found.id for found in suggestions.similar(LETTER, limit=5)] == [f"answer:{new.pk}", f"answer:{old.pk}"]


def test_search_that_is_down_is_no_empty_answer():
    SearchIndex.objects.all().delete()
    with pytest.raises(SuggestionsUnavailable):
        suggestions.similar(LETTER, limit=5)
    with pytest.raises(SearchUnavailable):
        finding.results(Query("校服"))


def test_a_page_past_the_end_is_the_last_page():
    answers = [published(title=f"校车路线第{number}条") for number in range(12)]
    index(*answers)
    page = finding.results(Query("校车路线", page=999))
    assert (page.number, len(page.results), page.total) == (2, 2, 12)


def test_suggesting_costs_the_same_number_of_queries_for_one_and_three_answers(django_assert_num_queries):
    index(published())
    suggestions.similar("课后", limit=5)
    with django_assert_num_queries(5):
        assert len(finding.similar("课后", limit=5)[0]) == 1
    index(published(), published())
    finding.similar("课后", limit=5)  # what was added is read once
    with django_assert_num_queries(5):
        assert len(finding.similar("课后", limit=5)[0]) == 3


@pytest.mark.parametrize(
    ("brief", "answer", "shown"),
    [
        ("能退。", "课后服务费按天退。", "能退。\n课后服务费按天退。"),
        ("能退。", "您好！能退。课后服务费按天退。", "您好！能退。课后服务费按天退。"),
        ("能退，按天退", "您好！能退，按天退。", "您好！能退，按天退。"),
        ("", "课后服务费按天退。", "课后服务费按天退。"),
    ],
)
def test_the_words_opened_in_place_stand_there_once(brief, answer, shown):
    made = published(brief=brief, answer=answer)
    assert live([f"answer:{made.pk}"])[f"answer:{made.pk}"].body == shown
