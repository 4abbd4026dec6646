"""The inbox: right letters for each role, counts, chips, search, filters, and a query count that does not grow."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mailbox import queues
from mailbox.enums import LetterClass, Status
from mailbox.models import Letter
from mailbox.views.desk.chips import chip_of
from portal.accounts.roles import Role
from portal.calendar.store import load_calendar
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = "/admin/letters/"


def page(client, user, **query) -> str:
    client.force_login(user)
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def subjects(html: str) -> list[str]:
    return re.findall(r'<a href="/admin/letters/\d+/">([^<]*)</a>', html)


def tabs(html: str) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r'\?tab=\w+"[^>]*>(\S+) <b>(\d+)</b>', html)}


def test_each_role_has_its_tabs_with_true_counts(client):
    now = timezone.now()
    f.letter(now=now, subject="刚收到")
    f.drafted(now=now, subject="等审核")
    f.approved(now=now, subject="等签发")
    registrar = tabs(page(client, f.person(Role.REGISTRAR)))
    reviewer = tabs(page(client, f.person(Role.REVIEWER, f.unit())))
    signer = tabs(page(client, f.person(Role.SIGNER)))
    assert (registrar["我的"], registrar["全部"]) == (1, 3)
    assert (reviewer["我的"], reviewer["待审"], reviewer["全部"]) == (1, 1, 2)
    assert (signer["我的"], signer["待签发"], signer["全部"]) == (1, 1, 3)
    assert "待审" not in registrar
    assert "待签发" not in reviewer


def test_every_tab_lists_as_many_as_it_counts(client):
    now = timezone.now()
    f.letter(now=now)
    f.letter(now=now - timedelta(days=30), letter_class=LetterClass.REPORT)
    f.accepted(now=now)
    registrar = f.person(Role.REGISTRAR)
    counted = tabs(page(client, registrar))
    codes = {"我的": "mine", "将到期": "soon", "超期": "late", "限制知悉": "restricted", "全部": "all"}
    assert set(counted) == set(codes)
    for name, count in counted.items():
        assert len(subjects(page(client, registrar, tab=codes[name]))) == count


def test_what_is_due_first_stands_first(client):
    now = timezone.now()
    f.registered(now=now, subject="后到期")
    f.registered(now=now - timedelta(days=20), subject="先到期")
    assert subjects(page(client, f.person(Role.REGISTRAR))) == ["先到期", "后到期"]


def rows_of_the_unit(count: int) -> None:
    for place in range(count):
        f.accepted(now=timezone.now(), subject=f"第{place}封")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client, count):
    rows_of_the_unit(count)
    client.force_login(f.person(Role.HANDLER, f.unit()))
    client.get(URL)  # the calendar is read once a process
    with CaptureQueriesContext(connection) as done:
        response = client.get(URL)
    assert len(subjects(response.content.decode())) == count
    # counts of the tabs, number of rows, rows, their leads, the topics to filter by, the number in the menu
    assert sum('"mailbox_' in query["sql"] for query in done.captured_queries) == 6


def test_a_long_list_has_pages_and_a_page_that_is_none_is_the_nearest(client):
    registrar = f.person(Role.REGISTRAR)
    for place in range(26):
        f.letter(now=timezone.now(), subject=f"第{place}封")
    assert len(subjects(page(client, registrar))) == 25
    assert len(subjects(page(client, registrar, p="2"))) == 1
    assert len(subjects(page(client, registrar, p="99"))) == 1
    assert len(subjects(page(client, registrar, p="x"))) == 25


@pytest.mark.parametrize("words", ["number", "许清和", "138 1234 1234", "课后服务费", "9月孩子"])
def test_a_letter_is_found_by_number_name_phone_and_its_words(client, words):
    wanted = f.letter(now=timezone.now())
    f.letter(now=timezone.now(), subject="另一封", body="别的事", name="林一", phone="13900000000")
    asked = wanted.number.lower().replace("-", " ") if words == "number" else words
    assert subjects(page(client, f.person(Role.REGISTRAR), q=asked)) == [wanted.subject]


def test_a_search_looks_beyond_the_own_queue_unless_a_tab_is_named(client):
    f.answered(now=timezone.now(), subject="早已答复")
    registrar = f.person(Role.REGISTRAR)
    assert subjects(page(client, registrar, q="早已答复")) == ["早已答复"]
    assert subjects(page(client, registrar, q="早已答复", tab="mine")) == []


def test_who_asked_to_be_kept_from_the_unit_is_not_found_by_name_there(client):
    f.accepted(now=timezone.now(), is_confidential=True)
    assert subjects(page(client, f.person(Role.HANDLER, f.unit()), q="许清和")) == []
    assert len(subjects(page(client, f.person(Role.REGISTRAR), q="许清和"))) == 1


def test_the_accused_school_neither_sees_nor_counts_nor_finds_the_report(client):
    school = f.school()
    report = f.registered(now=timezone.now(), letter_class=LetterClass.REPORT, concerned=school, subject="举报信")
    f.person(Role.REGISTRAR, username="insider")
    insider = f.person(Role.HANDLER, school, "insider")
    for query in ({}, {"tab": "all"}, {"tab": "restricted"}, {"q": report.number}, {"q": "举报信"}, {"q": "许清和"}):
        html = page(client, insider, **query)
        html = re.sub(r'<input type="search"[^>]*>', "", html)  # what was asked stands there again
        assert "举报信" not in html
        assert report.number not in html
    assert "限制知悉" not in tabs(page(client, insider))
    assert client.get(reverse("mailbox_desk:letter", args=[report.pk])).status_code == 404


def test_a_report_carries_its_lock_in_every_list(client):
    f.letter(now=timezone.now(), letter_class=LetterClass.REPORT, subject="举报信")
    html = page(client, f.person(Role.REGISTRAR))
    assert html.count("desk-lock") == 1
    assert tabs(html)["限制知悉"] == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "accepted"}, ["办理中的"]),
        ({"letter_class": "suggestion"}, ["一条建议"]),
        ({"channel": "phone"}, ["电话里说的"]),
        ({"since": "2026-01-01", "until": "2020-01-01"}, []),
        ({"status": "no-such", "topic": "999999", "since": "昨天"}, ["办理中的", "一条建议", "电话里说的"]),
    ],
)
def test_filters_narrow_and_what_they_do_not_know_asks_nothing(client, query, expected):
    now = timezone.now()
    f.accepted(now=now, subject="办理中的")
    f.letter(now=now, letter_class=LetterClass.SUGGESTION, subject="一条建议")
    f.letter(now=now, channel="phone", subject="电话里说的")
    found = subjects(page(client, f.person(Role.REGISTRAR), tab="all", **query))
    assert sorted(found) == sorted(expected)


def test_filters_by_topic_and_unit(client):
    letter = f.accepted(now=timezone.now(), subject="基教科在办")
    f.letter(now=timezone.now(), subject="还没登记")
    for query in ({"unit": f.unit().pk}, {"topic": letter.topic_id}):
        assert subjects(page(client, f.person(Role.REGISTRAR), tab="all", **query)) == ["基教科在办"]


def test_due_soon_is_today_and_the_next_working_day_over_a_weekend():
    friday = date(2026, 11, 27)
    for name, on in {"周四": (11, 26), "周五": (11, 27), "周一": (11, 30), "周二": (12, 1)}.items():
        f.letter(subject=name).clocks.all().update(due_on=date(2026, *on))
    found = Letter.objects.filter(queues.due_soon_q(friday, load_calendar()))
    assert {letter.subject for letter in found} == {"周五", "周一"}


@pytest.mark.parametrize(
    ("status", "due_on", "words", "tone"),
    [
        (Status.ACCEPTED, date(2026, 11, 23), "今天到期", "soon"),
        (Status.ACCEPTED, date(2026, 11, 24), "明天到期", "soon"),
        (Status.ACCEPTED, date(2026, 11, 27), "剩4个工作日", ""),
        (Status.ACCEPTED, date(2026, 11, 19), "超期2个工作日", "late"),
        (Status.AWAITING_CITIZEN, date(2027, 1, 22), "停表中", "paused"),
        (Status.AWAITING_CITIZEN, None, "停表中", "paused"),
        (Status.AWAITING_CITIZEN, date(2026, 11, 20), "超期1个工作日", "late"),
    ],
)
def test_chips_say_in_words_how_near_it_is(status, due_on, words, tone):
    chip = chip_of(Letter(status=status), due_on, date(2026, 11, 23), load_calendar())
    assert (chip.words, chip.tone) == (words, tone)


def test_a_friday_names_the_monday_and_an_ended_letter_has_no_chip():
    calendar = load_calendar()
    chip = chip_of(Letter(status=Status.ACCEPTED), date(2026, 11, 30), date(2026, 11, 27), calendar)
    assert chip.words == "11月30日到期，剩1个工作日"
    assert chip_of(Letter(status=Status.CLOSED), None, date(2026, 11, 27), calendar) is None


def test_the_menu_counts_what_waits_and_is_not_there_for_an_editor(client):
    f.letter(now=timezone.now())
    f.letter(now=timezone.now())
    client.force_login(f.person(Role.REGISTRAR))
    assert "data-desk-count" in client.get("/admin/").content.decode()
    assert queues.waiting_count(f.actor(Role.REGISTRAR)) == 2
    client.force_login(f.person(Role.EDITOR))
    assert "信件办理" not in client.get("/admin/").content.decode()
