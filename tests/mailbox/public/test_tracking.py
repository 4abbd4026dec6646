"""Tracking: number and code open one letter for half an hour; everyone else learns nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mailbox import assignment, contacts, correspondence, numbering, replying, tracking
from mailbox.enums import Status
from mailbox.models import Event, EventWords, Letter, Message, Rating
from mailbox.views.public.tracking import _track_page
from tests import factories as f
from tests.mailbox.public import pages

pytestmark = pytest.mark.django_db
URL = "/letters/track/"
WRONG = "编号和查询码对不上，或者这个网络查得太频繁。请照回执再输一次；还不行，过10分钟再来。"


def text(response) -> str:
    return re.sub(r"<wbr>", "", response.content.decode())


def main(response) -> str:
    return text(response).split("<main")[1].split("</main>")[0]


def own_code() -> str:
    """The code of a letter received with the token ``code``."""
    return numbering.code_for("code", settings.CODE_PEPPER)


def visitor(letter: Letter) -> Client:
    """A browser that has entered with the two keys of a letter whose token was ``code``."""
    client = Client()
    answer = client.post(URL, {"number": letter.number, "code": own_code()})
    assert answer.status_code == 302
    return client


def act(client: Client, name: str, **typed: str):
    action = f"{URL}{name}/"
    shown = pages.form(client.get(URL), action).fields
    return client.post(action, {**shown, **typed})


# ---- entering ----


def test_number_and_code_open_the_letter():
    made = f.receive()
    client = Client()
    answer = client.post(URL, {"number": made.letter.number, "code": made.code})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert made.letter.subject in text(client.get(URL))


@pytest.mark.parametrize("change", [str.lower, lambda key: key.replace("-", " "), lambda key: key.replace("-", "")])
def test_keys_are_taken_however_they_are_typed(change):
    made = f.receive()
    answer = Client().post(URL, {"number": change(made.letter.number), "code": change(made.code)})
    assert answer.status_code == 302


def test_the_ticket_is_signed_hidden_from_script_bound_to_the_path_and_lasts_half_an_hour():
    made = f.receive()
    answer = Client().post(URL, {"number": made.letter.number, "code": made.code})
    cookie = answer.cookies["letter_ticket"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (URL, True, "Lax", 1800)
    assert made.code not in cookie.value
    assert cookie.value.split(":")[0] == str(made.letter.pk)


def hostile(made) -> dict[str, dict[str, str]]:
    other = numbering.format_number("YL", 2026, 99_999)
    return {
        "unknown number": {"number": other, "code": made.code},
        "no number at all": {"number": "你好", "code": made.code},
        "wrong code": {"number": made.letter.number, "code": "0000-0000-0000-0000"},
        "code of another": {"number": made.letter.number, "code": f.receive().code},
        "rare and long": {"number": "𠮷" * 30_000, "code": "\x00" + "长" * 30_000},
    }


def test_unknown_number_wrong_code_and_throttled_look_the_same(monkeypatch):
    made = f.receive()
    cases = {name: Client().post(URL, keys) for name, keys in hostile(made).items()}
    monkeypatch.setattr(tracking, "TRIES", 0)
    cases["throttled"] = Client().post(URL, {"number": made.letter.number, "code": made.code})
    shown = {
        re.sub(r'value="[^"]*"', "", main(answer)).replace("\x00", "")
        for answer in cases.values()
    }  # fmt: skip
    assert len(shown) == 1
    assert WRONG in shown.pop()
    assert {answer.status_code for answer in cases.values()} == {200}
    assert [name for name, answer in cases.items() if answer.cookies] == []


def test_unknown_number_wrong_code_and_throttled_cost_the_same_queries(monkeypatch):
    made = f.receive()
    cases = [*hostile(made).values(), {"number": made.letter.number, "code": made.code}]
    Client().post(URL, cases[0])  # the first post of a window makes its row
    counts = []
    for place, keys in enumerate(cases):
        if place == len(cases) - 1:
            monkeypatch.setattr(tracking, "TRIES", 0)
        with CaptureQueriesContext(connection) as queries:
            Client().post(URL, keys)
        counts.append([re.sub(r"\d+|'[^']*'|%s", "?", query["sql"])[:60] for query in queries])
    assert all(each == counts[0] for each in counts)


def test_the_code_is_compared_even_when_there_is_no_such_letter(monkeypatch):
    compared = []
    real = tracking.hmac.compare_digest
    monkeypatch.setattr(tracking.hmac, "compare_digest", lambda a, b: compared.append((len(a), len(b))) or real(a, b))
    assert tracking.find("YL-2026-99999-X", "wrong", client="192.0.2.1") is None
    assert compared == [(64, 64)]


def test_a_letter_without_a_code_opens_for_nobody():
    letter = f.letter()
    Letter.objects.filter(pk=letter.pk).update(code_digest="")
    for code in ("", "0", "0" * 64):
        assert tracking.find(letter.number, code, client="192.0.2.1") is None


def test_tries_are_counted_per_client_so_that_a_stranger_locks_nobody_out(monkeypatch):
    monkeypatch.setattr(tracking, "TRIES", 3)
    made = f.receive()
    stranger = Client(REMOTE_ADDR="192.0.2.66")
    for _try in range(10):
        stranger.post(URL, {"number": made.letter.number, "code": "0000"})
    assert stranger.post(URL, {"number": made.letter.number, "code": made.code}).status_code == 200
    assert (
        Client(REMOTE_ADDR="192.0.2.7").post(URL, {"number": made.letter.number, "code": made.code}).status_code == 302
    )


def test_a_whole_household_of_ipv6_addresses_is_one_client(monkeypatch):
    monkeypatch.setattr(tracking, "TRIES", 1)
    made = f.receive()
    keys = {"number": made.letter.number, "code": made.code}
    assert Client(REMOTE_ADDR="2001:db8::1").post(URL, keys).status_code == 302
    assert Client(REMOTE_ADDR="2001:db8::2").post(URL, keys).status_code == 200
    assert Client(REMOTE_ADDR="2001:db8:0:1::2").post(URL, keys).status_code == 302


def test_empty_fields_get_their_own_sentences():
    page = text(Client().post(URL, {"number": " ", "code": ""}))
    assert "请写信件编号。" in page
    assert "请写查询码。" in page


def test_keys_typed_wrongly_stay_in_the_form_and_nothing_is_in_the_address():
    made = f.receive()
    page = Client().post(URL, {"number": made.letter.number, "code": "7Q4M-2KXR"})
    shown = pages.form(page, URL)
    assert (shown.fields["number"], shown.fields["code"]) == (made.letter.number, "7Q4M-2KXR")


def test_keys_in_the_query_are_not_read():
    made = f.receive()
    page = text(Client().get(URL, {"number": made.letter.number, "code": made.code}))
    assert made.letter.subject not in page


# ---- the ticket ----


def test_a_forged_or_old_ticket_opens_nothing():
    letter, other = f.letter(), f.letter()
    good = tracking.ticket(letter)
    signed_elsewhere = good.replace(f"{letter.pk}:", f"{other.pk}:", 1)
    for ticket in (signed_elsewhere, "1:x:y", "", ":", "²:x:y", "9" * 30 + ":x:y", f"{letter.pk}"):
        assert tracking.holder(ticket) is None
    assert tracking.holder(good) == letter


def test_after_half_an_hour_the_page_asks_again(monkeypatch):
    letter = f.receive(token="code").letter
    client = visitor(letter)
    monkeypatch.setattr(tracking, "OPEN_FOR", timedelta(seconds=-1))
    assert "寄信以后给您的两个号" in text(client.get(URL))


def test_a_new_code_ends_the_tickets_of_the_old_one():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    Letter.objects.filter(pk=letter.pk).update(code_digest=numbering.code_digest("NEW", settings.CODE_PEPPER))
    assert letter.subject not in text(client.get(URL))


def test_leaving_forgets_the_letter_on_this_device():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    answer = client.post(f"{URL}leave/")
    assert "已经退出。" in text(answer)
    assert letter.subject not in text(client.get(URL))


def test_pages_about_a_letter_are_never_stored():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    answers = [client.get(URL), client.post(URL, {"number": "x", "code": "y"}), act(client, "supplement", text="")]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


# ---- what the page says ----


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def page_of(letter: Letter, now: datetime) -> str:
    """The tracking page of ``letter`` as it looks at ``now``."""
    response = _track_page(RequestFactory().get(URL), letter, now)
    return re.sub(r"<wbr>", "", response.content.decode())


@pytest.mark.parametrize(
    ("day", "headline"),
    [(23, "最晚这周四答复您"), (24, "最晚后天答复您"), (25, "最晚明天答复您"), (26, "最晚今天答复您")],
)
def test_the_answer_to_when_is_in_words_then_the_date(day, headline):
    page = page_of(f.accepted(), at(day))
    assert f'<h2 id="status-title">{headline}</h2>' in page
    assert "2026年11月26日（周四）" in page


def test_the_proof_counts_the_days_one_by_one():
    page = page_of(f.accepted(), at(25))
    assert "为什么是这一天？" in page
    for cell in ("<b>11/23</b>收到", "<b>24</b>第1天", "<b>今天</b>第2天", "<b>26</b>第3天"):
        assert cell in page
    assert "局长信箱办理办法" in page


def test_overdue_is_said_plainly():
    page = page_of(f.accepted(), at(30))
    assert "已经超期2个工作日" in page
    assert "本该在11月26日（周四）前答复您" in page
    assert "超期</span>" in page


def test_the_timeline_names_units_and_no_member_of_staff():
    letter = f.answered()
    page = page_of(letter, at(24))
    titles = re.findall(r"<h3>(.*?)</h3>", page)
    assert titles == [
        "您的信到了", "已登记", "转给基础教育科", "基础教育科接下了这件事", "答复写好了，交给另一位同事审核",
        "答复审核通过，等签发", "答复您了", "请您评价",
    ]  # fmt: skip
    names = {str(event.user) for event in letter.events.all() if event.user}
    assert len(names) == 4
    assert [name for name in names if name in page] == []


def test_words_that_staff_write_to_each_other_do_not_show():
    handler = f.actor("handler", f.unit())
    letter = f.accepted()
    assignment.return_to_registry(letter.pk, by=handler, now=f.MONDAY, note="内部理由甲乙丙")
    letter.refresh_from_db()
    page = page_of(letter, at(24))
    assert "基础教育科认为不归它办，退回重新转办" in page
    assert "内部理由甲乙丙" not in page


def test_every_look_at_the_phone_number_shows_with_its_reason():
    letter = f.accepted()
    contacts.reveal(letter.pk, "phone", reason="打电话核对请假日期", by=f.actor("handler", f.unit()), now=f.MONDAY)
    page = page_of(letter, at(24))
    assert "工作人员查看了您的手机号" in page
    assert "写明的原因：打电话核对请假日期。每次查看都会记在这里。" in page
    assert "13812341234" not in page


def test_steps_to_come_are_dotted_and_dated():
    page = page_of(f.letter(), at(23))
    coming = re.findall(r'<li class="next">.*?<time[^>]*>(.*?)</time><h3>(.*?)</h3>', page)
    assert coming == [
        ("11月24日（周二）前", "登记，转给负责的科室"), ("11月26日（周四）前", "答复您"), ("收到答复以后", "请您评价"),
    ]  # fmt: skip


def test_a_question_stops_the_clock_and_shows_with_a_form_to_answer_it():
    letter = f.accepted()
    replying.ask_citizen(letter.pk, by=f.actor("handler", f.unit()), now=at(24), question="请补一张收据的照片。")
    letter.refresh_from_db()
    page = page_of(letter, at(25))
    assert "等您补充，时限停着" in page
    assert "请补一张收据的照片。" in page
    assert '<details class="reveal" id="supplement" open>' in page


def test_the_reply_stands_before_the_timeline():
    page = page_of(f.answered(), at(24))
    assert page.index(f.REPLY) < page.index("办到哪一步了")


def test_the_letter_itself_and_supplements_can_be_read_again():
    letter = f.accepted()
    correspondence.supplement(letter.pk, "补一句：是三月的事。", now=f.MONDAY)
    page = page_of(letter, at(24))
    assert letter.body in page
    assert "补一句：是三月的事。" in page


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_page(status):
    letter = f.accepted()
    Letter.objects.filter(pk=letter.pk).update(status=status)  # the page must stand even for rows of old imports
    letter.refresh_from_db()
    assert f'<span class="num">{letter.number}</span>' in page_of(letter, at(25))


def test_an_untouched_ledger_says_so_and_a_changed_one_too():
    letter = f.accepted()
    assert "这封信有4条记录，一条扣着一条，刚才核对过，都接得上。" in page_of(letter, at(24))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mailbox_event SET kind='assign' WHERE letter_id=%s AND sequence=2", [letter.pk])
    assert "记录接不上了" in page_of(letter, at(24))


def test_erased_words_do_not_break_the_ledger():
    letter = f.accepted()
    contacts.reveal(letter.pk, "phone", reason="打电话核对请假日期", by=f.actor("handler", f.unit()), now=f.MONDAY)
    EventWords.objects.filter(event__letter=letter).delete()
    page = page_of(letter, at(24))
    assert "都接得上" in page
    assert "工作人员查看了您的手机号" in page


def test_the_page_costs_the_same_queries_for_a_short_and_a_long_history():
    short = f.letter()
    long = f.answered()
    for each in ("甲", "乙", "丙"):
        contacts.reveal(long.pk, "phone", reason=f"核对日期{each}", by=f.actor("registrar"), now=f.MONDAY)

    def cost(letter: Letter) -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(letter, at(24))
        return len(queries)

    page_of(short, at(24))
    once = cost(long)
    contacts.reveal(long.pk, "phone", reason="再核对一次", by=f.actor("registrar"), now=f.MONDAY)
    assert cost(long) == once


# ---- what the writer may do ----


def test_a_supplement_is_added_and_said_to_be_in():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    answer = act(client, "supplement", text="补一句：是三月的事。")
    assert answer["Location"] == f"{URL}?done=supplement"
    assert "补充收到了" in text(client.get(answer["Location"]))
    assert list(Message.objects.values_list("kind", "text")) == [("supplement", "补一句：是三月的事。")]


def test_a_letter_is_withdrawn_only_after_the_writer_says_so_twice():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    page = act(client, "withdraw", text="已经解决了")
    assert "请先勾选“我确定撤回”。" in text(page)
    assert pages.form(page, f"{URL}withdraw/").fields["text"] == "已经解决了"
    act(client, "withdraw", text="已经解决了", sure="on")
    letter.refresh_from_db()
    assert (letter.status, letter.outcome) == (Status.WITHDRAWN, "withdrawn")
    assert "您撤回了这封信" in text(client.get(URL))
    assert '<form method="post" action="/letters/track/withdraw/"' not in text(client.get(URL))


def test_reminding_is_possible_once_a_day():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    act(client, "remind", text="孩子下周要用")
    assert Message.objects.get().kind == "reminder"
    assert "/letters/track/remind/" not in text(client.get(URL))
    key = pages.form(client.get(URL), f"{URL}supplement/").fields["form_key"]
    page = client.post(f"{URL}remind/", {"form_key": key, "text": "再催一次"})
    assert "一天可以催一次。" in text(page)
    assert pages.form(page, f"{URL}remind/").fields["text"] == "再催一次"
    assert Message.objects.count() == 1


def test_the_writer_rates_once_and_the_letter_closes():
    letter = f.answered(token="code")
    client = visitor(letter)
    page = act(client, "rate", handling="satisfied")
    assert "请选对服务态度满不满意。" in text(page)
    act(client, "rate", handling="satisfied", reception="mostly", text="谢谢")
    assert list(Rating.objects.values_list("handling", "reception", "comment")) == [("satisfied", "mostly", "谢谢")]
    letter.refresh_from_db()
    assert letter.status == Status.CLOSED
    assert "/letters/track/rate/" not in text(client.get(URL))


def test_a_stale_page_gets_a_sentence_and_keeps_the_words():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    shown = pages.form(client.get(URL), f"{URL}supplement/").fields
    correspondence.withdraw(letter.pk, now=timezone.now())
    page = client.post(f"{URL}supplement/", {**shown, "text": "还想补一句"})
    assert "这封信现在是“已撤回”，不能再做这一步。" in text(page)
    assert pages.form(page, f"{URL}supplement/").fields["text"] == "还想补一句"
    assert Message.objects.count() == 0


def test_an_expired_ticket_keeps_the_words_until_the_keys_are_given_again():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    shown = pages.form(client.get(URL), f"{URL}supplement/").fields
    client.cookies.clear()
    page = client.post(f"{URL}supplement/", {**shown, "text": "写了半个多小时的话"})
    assert "您进来超过30分钟了" in text(page)
    again = {**pages.form(page, URL).fields, "number": letter.number, "code": "wrong"}
    page = client.post(URL, again)
    again = {**pages.form(page, URL).fields, "number": letter.number, "code": own_code()}
    page = client.post(URL, again)
    kept = pages.form(page, f"{URL}supplement/").fields
    assert kept["text"] == "写了半个多小时的话"
    answer = client.post(f"{URL}supplement/", kept)
    assert answer["Location"] == f"{URL}?done=supplement"
    assert Message.objects.get().text == "写了半个多小时的话"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_act_in_the_writers_name(headers):
    letter = f.receive(token="code").letter
    client = visitor(letter)
    shown = pages.form(client.get(URL), f"{URL}withdraw/").fields
    page = client.post(f"{URL}withdraw/", {**shown, "sure": "on", "text": "不是我写的"}, headers=headers)
    letter.refresh_from_db()
    assert letter.status == Status.RECEIVED
    assert "还没有收下" in text(page)


@pytest.mark.parametrize("key", ["", "forged", "𠮷"])
def test_without_the_key_of_the_page_nothing_is_done_and_nothing_lost(key):
    letter = f.receive(token="code").letter
    client = visitor(letter)
    page = client.post(f"{URL}supplement/", {"form_key": key, "text": "补一句话"})
    assert pages.form(page, f"{URL}supplement/").fields["text"] == "补一句话"
    assert Message.objects.count() == 0


def test_an_unknown_action_is_not_found_and_a_read_goes_to_the_page():
    assert Client().post(f"{URL}publish/").status_code == 404
    assert Client().get(f"{URL}supplement/")["Location"] == URL


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x00", "\u202e\u200f", "长" * 2001, "长" * 34_000])
def test_bad_supplements_get_a_sentence(typed):
    letter = f.receive(token="code").letter
    page = act(visitor(letter), "supplement", text=typed)
    assert page.status_code == 200
    assert re.search("请写上要补充的内容。|请精简到2000个字以内", text(page))
    assert Message.objects.count() == 0


def test_what_the_writer_does_is_in_the_ledger():
    letter = f.receive(token="code").letter
    client = visitor(letter)
    act(client, "supplement", text="补一句话")
    act(client, "remind", text="")
    act(client, "withdraw", sure="on", text="不办了")
    kinds = list(Event.objects.filter(letter=letter).order_by("sequence").values_list("kind", "party"))
    assert kinds == [("received", "citizen"), ("added", "citizen"), ("reminded", "citizen"), ("withdraw", "citizen")]
