"""相关答复 on an answer's page, found through the index."""

import pytest

from search.engine import backend
from search.models import SearchIndex
from search.related import related
from search.sources import everything
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers():
    made = [
        published("请假期间课后服务费怎么退"),
        published("课后服务费中途退出怎么算", "课后服务费报了一个月又退出，能退吗？"),
        published("校车几点到清溪小学", "校车早上几点到站？", "7点20分到站。"),
    ]
    backend().index(everything())
    return made


def test_the_likest_come_first_and_never_the_answer_itself(answers):
    assert related(answers[0].pk, 5) == [answers[1].pk]


def test_an_answer_that_is_not_public_has_none(answers):
    take_off(answers[0])
    assert related(answers[0].pk, 5) == ()


def test_search_that_is_down_gives_none_and_is_asked_again(answers):
    live = SearchIndex.objects.get()
    SearchIndex.objects.update(is_live=False)
    assert related(answers[0].pk, 5) == ()
    SearchIndex.objects.filter(pk=live.pk).update(is_live=True)
    assert related(answers[0].pk, 5) == [answers[1].pk]


def test_the_index_is_asked_once_for_the_same_words(answers, django_assert_num_queries):
    related(answers[0].pk, 5)
    with django_assert_num_queries(1):
        related(answers[0].pk, 5)


def test_the_page_shows_them(client, answers):
    shown = client.get(answers[0].get_absolute_url()).content.decode()
    section = shown[shown.index("相关答复") :]
    assert f'href="{answers[1].get_absolute_url()}"' in section
    assert f'href="{answers[2].get_absolute_url()}"' not in section
