"""您的个人信息: what is held, who looked, a file to take away, deleting; only for who has number and code."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mailbox import assignment, chain, contacts, correspondence, numbering, replying
from mailbox.enums import EventKind, LetterClass, NotifyBy
from mailbox.models import LegalHold, Letter, LetterContact
from mailbox.views.public import own_data
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.public import pages

pytestmark = pytest.mark.django_db
TRACK, URL = "/letters/track/", "/letters/track/own-data/"
DOWNLOAD, ERASE = f"{URL}download/", f"{URL}erase/"
CONTACT = ("许清和", "13812341234", "xuqinghe@example.com")


@pytest.fixture(autouse=True)
def register(settings, tmp_path):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"


def text(response) -> str:
    return response.content.decode().replace("<wbr>", "")


def main(response) -> str:
    return text(response).split("<main")[1].split("</main>")[0]


def visitor(letter: Letter) -> Client:
    """A browser that has entered with the two keys of a letter whose token was ``code``."""
    client = Client()
    code = numbering.code_for("code", settings.CODE_PEPPER)
    assert client.post(TRACK, {"number": letter.number, "code": code}).status_code == 302
    return client


def post(client: Client, action: str, **typed: str):
    return client.post(action, {**pages.form(client.get(URL), action).fields, **typed})


def answered(**given) -> Letter:
    return f.answered(token="code", now=timezone.now(), **given)


def everything_said() -> Letter:
    """Words of everyone, inside and outside."""
    letter = f.accepted(token="code", now=timezone.now())
    handler, reviewer, now = f.actor(Role.HANDLER, f.unit()), f.actor(Role.REVIEWER, f.unit()), timezone.now()
    contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=handler, now=now)
    replying.ask_citizen(letter.pk, by=handler, now=now, question="请问是几月的事？")
    correspondence.supplement(letter.pk, "是三月的事。", now=now)
    replying.save_draft(letter.pk, text=f"第一稿{f.REPLY}", outcome="explained", revision=0, by=handler, now=now)
    replying.submit(letter.pk, by=handler, now=now)
    replying.send_back(letter.pk, by=reviewer, now=now, note="内部意见甲乙丙")
    replying.save_draft(letter.pk, text=f.REPLY, outcome="explained", revision=1, by=handler, now=now)
    replying.submit(letter.pk, by=handler, now=now)
    replying.approve(letter.pk, by=reviewer, now=now)
    replying.sign(letter.pk, by=f.actor(Role.SIGNER), now=now)
    correspondence.rate(letter.pk, handling="satisfied", reception="mostly", comment="谢谢", now=now)
    return Letter.objects.get(pk=letter.pk)


# ---- the page ----


def test_the_page_shows_masks_and_never_a_whole_value():
    page = main(visitor(answered()).get(URL))
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("姓名", "许**"), ("手机号", "138****1234"), ("邮箱", "x***@example.com"),
    ]  # fmt: skip
    assert [value for value in CONTACT if value in page] == []
    assert "办结满12个月，我们会自动删除联系方式。" in page


def test_each_look_shows_when_which_field_which_office_and_why():
    letter = f.accepted(token="code", now=timezone.now())
    at = timezone.now().replace(hour=2, minute=5)  # 10:05 in Shanghai
    contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=f.actor(Role.HANDLER, f.unit()), now=at)
    contacts.reveal(letter.pk, "name", reason="补寄书面答复", by=f.actor(Role.REGISTRAR), now=at)
    client = visitor(letter)
    for shown in (main(client.get(URL)), main(client.get(TRACK))):
        assert "基础教育科办这封信的工作人员查看了您的手机号" in shown
        assert "云岭区教育局登记处的工作人员查看了您的姓名" in shown
        assert "写明的原因：核对请假日期。每次查看都会记在这里。" in shown
        assert "10:05" in shown


def test_without_a_look_it_says_so():
    assert "还没有人看过。" in main(visitor(answered()).get(URL))


def test_who_comes_without_a_ticket_enters_first_and_lands_here():
    letter = answered()
    client = Client()
    fields = pages.form(client.get(URL), TRACK).fields
    code = numbering.code_for("code", settings.CODE_PEPPER)
    answer = client.post(TRACK, {**fields, "number": letter.number, "code": code})
    assert (answer.status_code, answer["Location"]) == (302, URL)


@pytest.mark.parametrize("action", [DOWNLOAD, ERASE])
def test_an_expired_ticket_does_nothing_and_leads_back_here(action):
    letter = answered()
    client = visitor(letter)
    fields = pages.form(client.get(URL), action).fields
    client.cookies.clear()
    answer = client.post(action, {**fields, "sure": "on"})
    assert pages.form(answer, TRACK).fields["kept_action"] == "own-data"
    assert [value for value in CONTACT if value in text(answer)] == []
    assert LetterContact.objects.get(letter=letter).name == "许清和"


@pytest.mark.parametrize("action", [DOWNLOAD, ERASE])
@pytest.mark.parametrize(
    "wrong", [{"form_key": "x"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}]
)
def test_another_site_gets_nothing_and_deletes_nothing(action, wrong):
    letter = answered()
    client = visitor(letter)
    fields = {**pages.form(client.get(URL), action).fields, "sure": "on"}
    headers = {key: value for key, value in wrong.items() if key.startswith("HTTP_")}
    answer = client.post(action, {**fields, **({} if headers else wrong)}, **headers)
    assert "这一步没有认出来，还没有做。请再点一次按钮。" in main(answer)
    assert "13812341234" not in text(answer)
    assert LetterContact.objects.get(letter=letter).name == "许清和"


@pytest.mark.parametrize("action", [DOWNLOAD, ERASE])
def test_a_network_that_asks_too_often_waits(action, monkeypatch):
    monkeypatch.setattr(own_data, "DEEDS_AN_HOUR", 0)
    answer = post(visitor(answered()), action, sure="on")
    assert "请过一小时再来" in main(answer)
    assert "Content-Disposition" not in answer


@pytest.mark.parametrize("action", [DOWNLOAD, ERASE])
def test_a_get_of_what_is_posted_leads_to_the_page(action):
    answer = visitor(answered()).get(action)
    assert (answer.status_code, answer["Location"]) == (302, URL)


# ---- taking it away ----


def test_the_file_holds_all_that_is_the_writers_in_clear():
    client = visitor(everything_said())
    answer = post(client, DOWNLOAD, format="html")
    shown = text(answer)
    for words in (*CONTACT, "9月孩子分三次请假", "请问是几月的事？", "是三月的事。", f.REPLY, "谢谢", "核对请假日期"):
        assert words in shown
    assert answer["Content-Disposition"].endswith('.html"')
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_the_data_file_holds_the_same_for_machines():
    letter = everything_said()
    answer = post(visitor(letter), DOWNLOAD, format="json")
    given = json.loads(answer.content)
    assert (given["number"], given["body"], given["replies"][0]["text"]) == (letter.number, letter.body, f.REPLY)
    assert {"term": "手机号", "text": "13812341234"} in given["contact"]
    assert [each["text"] for each in given["words"]] == ["请问是几月的事？", "是三月的事。"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("kind", ["html", "json"])
def test_neither_words_between_staff_nor_their_names_nor_drafts_are_in_it(kind):
    letter = everything_said()
    names = {str(event.user) for event in letter.events.all() if event.user}
    shown = text(post(visitor(letter), DOWNLOAD, format=kind))
    assert len(names) == 4
    assert [words for words in (*names, "内部意见甲乙丙", "第一稿") if words in shown] == []


def test_taking_it_away_is_in_the_ledger_and_on_the_page():
    letter = answered()
    client = visitor(letter)
    post(client, DOWNLOAD, format="html")
    post(client, DOWNLOAD, format="json")
    assert letter.events.filter(kind=EventKind.EXPORTED).count() == 1
    assert letter.events.last().kind == EventKind.EXPORTED
    assert "您下载了信件和处理记录" in main(client.get(TRACK))
    assert chain.broken_at(letter) is None


def test_hostile_words_do_not_run_in_the_file():
    shown = text(post(visitor(answered(body="<script>alert(1)</script>请问怎么退费？")), DOWNLOAD))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_one_letters_ticket_gives_nothing_of_another():
    other = f.answered(subject="别人的信", name="林一", phone="13900000000", now=timezone.now())
    shown = text(post(visitor(answered()), DOWNLOAD, format="json"))
    assert [value for value in (other.number, "别人的信", "13900000000") if value in shown] == []


# ---- deleting ----


def test_a_closed_letters_contact_data_is_deleted_at_once_and_the_page_says_what_stays():
    letter = answered()
    client = visitor(letter)
    answer = post(client, ERASE, sure="on")
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?done=erase")
    page = main(client.get(answer["Location"]))
    assert "您的联系方式已删除。我们保留信件正文和答复，是因为" in page
    assert "您的姓名、手机号和邮箱已经删除" in page
    assert (LetterContact.objects.get(letter=letter).phone, letter.events.last().kind) == ("", EventKind.ERASED)
    assert "您删除了自己的联系方式" in main(client.get(TRACK))


def test_the_code_goes_on_opening_the_letter_and_the_file_is_without_contact_data():
    letter = answered()
    post(visitor(letter), ERASE, sure="on")
    again = visitor(letter)
    given = json.loads(post(again, DOWNLOAD, format="json").content)
    assert given["contact"] == []
    assert given["replies"][0]["text"] == f.REPLY


def test_without_the_tick_nothing_is_deleted_and_the_page_says_what_to_do():
    letter = answered()
    answer = post(visitor(letter), ERASE)
    assert "请先勾选“我确定删除联系方式”。" in main(answer)
    assert LetterContact.objects.get(letter=letter).name == "许清和"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: f.accepted(token="code"), "这封信还在办。删除以后，承办单位不能打电话问您"),
        (answered, "删除以后，不会再有人打电话或发邮件给您。"),
        (lambda: f.registered(token="code", letter_class=LetterClass.REPORT), "实名举报会变成匿名举报。"),
    ],
)
def test_what_it_means_is_said_before(make, sentence):
    assert sentence in re.sub(r"<.*?>", "", main(visitor(make()).get(URL)))


def test_a_letter_at_work_goes_on_after_the_deletion():
    letter = f.accepted(token="code", now=timezone.now())
    client = visitor(letter)
    post(client, ERASE, sure="on")
    correspondence.supplement(letter.pk, "补一句话。", now=timezone.now())
    assert "补一句话。" in main(client.get(TRACK))
    assignment.return_to_registry(
        letter.pk, by=f.actor(Role.HANDLER, f.unit()), now=timezone.now(), note="这件事归财务科"
    )


def test_a_held_letter_says_so_and_offers_no_button():
    letter = answered()
    client = visitor(letter)
    fields = pages.form(client.get(URL), ERASE).fields
    user = f.person(Role.REGISTRAR)
    LegalHold.objects.create(letter=letter, reason="内部原因丁戊己", placed_by=user, placed_at=timezone.now())
    page = main(client.get(URL))
    assert "这封信正在依法保全" in page
    assert "内部原因丁戊己" not in page
    assert ERASE not in page
    assert "这封信正在依法保全" in main(client.post(ERASE, {**fields, "sure": "on"}))
    assert LetterContact.objects.get(letter=letter).name == "许清和"


def test_an_anonymous_letter_has_nothing_to_delete():
    page = main(visitor(answered(name="", phone="", email="", notify_by=NotifyBy.NONE)).get(URL))
    assert "您写信时没有留联系方式" in page
    assert ERASE not in page


def test_deleting_twice_harms_nothing():
    letter = answered()
    client = visitor(letter)
    fields = {**pages.form(client.get(URL), ERASE).fields, "sure": "on"}
    client.post(ERASE, fields)
    assert "没有什么要删" in text(client.post(ERASE, fields))
    assert letter.events.filter(kind=EventKind.ERASED).count() == 1


def test_nothing_of_the_writer_is_in_any_address_or_cookie():
    client = visitor(answered())
    answer = post(client, ERASE, sure="on")
    kept = f"{answer['Location']} {client.cookies.output()}"
    assert [value for value in CONTACT if value in kept] == []


def test_a_ticket_ends_after_half_an_hour_here_too(monkeypatch):
    client = visitor(answered())
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("time.time", later.timestamp)
    assert "请先输编号和查询码" in main(client.get(URL))
