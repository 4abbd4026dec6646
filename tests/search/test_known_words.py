"""The vocabulary behind 您是不是要找: words of live titles and of our own lists, counted once for all processes."""

from datetime import date

import pytest
from django.db import connection

from search.backends.base import SearchUnavailable
from search.engine import backend
from search.known_words import known_words, usual, vocabulary
from search.models import SearchIndex
from search.sources import everything
from tests.search.answers import published


def test_words_count_the_titles_that_hold_them():
    words = vocabulary(["核定编制的编制", "编制有多少"])
    assert words.frequencies["编制"] == 2
    assert words.frequencies["核定"] == 1


def test_an_everyday_word_counts_as_often_as_the_word_it_is_read_as():
    words = vocabulary(["户籍在外地"] * 9)
    assert words.frequencies["户口"] == words.frequencies["户籍"] == 9


def test_names_of_schools_are_words_and_grammar_is_never_proposed():
    words = vocabulary(["请问怎么办"], ["云岭区清溪小学"])
    assert "云岭区清溪小学" in words.frequencies
    assert "请问" in words
    assert "请问" not in words.frequencies


@pytest.mark.django_db
class TestLive:
    @pytest.fixture(autouse=True)
    def answers(self):
        published("编制怎么核定", "教师编制怎么核定？", "按学生数核定。", on=date(2026, 1, 5))
        published("编制有多少", "教师编制数有多少？", "按学生数核定。", on=date(2026, 2, 5))
        backend().index(everything())

    def test_the_words_of_the_titles_are_known(self):
        assert known_words().frequencies["编制"] == 2

    def test_they_are_counted_once(self, django_assert_num_queries):
        first = known_words()
        with django_assert_num_queries(1):
            assert known_words() is first

    def test_another_version_of_the_index_has_words_of_its_own(self):
        known_words()
        published("食堂饭菜怎么样", "食堂饭菜怎么样？", "每天公示。")
        backend().rebuild(everything())
        assert "食堂" in known_words()

    def test_pairs_that_stand_in_several_documents_are_usual(self):
        assert usual(["学生", "生数", "专学", "数有"]) == {"学生", "生数"}

    def test_without_an_index_nothing_is_known(self):
        SearchIndex.objects.all().delete()
        with pytest.raises(SearchUnavailable):
            known_words()
        with pytest.raises(SearchUnavailable):
            usual(["学生"])

    def test_a_database_that_fails_is_search_that_is_down(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_searchindex RENAME TO gone")
        with pytest.raises(SearchUnavailable):
            known_words()
