"""What the form's step learns of an answer: how likely it helps, whether it still holds, and which one does."""

import numpy as np
import pytest

from portal import suggestions
from search import finding
from search.engine import backend
from search.sources import live, newer
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db
LETTER = "请假的日子，课后服务费能退吗\n9月孩子请假12天，课后服务费怎么退？"


def index(*answers):
    backend().index(live(f"answer:{answer.pk}" for answer in answers).values())


def replaced():
    old, new = published(), published()
    old.superseded_by = new
    old.save()
    index(old, new)
    return old, new


def by_id(found):
    return {each.id: each for each in found}


def test_a_suggestion_tells_its_probability_and_topic():
    answer = published()
    index(answer)
    (found,) = suggestions.similar(LETTER, limit=5)
    assert 0 < found.probability <= 1
    assert found.topic == answer.topic.name
    assert (found.superseded, found.newer_url) == (False, "")


def test_a_replaced_answer_leads_to_the_one_in_its_place_while_that_is_public():
    old, new = replaced()
    found = by_id(suggestions.similar(LETTER, limit=5))
    assert (found[f"answer:{old.pk}"].superseded, found[f"answer:{old.pk}"].newer_url) == (True, new.get_absolute_url())
    assert found[f"answer:{new.pk}"].newer_url == ""
    take_off(new)
    (left,) = suggestions.similar(LETTER, limit=5)
    assert (left.id, left.superseded, left.newer_url) == (f"answer:{old.pk}", True, "")


def test_newer_answers_are_looked_up_in_one_query_and_not_at_all_for_none(django_assert_num_queries):
    pairs = [replaced() for _number in range(3)]
    with django_assert_num_queries(1):
        found = newer([f"answer:{old.pk}" for old, _new in pairs] + ["article:1"])
    assert found == {f"answer:{old.pk}": new.get_absolute_url() for old, new in pairs}
    with django_assert_num_queries(0):
        assert newer(["article:1"]) == {}


def test_while_typing_nothing_is_embedded_and_afterwards_it_is(monkeypatch):
    asked = []

    class Engine:
        model, dimensions = "test/1", 4

        def queries(self, texts):
            asked.extend(texts)
            return np.full((len(texts), 4), 0.5, dtype=np.float32)

    monkeypatch.setattr(finding, "embedder", Engine)
    index(published())
    assert suggestions.while_typing(LETTER)
    assert asked == []
    assert suggestions.similar(LETTER)
    assert asked
