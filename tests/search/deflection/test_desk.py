"""The pages for staff: true figures, nothing of a letter to those who may not see it, tasks that come to an end."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from mailbox.enums import LetterClass
from portal.accounts.roles import Role
from search.deflection.arriving import examine_new
from search.deflection.models import Deed, DraftingTask, LetterLookup
from search.engine import backend
from search.sources import live
from tests import factories as f
from tests.search.answers import published, take_off
from tests.search.deflection.logged import journey

pytestmark = pytest.mark.django_db
COST, LIST_COST = 19, 13  # whatever the number of rows
REPORT = "/admin/reports/deflection/"
LAMPS = (
    ("校门口路灯坏了没人修", "学校门口的路灯坏了一个月，晚上放学看不见路，请派人修路灯。"),
    ("路灯不亮，孩子放学不安全", "校门口路灯一直不亮，孩子晚自习放学不安全，路灯什么时候修？"),
)


def login(client, role: Role):
    user = f.person(role)
    client.force_login(user)
    return user


def text(response) -> str:
    return re.sub(r"<!--.*?-->", "", response.content.decode())


def lamps(**given):
    letters = [f.letter(now=timezone.now(), subject=s, body=b, **given) for s, b in LAMPS]
    examine_new(timezone.now())
    return letters


def make(client, letters, question="校门口的路灯坏了归谁修"):
    fields = {"question": question, "letters": ",".join(str(each.pk) for each in letters)}
    return client.post(reverse("deflection:make"), fields)


# ---- the report ----


def test_the_funnel_stands_by_topic_with_its_sum(client):
    journey(Deed.OPENED, Deed.SOLVED)
    journey(Deed.WROTE_ANYWAY, topic="招生入学")
    login(client, Role.SUPERVISOR)
    page = text(client.get(REPORT))
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.S)
    figures = {name: re.findall(r">(\d+)", cells)[:6] for name, cells in rows}
    assert figures == {
        "收费": ["1", "1", "1", "0", "0", "1"],
        "招生入学": ["1", "0", "0", "1", "0", "0"],
        "合计": ["2", "1", "1", "1", "0", "1"],
    }


def test_nothing_yet_is_said_in_plain_words(client):
    login(client, Role.SUPERVISOR)
    page = text(client.get(REPORT))
    for sentence in ("还没有人在写信前看到相近的答复", "没有这样的答复", "没有两封以上的信"):
        assert sentence in page


def test_a_period_filters_and_an_unreadable_day_is_said(client):
    journey(on=timezone.localdate() - timedelta(days=200))
    login(client, Role.SIGNER)
    assert "还没有人在写信前" in text(client.get(REPORT))
    since = (timezone.localdate() - timedelta(days=300)).isoformat()
    assert "收费" in text(client.get(REPORT, {"since": since}))
    wrong = client.get(REPORT, {"since": "昨天", "until": "2026-13-45"})
    assert wrong.status_code == 200
    assert "日期请写成" in text(wrong)


def test_the_funnel_can_be_taken_along_as_csv_and_xlsx(client):
    journey(Deed.SOLVED, topic="=HYPERLINK(1)")
    login(client, Role.SUPERVISOR)
    csv = b"".join(client.get(REPORT, {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    assert csv[0] == "主题,看到答复,打开,说解决了,还是写了信,30天内又有同样的信,没再写信,没再写信，每百次"
    assert csv[1:] == ["'=HYPERLINK(1),1,0,1,0,0,1,100", "合计,1,0,1,0,0,1,100"]
    response = client.get(REPORT, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[3]][:2] == ["合计", 1]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("role", "link"), [(Role.SUPERVISOR, False), (Role.PUBLISHER, True)])
def test_an_answer_that_does_not_help_leads_to_where_it_is_rechecked_for_those_who_may(client, role, link):
    answer = published()
    for _reader in range(5):
        journey(Deed.WROTE_ANYWAY, answers=[f"answer:{answer.pk}"])
    user = login(client, Role.SUPERVISOR)
    f.person(role, username=user.username)
    page = text(client.get(REPORT))
    assert answer.title in page
    assert (reverse("publication:gate", args=[answer.pk]) in page) == link


def test_letters_that_found_nothing_stand_together_with_examples_for_those_who_may_see_them(client):
    first, second = lamps()
    login(client, Role.SUPERVISOR)
    page = text(client.get(REPORT))
    assert "2封" in page
    assert "路灯" in page
    for each in (first, second):
        assert reverse("mailbox_desk:letter", args=[each.pk]) in page


def test_who_sees_no_letters_sees_their_number_and_not_a_word(client):
    lamps()
    login(client, Role.ADMINISTRATOR)
    page = text(client.get(REPORT))
    assert "2封" in page
    assert "信的内容，您的角色看不到" in page
    assert "路灯" not in page


def test_a_report_or_a_letter_with_a_public_answer_is_no_open_question(client):
    for each in lamps():
        published(of=each)
    lamps(letter_class=LetterClass.REPORT)
    login(client, Role.SUPERVISOR)
    assert "没有两封以上的信" in text(client.get(REPORT))


def test_a_letter_that_found_an_answer_is_no_open_question(client):
    answer = published(title="校门口路灯坏了怎么报修", question=LAMPS[0][1], answer="路灯坏了请打热线，三天内修好。")
    backend().index(live([f"answer:{answer.pk}"]).values())
    lamps()
    login(client, Role.SUPERVISOR)
    assert "没有两封以上的信" in text(client.get(REPORT))


def test_the_report_costs_the_same_for_few_and_many(client, django_assert_num_queries):
    def some():
        for title in ("甲", "乙", "丙"):
            answer = published(title=title)
            for _reader in range(5):
                journey(Deed.WROTE_ANYWAY, answers=[f"answer:{answer.pk}"], topic=title)
        lamps()

    some()
    login(client, Role.SUPERVISOR)
    client.get(REPORT)
    with django_assert_num_queries(COST):
        client.get(REPORT)
    some()
    some()
    with django_assert_num_queries(COST):
        client.get(REPORT)


# ---- tasks ----


def test_one_click_makes_a_task_of_a_group_and_the_group_is_gone(client):
    letters = lamps()
    user = login(client, Role.SUPERVISOR)
    response = make(client, letters)
    task = DraftingTask.objects.get()
    assert response.url == reverse("deflection:task", args=[task.pk])
    assert (task.question, task.letters, task.state, task.made_by) == ("校门口的路灯坏了归谁修", 2, "open", user)
    assert "没有两封以上的信" in text(client.get(REPORT))
    assert task.question in text(client.get(reverse("deflection:tasks")))


def test_two_colleagues_at_once_make_one_task(client):
    letters = lamps()
    login(client, Role.SUPERVISOR)
    make(client, letters)
    response = make(client, letters)
    assert response.url == REPORT
    assert DraftingTask.objects.count() == 1


@pytest.mark.parametrize(("question", "letters"), [("", "1"), ("问", ""), ("问" * 101, "1"), ("问", "1;DROP,x,９")])
def test_what_makes_no_task_is_said_on_the_report(client, question, letters):
    login(client, Role.SUPERVISOR)
    response = client.post(reverse("deflection:make"), {"question": question, "letters": letters}, follow=True)
    assert response.status_code == 200
    assert re.search("请用一句话|这些信已经有|请写在100|这个字段", text(response))
    assert DraftingTask.objects.count() == 0


@pytest.fixture
def task(client):
    letters = lamps()
    login(client, Role.SUPERVISOR)
    make(client, letters)
    return DraftingTask.objects.get()


def test_question_topic_and_writer_can_be_changed_while_it_is_open(client, task):
    url = reverse("deflection:task", args=[task.pk])
    client.post(url, {"question": "路灯坏了找谁", "unit": f.unit().pk, "topic": ""})
    task.refresh_from_db()
    assert (task.question, task.unit) == ("路灯坏了找谁", f.unit())
    assert client.post(url, {"question": ""}).status_code == 422


def test_finishing_names_what_was_published_and_ends_the_task(client, task):
    answer = published(title="路灯报修找谁")
    response = client.post(reverse("deflection:finish", args=[task.pk]), {"document": f"answer:{answer.pk}"})
    assert response.url == reverse("deflection:tasks")
    task.refresh_from_db()
    assert (task.state, task.document) == ("done", f"answer:{answer.pk}")
    assert task.ended_at is not None
    assert task.question not in text(client.get(reverse("deflection:tasks")))
    done = text(client.get(reverse("deflection:tasks"), {"state": "done"}))
    assert answer.title in done
    assert "用了0天" in done


def test_an_address_of_this_site_does_as_well(client, task):
    answer = published()
    address = f"http://testserver{answer.get_absolute_url()}?from=mail#top"
    client.post(reverse("deflection:finish", args=[task.pk]), {"address": address})
    task.refresh_from_db()
    assert task.document == f"answer:{answer.pk}"


@pytest.mark.parametrize("given", [{}, {"document": "answer:999"}, {"address": "/letters/999/"}, {"address": "乱写"}])
def test_what_is_not_public_ends_no_task(client, task, given):
    response = client.post(reverse("deflection:finish", args=[task.pk]), given)
    assert response.status_code == 422
    assert "还没有公开的内容" in text(response)
    task.refresh_from_db()
    assert task.state == "open"


def test_an_answer_taken_off_again_is_said(client, task):
    answer = published()
    client.post(reverse("deflection:finish", args=[task.pk]), {"document": f"answer:{answer.pk}"})
    take_off(answer)
    assert "现在已经撤下" in text(client.get(reverse("deflection:tasks"), {"state": "done"}))
    assert "现在不公开了" in text(client.get(reverse("deflection:task", args=[task.pk])))


def test_a_dropped_task_keeps_its_letters_from_being_proposed_again(client, task):
    client.post(reverse("deflection:drop", args=[task.pk]))
    task.refresh_from_db()
    assert task.state == "dropped"
    assert LetterLookup.objects.filter(task=task).count() == 2
    assert "没有两封以上的信" in text(client.get(REPORT))


def test_a_task_ends_once(client, task):
    answer = published()
    client.post(reverse("deflection:drop", args=[task.pk]))
    client.post(reverse("deflection:finish", args=[task.pk]), {"document": f"answer:{answer.pk}"})
    client.post(reverse("deflection:task", args=[task.pk]), {"question": "改不了"})
    task.refresh_from_db()
    assert (task.state, task.document, task.question) == ("dropped", "", "校门口的路灯坏了归谁修")


def test_the_list_of_tasks_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    user = login(client, Role.PUBLISHER)
    for number in range(3):
        DraftingTask.objects.create(question=f"问题{number}", letters=2, made_by=user, made_at=timezone.now())
        client.get(reverse("deflection:tasks"))
        with django_assert_num_queries(LIST_COST):
            client.get(reverse("deflection:tasks"))


@pytest.mark.parametrize(
    ("role", "shown"),
    [(Role.SUPERVISOR, ["查到答复的效果", "撰写任务"]), (Role.EDITOR, ["撰写任务"]), (Role.HANDLER, [])],
)
def test_the_menu_shows_what_a_role_may_open(client, role, shown):
    login(client, role)
    page = client.get("/admin/").content.decode()
    found = [
        name
        for name in ("查到答复的效果", "撰写任务")
        if name in page or name.encode("unicode_escape").decode() in page
    ]
    assert found == shown
