"""The similar step: what it shows, what it counts, and what it never keeps."""

import logging
import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mailbox.forms import form_passes, journeys
from mailbox.models import FormToken, Letter
from portal import suggestions
from portal.suggestions import Card, Step, Suggestion, SuggestionsUnavailable
from tests import factories as f
from tests.mailbox.public import pages
from tests.mailbox.public.writer import URL, WHAT, Writer

pytestmark = pytest.mark.django_db
TYPING, OPENED = "/letters/new/similar/", "/letters/new/opened/"
SENTENCE = "连续请假满5个上课日的，按天退。"
REFUND = Suggestion(
    "answer:9", "answer", "请假期间课后服务费怎么退？", "/letters/9/", f"……{SENTENCE[:-1]}", "基础教育科",
    date(2026, 3, 19), 1.0, f"能退。\n{SENTENCE}请留好假条。", ("请假",), 0.83, False, "", "收费",
)  # fmt: skip
OLD = Suggestion(
    "answer:8", "answer", "停课期间收费吗？", "/letters/8/", "没有开展的不收。", "基础教育科", date(2025, 3, 1),
    0.5, "没有开展的不收。", (), 0.4, True, "/letters/12/", "收费",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _bureau():
    f.school()


@pytest.fixture
def provide(monkeypatch):
    def use(*found: Suggestion, quick=None):
        monkeypatch.setattr(suggestions, "_provider", lambda words, limit: list(found)[:limit])
        monkeypatch.setattr(suggestions, "_quick", quick or (lambda words, limit: list(found)[:limit]))

    return use


@pytest.fixture
def recorded(monkeypatch):
    told: list[tuple[Step, str, list[Card]]] = []
    monkeypatch.setattr(suggestions, "_recorder", lambda step, journey, cards: told.append((step, journey, [*cards])))
    return told


def text(response) -> str:
    return re.sub(r"<wbr>|<!--.*?-->", "", response.content.decode())


def typing(client: Client, **typed: str):
    fields = {"pass": pages.form(client.get(URL), URL).fields["pass"], "subject": "", "body": "", **typed}
    return client.post(TYPING, fields)


# ---- what is shown ----


def test_an_answer_shows_date_unit_validity_and_the_sentence_that_matched_marked_in_its_words(provide):
    provide(REFUND)
    page = text(Writer().press("next", **WHAT))
    assert "基础教育科" in page
    assert "2026年3月19日" in page
    assert "现行有效" in page
    assert "<p>能退。</p><p><mark>连续请假满5个上课日的，按天退</mark>。请留好假条。</p>" in page


def test_an_answer_that_was_replaced_says_so_and_leads_to_the_newer_one(provide):
    provide(OLD)
    page = text(Writer().press("next", **WHAT))
    assert "已有更新的答复" in page
    assert "现行有效" not in page
    assert '<a href="/letters/12/">' in page


def test_a_notice_is_called_what_it_is_and_not_counted_among_the_answers(provide):
    provide(REFUND, replace(REFUND, id="fees:1", kind="disclosure", title="收费公示"))
    page = text(Writer().press("next", **WHAT))
    assert page.count("现行有效") == 1
    assert "<span>公开信息</span>" in page
    assert "公开的答复、信息和文章里，有2条和您写的相近" in page


def test_while_typing_up_to_three_answers_come_as_a_fragment_by_words_alone(client, provide):
    asked = []
    provide(quick=lambda words, limit: asked.append((words, limit)) or [REFUND, OLD])
    fragment = text(typing(client, subject="请假的日子能退费吗", body="9月请假"))
    assert asked == [("请假的日子能退费吗\n9月请假", 3)]
    assert "有2条相近的公开答复" in fragment
    assert "<html" not in fragment
    assert 'value="solved"' in fragment


def test_too_little_to_ask_and_a_forged_form_get_nothing(client, provide):
    provide(REFUND)
    assert typing(client, subject="请假").status_code == 204
    assert client.post(TYPING, {"subject": "请假的日子能退费吗", "pass": "forged"}).status_code == 204
    assert client.get(TYPING).status_code == 405


def test_while_typing_nothing_found_and_search_down_are_not_the_same(client, provide):
    def down(words, limit):
        raise SuggestionsUnavailable

    provide()
    assert "还没有相近的" in text(typing(client, subject="操场翻修什么时候完"))
    provide(quick=down)
    broken = text(typing(client, subject="操场翻修什么时候完"))
    assert "不是没有答案" in broken
    assert "还没有相近的" not in broken


def test_solved_while_typing_ends_the_letter_and_it_can_still_be_taken_up_again(provide, recorded):
    provide(REFUND)
    writer = Writer()
    journey = journeys.journey_of(form_passes.read(writer.signed_pass))
    writer.press("solved", subject=WHAT["subject"], card=journeys.signed(journey, suggestions.cards([REFUND])[0]))
    assert "您写的没有留下" in text(writer.page)
    assert recorded == [(Step.SOLVED, journey, [Card("answer:9", 1, "收费", 0.83)])]
    writer.press("next")
    assert pages.form(writer.page, URL).fields["subject"] == WHAT["subject"]
    assert "错误" not in text(writer.page)


def test_enter_in_the_first_step_goes_on_and_never_says_solved(client):
    buttons = re.findall(r'<button type="submit"[^>]*value="(\w+)"', client.get(URL).content.decode())
    assert buttons[0] == "next"


# ---- what is counted ----


def test_the_whole_way_is_told_as_shown_and_wrote_anyway_on_one_journey(provide, recorded):
    provide(REFUND, OLD)
    writer = Writer()
    writer.to_check()
    writer.send()
    assert Letter.objects.count() == 1
    (first, second) = recorded
    assert first[0] is Step.SHOWN
    assert [(card.id, card.rank, card.topic, card.probability) for card in first[2]] == [
        ("answer:9", 1, "收费", 0.83),
        ("answer:8", 2, "收费", 0.4),
    ]
    assert second == (Step.WROTE_ANYWAY, first[1], [])


def test_solved_is_told_and_keeps_no_letter(provide, recorded):
    provide(REFUND)
    writer = Writer()
    writer.press("next", **WHAT)
    writer.press("solved")
    assert [step for step, _journey, _cards in recorded] == [Step.SHOWN, Step.SOLVED]
    assert Letter.objects.count() == 0


def test_the_journey_leads_to_no_letter(provide, recorded):
    provide(REFUND)
    writer = Writer()
    nonce = form_passes.read(writer.signed_pass).nonce
    writer.to_check()
    writer.send()
    letter, token = Letter.objects.get(), FormToken.objects.get()
    journey = recorded[0][1]
    assert len(journey) == 32
    assert journey not in f"{letter.code_digest} {token.digest}"
    assert journey not in nonce
    assert nonce not in journey


def test_opening_a_card_is_told_by_its_signed_text(client, provide, recorded):
    provide(REFUND)
    token = re.search(r'data-card="([^"]+)"', Writer().press("next", **WHAT).content.decode())[1]
    assert client.post(OPENED, {"card": token}).status_code == 204
    assert recorded[-1] == (Step.OPENED, recorded[0][1], [Card("answer:9", 1, "收费", 0.83)])


@pytest.mark.parametrize("card", ["", "answer:9", "e30:forged", "\x00", "x" * 10_000])
def test_nothing_but_a_card_that_was_shown_is_counted(client, recorded, card):
    assert client.post(OPENED, {"card": card}).status_code == 204
    assert recorded == []


def test_another_site_opens_nothing(client, recorded):
    token = journeys.signed("j" * 32, suggestions.cards([REFUND])[0])
    client.post(OPENED, {"card": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert recorded == []


def test_one_address_cannot_bend_the_figures(client, recorded, monkeypatch):
    monkeypatch.setattr("mailbox.views.public.similar.COUNTED_AN_HOUR", 3)
    for number in range(6):
        client.post(OPENED, {"card": journeys.signed(f"{number:032}", suggestions.cards([REFUND])[0])})
    assert len(recorded) == 3


def test_cards_of_another_form_are_not_taken_for_this_one():
    card = suggestions.cards([REFUND])[0]
    own, other = journeys.signed("a" * 32, card), journeys.signed("b" * 32, card)
    assert journeys.cards_of("a" * 32, [own, other, "forged"]) == [Card("answer:9", 1, "收费", 0.83)]


# ---- what is never kept ----


def test_what_is_typed_stands_in_no_log_address_or_answer(client, provide, caplog):
    provide(REFUND)
    with caplog.at_level(logging.DEBUG):
        response = typing(client, subject="金丝雀问退费", body="金丝雀的孩子请假")
        page = Writer().press("next", **{**WHAT, "subject": "金丝雀问退费"})
    assert "金丝雀" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "金丝雀" not in caplog.text
    assert not re.search(r'(?:href|action|src|data-\w+)="[^"]*金丝雀', page.content.decode())


def test_the_addresses_are_the_forms_own():
    assert [reverse("mailbox:write_similar"), reverse("mailbox:write_opened")] == [TYPING, OPENED]
    page = Client().get(URL).content.decode()
    assert f'data-similar="{TYPING}"' in page
    assert f'data-opened="{OPENED}"' in page
