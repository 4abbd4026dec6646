"""Names of schools are read as one word: in documents, and in what is asked of them."""

import pytest

from portal.organizations.models import Organization
from search import finding
from search.analysis import learn, normalize, words
from search.engine import backend
from search.indexing import learn_schools, refresh
from search.queries import Query
from search.schools import school_names
from search.sources import everything
from tests import factories
from tests.search.answers import published

pytestmark = pytest.mark.django_db
SCHOOL = "云岭区清溪小学"


@pytest.fixture(autouse=True)
def nothing_learned():
    learn(())
    yield
    learn(())


def read(text):
    return words(normalize(text))


def test_what_is_learned_stays_whole_and_what_is_not_learned_again_is_forgotten():
    learn(["清溪小学"])
    assert read("清溪小学门口") == ["清溪小学", "门口"]
    learn(["碧水小学"])
    assert "清溪小学" not in read("清溪小学门口")


def test_a_school_is_called_by_its_short_name_and_offices_are_no_schools():
    factories.school()
    factories.unit("kite", "云岭区风筝幼儿园", "kindergarten")
    factories.unit("closed", "云岭区旧桥小学", "school", is_active=False)
    factories.unit()
    assert school_names() == {"清溪小学", "云岭区风筝幼儿园"}


def test_a_rebuilt_index_is_asked_with_the_names_it_was_made_with():
    factories.school()
    published(title=f"{SCHOOL}的校服")
    backend().rebuild(everything(), names=school_names())
    Organization.objects.filter(name=SCHOOL).delete()  # the index still holds the name as one word
    learn(())
    finding.results(Query("清溪小学"))
    assert read("清溪小学") == ["清溪小学"]
    assert backend().frequencies(["清溪小学"])["清溪小学"] == 1


def test_a_new_school_is_learned_with_the_next_document_and_old_documents_follow():
    old, other = published(title=f"{SCHOOL}的校服"), published(title="转学材料")
    backend().index(everything())
    assert backend().frequencies(["清溪小学"]) == {}
    factories.school()
    refresh("answer", other.pk)
    assert backend().frequencies(["清溪小学"]) == {"清溪小学": 1}
    assert finding.results(Query("清溪小学")).results[0].document.id == f"answer:{old.pk}"


def test_learning_the_same_names_again_writes_nothing(django_assert_num_queries):
    factories.school()
    learn_schools(backend())
    with django_assert_num_queries(4) as seen:
        learn_schools(backend())
    assert [each["sql"] for each in seen if not each["sql"].startswith("SELECT")] == []


def test_reading_a_text_asks_no_database(django_assert_num_queries):
    factories.school()
    with django_assert_num_queries(0):
        assert read("清溪小学门口")
