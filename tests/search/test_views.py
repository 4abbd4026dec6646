"""The result page and the suggestions while typing."""

import logging
from dataclasses import replace
from datetime import date

import pytest

from mailbox.models import PublicAnswer
from search import finding
from search.backends.embedded import EmbeddedBackend
from search.engine import backend
from search.models import SearchIndex
from search.sources import everything
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def answer():
    made = published()
    backend().index(everything())
    return made


def page(client, query="课后服务费", **params):
    return client.get("/search/", {"q": query, **params})


def test_an_answer_is_shown_with_its_words_marked(client, answer):
    response = page(client)
    assert response.status_code == 200
    shown = response.content.decode()
    assert f'href="{answer.get_absolute_url()}"' in shown
    assert "<mark>课后服务费</mark>" in shown
    assert "找到1条" in shown
    assert "2026年3月19日" in shown


def test_nothing_found_offers_to_write_with_the_words_carried_over(client, answer):
    shown = page(client, "校车停运").content.decode()
    assert "没有和" in shown
    assert "/letters/new/?subject=%E6%A0%A1%E8%BD%A6%E5%81%9C%E8%BF%90" in shown


def test_search_that_is_down_says_so_and_offers_browsing(client, answer):
    SearchIndex.objects.all().delete()
    response = page(client)
    assert response.status_code == 503
    shown = response.content.decode()
    assert "搜索暂时用不了，不是没有答案" in shown
    assert "没有找到" not in shown
    assert "没有和" not in shown


def test_an_answer_taken_off_is_not_shown_though_still_indexed(client, answer):
    take_off(answer)
    assert answer.title not in page(client).content.decode()


def test_what_was_typed_is_escaped(client, answer):
    shown = page(client, '<script>alert(1)</script>"课后服务费').content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("params", [{"page": "999"}, {"page": "0"}, {"page": "x"}, {"page": "9" * 40}])
def test_any_page_number_gets_a_page(client, answer, params):
    response = page(client, **params)
    assert response.status_code == 200
    assert answer.get_absolute_url() in response.content.decode()


def test_a_wrong_date_is_said_and_the_rest_still_works(client, answer):
    shown = page(client, since="2026-13-40").content.decode()
    assert "日期请写成2026-09-01这样" in shown
    assert answer.get_absolute_url() in shown


def test_an_end_before_the_start_is_said(client, answer):
    assert "结束日期早于开始日期" in page(client, since="2026-09-02", until="2026-09-01").content.decode()


def test_an_unknown_kind_is_left_out(client, answer):
    assert answer.get_absolute_url() in page(client, kind="letter").content.decode()


def test_a_chosen_filter_has_a_chip_that_takes_it_away_and_keeps_the_rest(client, answer):
    context = page(client, topic="收费", year="2026", sort="newest").context
    assert [(chip.label, chip.url) for chip in context["chips"]] == [
        ("收费", "?q=%E8%AF%BE%E5%90%8E%E6%9C%8D%E5%8A%A1%E8%B4%B9&year=2026&sort=newest"),
        ("2026年", "?q=%E8%AF%BE%E5%90%8E%E6%9C%8D%E5%8A%A1%E8%B4%B9&topic=%E6%94%B6%E8%B4%B9&sort=newest"),
    ]


def test_each_choice_of_a_filter_says_how_many_it_keeps_and_leads_there(client, answer):
    published(on=date(2024, 5, 6))
    backend().index(everything())
    context = page(client).context
    years = next(each for each in context["filters"] if each.name == "year")
    assert [(choice.label, choice.count, choice.chosen) for choice in years.choices] == [
        ("2026年", 1, False),
        ("2024年", 1, False),
    ]
    assert client.get("/search/" + years.choices[1].url).context["page"].total == 1


def test_a_filter_that_is_chosen_again_is_taken_away(client, answer):
    years = next(each for each in page(client, year="2026").context["filters"] if each.name == "year")
    assert years.choices[0].chosen
    assert "year" not in years.choices[0].url


def test_the_span_of_days_keeps_the_other_filters(client, answer):
    shown = page(client, topic="收费", sort="newest", since="2026-01-01").content.decode()
    days = shown[shown.index('id="f-days"') :]
    assert '<input type="hidden" name="topic" value="收费">' in days
    assert '<input type="hidden" name="sort" value="newest">' in days
    assert 'name="since" type="date" value="2026-01-01"' in days


def test_nothing_found_under_a_filter_offers_to_take_the_filter_away(client, answer):
    shown = page(client, topic="没有这个主题").content.decode()
    assert "可能条件太窄" in shown
    assert "去掉条件再查" in shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "？？！",
        "🙂",
        "1",
        "1234567890",
        "钱",
        "校" * 5_000,
        "课后 AND OR NOT * \" ' ; -- %s",
        "课后\x00服务费",
        "a" * 10_240,
    ],
)
def test_whatever_is_typed_gets_a_page_and_suggestions(client, answer, typed):
    assert page(client, typed).status_code == 200
    assert client.get("/search/similar/", {"q": typed}).status_code == 200
    assert client.get("/search/similar/", {"q": typed}, **JSON).json()["results"] is not None


def test_bytes_that_are_no_text_get_a_page(client, answer):
    assert client.get("/search/?q=%FF%FE%00").status_code == 200


def test_suggestions_as_json_keep_the_contract(client, answer):
    response = client.get("/search/similar/", {"q": "课后服务费能退吗"}, **JSON)
    body = response.json()
    assert set(body) == {"results", "took_ms"}
    (found,) = body["results"]
    assert found == {
        "id": str(answer.pk),
        "title": answer.title,
        "url": answer.get_absolute_url(),
        "score": found["score"],
        "kind": "answer",
    }
    assert found["score"] > 0
    assert isinstance(body["took_ms"], int)


@pytest.mark.parametrize("typed", ["？！……", "👩‍👧‍👦🏫", " ", ""])
def test_what_holds_no_word_finds_nothing(client, answer, typed):
    assert client.get("/search/similar/", {"q": typed}, **JSON).json()["results"] == []


def test_suggestions_as_html_are_options_with_links(client, answer):
    shown = client.get("/search/similar/", {"q": "课后服务费"}, HTTP_ACCEPT="text/html").content.decode()
    assert 'role="option"' in shown
    assert f'href="{answer.get_absolute_url()}"' in shown
    assert "<html" not in shown


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_suggestions_that_are_down_say_so(client, answer, accept):
    SearchIndex.objects.all().delete()
    response = client.get("/search/similar/", {"q": "课后"}, HTTP_ACCEPT=accept)
    assert response.status_code == 503
    assert "搜索暂时用不了" in response.content.decode("unicode_escape" if "json" in accept else "utf-8")


@pytest.mark.parametrize("path", ["/search/", "/search/similar/"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path, {"q": "课后"}).status_code == 405


def test_results_are_never_cached_and_never_logged(client, answer, caplog):
    with caplog.at_level(logging.DEBUG):
        response = page(client, "孩子请假课后服务费")
    assert response["Cache-Control"] == "private, no-store"
    assert [
        record for record in caplog.records if "孩子请假" in record.getMessage() and record.name != "django.db.backends"
    ] == []


def test_the_page_costs_the_same_number_of_queries_for_one_and_three_results(
    client, answer, django_assert_max_num_queries, django_assert_num_queries
):
    page(client, "课后")
    with django_assert_max_num_queries(10) as captured:
        page(client, "课后")
    for_one = len(captured)
    published(), published()
    backend().index(everything())
    page(client, "课后")  # the index has changed: what is kept in memory is read again, once
    with django_assert_num_queries(for_one):
        assert page(client, "课后").context["page"].total == 3


def test_a_replaced_answer_says_so_and_leads_to_the_newer_one(client, answer):
    newer = published("请假退费的新办法", "请假课后服务费怎么退？", "课后服务费从请假第1天起退。", on=date(2026, 9, 1))
    PublicAnswer.objects.filter(pk=answer.pk).update(superseded_by=newer)
    backend().index(everything())
    shown = page(client).content.decode()
    old = shown[shown.index(f'href="{answer.get_absolute_url()}"') :].split("</li>")[0]
    assert "已有更新的答复" in old
    assert f'<a href="{newer.get_absolute_url()}">看更新的答复</a>' in old
    valid = shown[shown.index(f'<a class="row" href="{newer.get_absolute_url()}"') :].split("</li>")[0]
    assert "现行有效" in valid


def test_the_newer_answer_is_not_named_while_it_is_not_public(client, answer):
    newer = published("请假退费的新办法", on=date(2026, 9, 1))
    PublicAnswer.objects.filter(pk=answer.pk).update(superseded_by=newer)
    take_off(newer)
    backend().index(everything())
    shown = page(client).content.decode()
    assert "已过时" in shown
    assert newer.get_absolute_url() not in shown


def test_a_simpler_engine_is_told(client, answer, monkeypatch):
    class Simpler(EmbeddedBackend):
        def search(self, query):
            return replace(super().search(query), degraded=True)

    monkeypatch.setattr(finding, "backend", Simpler)
    assert "正在用备用搜索，结果可能少一些。" in page(client).content.decode()
    monkeypatch.undo()
    assert "备用搜索" not in page(client).content.decode()


class TestMeant:
    """您是不是要找, on the page and while typing."""

    @pytest.fixture(autouse=True)
    def transfer(self, answer):
        self.found = published("转学到本区要什么材料", "孩子转学要什么材料？", "转学带户口簿。")
        self.other = published("转学以后课后服务费怎么办", "转学了，课后服务费退吗？", "转学的，按天退。")
        backend().index(everything())

    @pytest.mark.parametrize("typed", ["zhuanxue", "专学", "学转"])
    def test_nothing_found_shows_what_was_meant_and_the_way_back(self, client, typed):
        response = page(client, typed)
        assert response.context["corrected"] == "转学"
        assert response.context["page"].total == 2
        shown = response.content.decode()
        assert f"没有找到<bdi>“{typed}”</bdi>" in shown
        assert "以下是<b>“转学”</b>的结果，共2条" in shown
        assert self.found.get_absolute_url() in shown
        back = client.get("/search/" + response.context["as_typed"])
        assert back.context["page"].total == 0
        assert self.found.get_absolute_url() not in back.content.decode()

    def test_a_slip_beside_words_that_are_found_gets_a_link(self, client):
        response = page(client, "课后服务费专学")
        assert response.context["corrected"] == ""
        assert "您是不是要找：" in response.content.decode()
        ((text, url),) = response.context["meant"]
        assert text == "课后服务费转学"
        assert self.other.get_absolute_url() in client.get(url).content.decode()

    def test_what_is_spelled_well_is_not_doubted(self, client):
        assert "您是不是要找" not in page(client, "转学材料").content.decode()

    def test_filters_that_keep_everything_out_are_no_slip(self, client):
        response = page(client, "转学", year="1999")
        assert response.context["corrected"] == ""
        assert "可能条件太窄" in response.content.decode()

    def test_filters_work_on_what_was_meant(self, client):
        assert page(client, "zhuanxue", topic="收费", year="2026").context["page"].total == 2

    def test_a_word_of_an_answer_that_was_taken_off_is_not_proposed(self, client):
        page(client, "zhuanxue")  # the words are counted now
        take_off(self.found), take_off(self.other)
        backend().remove([f"answer:{self.found.pk}", f"answer:{self.other.pk}"])
        response = page(client, "zhuanxue")
        assert response.context["meant"] == []
        assert response.context["page"].total == 0

    def test_while_typing_the_first_option_asks_again(self, client):
        shown = client.get("/search/similar/", {"q": "zhuanxue"}).content.decode()
        assert 'href="/search/?q=%E8%BD%AC%E5%AD%A6"' in shown
        assert "您是不是要找：<b>转学</b>" in shown
        assert self.found.get_absolute_url() in shown

    def test_json_answers_what_was_meant(self, client):
        found = client.get("/search/similar/", {"q": "专学"}, **JSON).json()["results"]
        assert str(self.found.pk) in [each["id"] for each in found]


def test_fewer_words_are_offered_where_nothing_is_found(client, answer):
    response = page(client, "火星移民 飞船签证")
    assert [word for word, _url in response.context["fewer"]] == ["火星", "移民", "飞船", "签证"]
    assert [(topic.name, topic.count) for topic in response.context["topics"]] == [("收费", 1)]
    assert 'href="/letters/?topic=fees"' in response.content.decode()


def test_the_words_are_carried_over_to_the_letter(client, answer):
    shown = page(client, "校车停运 怎么办").content.decode()
    start = shown.index("/letters/new/?subject=")
    address = shown[start : shown.index('"', start)]
    assert "校车停运 怎么办" in client.get(address).content.decode()


HOSTILE = {
    "letter": "孩子转学的事想问一下，" * 450,
    "ten kilobytes": "学位" * 5_000,
    "one character": "学",
    "punctuation": "，。；：？！“”（）——……《》",
    "digits": "20260901",
    "emoji": "👩‍👧‍👦🏫📚" * 30,
    "sql": "'; DROP TABLE search_searchtext; --",
    "fts": 'title:课后 NEAR/3 服务* AND (NOT "费" OR ^退) {title question}: - + ~',
    "lucene": "title:[* TO *] && 课后^9 || /(学|位)+$/ ~2 AND \\",
    "json": '{"query":{"match_all":{}}}',
    "regex": "(a+)+$" * 400,
    "nested": "((((((((((" * 500 + "x" * 30 + "*" * 40,
    "letters": "abcdefghijklmnopqrstuvwxyz" * 400,
    "pinyin bomb": "xianxianxianxian" * 300,
    "short pinyin bomb": "xian" * 15,
    "homophones": "是时事世市式" * 10,
    "private use": "\ue000\ue001\uf8ff 课后",
    "combining": "课" + "\u0301" * 2_000,
    "directions": "\u202e课后\u202c\u2066服务\u2069\ufeff",
    "percent": "%00%FF%s%n{0}{{q}}",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_gets_an_answer_or_a_plain_sentence(client, answer, typed):
    shown = page(client, typed, page="99999", year="9e9", unit="*", sort="x", kind="'", since="x").content.decode()
    assert any(said in shown for said in ("找到", "没有找到", "看不出要查什么"))
    assert client.get("/search/similar/", {"q": typed}).status_code == 200
    assert set(client.get("/search/similar/", {"q": typed}, **JSON).json()) == {"results", "took_ms"}
