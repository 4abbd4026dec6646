"""What anyone may read at /letters/: released words, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mailbox import gate, publishing
from mailbox.models import PublicAnswer, Topic
from tests import factories as f
from tests.mailbox.copies import confirmed, draft_of, proposed, publisher, released, releaser

pytestmark = pytest.mark.django_db


def page(client, answer):
    return client.get(answer.get_absolute_url())


def test_the_page_shows_validity_unit_dates_short_answer_question_and_answer(client):
    answer = proposed(subject="请假怎么退费")
    texts = publishing.marking.public_texts(draft_of(answer), [])
    briefed = publishing.PublicTexts(texts.title, "请假怎么退费？", texts.answer, "能退，按天算。")
    gate.save_texts(answer.pk, briefed, topic=Topic.objects.get(code="fees"), revision=1, by=publisher(), now=f.MONDAY)
    draft = confirmed(answer)
    publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    html = page(client, answer).content.decode()
    for words in (
        "现行有效",
        "基础教育科答复",
        "2026年11月23日（周一）",
        "简单说",
        "能退，按天算。",
        "家长问",
        "我们答",
    ):
        assert words in html
    assert '<blockquote class="letter ruled"><p>请假怎么退费？</p></blockquote>' in html
    assert f"答〔2026〕{answer.pk:04d}" in html
    assert answer.letter.number not in html


def test_only_released_answers_have_a_page(client):
    answer = proposed()
    assert page(client, answer).status_code == 404
    draft = confirmed(answer)
    assert page(client, answer).status_code == 404
    publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert page(client, answer).status_code == 200


def test_an_answer_taken_down_is_gone_from_page_list_and_feed_with_the_next_look(client):
    answer = released(subject="一个独特的题目")
    for url in (answer.get_absolute_url(), reverse("mailbox:answers"), reverse("mailbox:answers_feed")):
        assert "一个独特的题目" in client.get(url).content.decode().replace("<wbr>", "")
    publishing.unpublish(answer.pk, reason="内容要核对", by=publisher(), now=f.MONDAY)
    assert page(client, answer).status_code == 404
    for name in ("mailbox:answers", "mailbox:answers_feed"):
        assert "一个独特的题目" not in client.get(reverse(name)).content.decode().replace("<wbr>", "")


def test_pages_are_not_kept_by_caches_and_the_feed_must_be_asked_again(client):
    answer = released()
    assert page(client, answer)["Cache-Control"] == "private, no-store"
    feed = client.get(reverse("mailbox:answers_feed"))
    assert feed["Cache-Control"] == "no-cache"
    assert feed["Content-Type"].startswith("application/atom+xml")
    again = client.get(reverse("mailbox:answers_feed"), headers={"If-None-Match": feed["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache")
    publishing.unpublish(answer.pk, reason="内容要核对", by=publisher(), now=f.MONDAY)
    assert client.get(reverse("mailbox:answers_feed"), headers={"If-None-Match": feed["ETag"]}).status_code == 200


def test_the_list_filters_by_topic_unit_year_and_words_and_says_the_count(client):
    released(subject="校服可以不买吗")
    other = released(subject="食堂的饭菜凉了", now=f.MONDAY - timedelta(days=400))
    PublicAnswer.objects.filter(pk=other.pk).update(topic=Topic.objects.get(code="food"))
    url = reverse("mailbox:answers")

    def titles(**query):
        response = client.get(url, query)
        return [answer.title for answer in response.context["page_obj"]]

    assert titles() == ["校服可以不买吗", "食堂的饭菜凉了"]
    assert titles(topic="food") == ["食堂的饭菜凉了"]
    assert titles(year="2025") == ["食堂的饭菜凉了"]
    assert titles(unit="basic", q="校服 不买") == ["校服可以不买吗"]
    assert titles(q="没有的词") == []
    assert "共有2条答复" in client.get(url).content.decode()
    assert "没有找到这样的答复" in client.get(url, {"q": "没有的词"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [{"topic": "'; drop"}, {"year": "abc"}, {"unit": "\x00"}, {"page": "99999999999999999999"}, {"q": "长" * 5000}],
)
def test_whatever_stands_in_the_address_gives_a_list(client, query):
    released()
    assert client.get(reverse("mailbox:answers"), query).status_code == 200


def test_the_list_costs_the_same_for_one_answer_and_for_three(client, django_assert_num_queries):
    released()
    client.get(reverse("mailbox:answers"))
    with django_assert_num_queries(7):
        client.get(reverse("mailbox:answers"))
    released()
    released()
    with django_assert_num_queries(7):
        client.get(reverse("mailbox:answers"))


def test_a_superseded_answer_says_so_and_leads_to_the_new_one(client):
    old, new = released(subject="旧办法"), released(subject="新办法")
    publishing.supersede(old.pk, new.pk, by=publisher(), now=f.MONDAY)
    html = page(client, old).content.decode()
    assert "已被替代" in html
    assert f'<a href="{new.get_absolute_url()}">新办法</a>' in html
    assert "现行有效" not in html
    publishing.unpublish(new.pk, reason="内容要核对", by=publisher(), now=f.MONDAY)
    assert new.get_absolute_url() not in page(client, old).content.decode()


def test_related_answers_are_valid_and_public_at_this_moment(client, monkeypatch):
    answers = [released(subject=f"问题{place}") for place in range(4)]
    publishing.supersede(answers[0].pk, answers[1].pk, by=publisher(), now=f.MONDAY)
    publishing.unpublish(answers[2].pk, by=publisher(), reason="先停公开", now=f.MONDAY)
    monkeypatch.setattr("portal.related._provider", lambda key, limit: [each.pk for each in answers[:3]])
    related = page(client, answers[3]).context["related"]
    assert related == [answers[1]]


def test_without_search_an_answer_stands_alone(client, monkeypatch):
    answer = released()
    monkeypatch.setattr("portal.related._provider", lambda key, limit: ())
    assert "相关答复" not in page(client, answer).content.decode()


def test_markup_in_a_released_text_is_shown_not_run(client):
    answer = released(body="<script>alert(1)</script>怎么退费？")
    html = page(client, answer).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_only_reading_is_possible(client):
    answer = released()
    assert client.post(answer.get_absolute_url()).status_code == 405
    assert client.post(reverse("mailbox:answers_feed")).status_code == 405
