"""The findings page: who may decide, what becomes of each decision, and what it costs."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import ArticlePage, KeptWords
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests.factories import person
from tests.home.factories import article, fee
from tests.publishing import LEAK, PHONE, colleague, draft, editor, fee_draft, page_form, reviewer, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ArticlePage:
    made = article()
    draft(made, LEAK, title=f"转学问{PHONE}")
    return made


def gate(page: ArticlePage) -> str:
    return reverse("site_gate", args=["page", page.pk])


def decide(client: Client, address: str, **choices: str) -> str:
    return said(client, client.post(address, {"seen": client.get(address).context["seen"], **choices}))


def latest(page: ArticlePage) -> ArticlePage:
    found: ArticlePage = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return found


def test_masking_changes_every_place_in_a_new_draft_by_the_person(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    assert "处已遮去，存成了新的草稿" in decide(client, gate(page), all="mask")
    text = latest(page)
    assert text.title == "转学问（电话已隐去）"
    assert text.body[0].value.source == "<p>家长电话（电话已隐去），孩子是云岭区清溪小学某班某某。</p>"
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision().user == editor()
    page.refresh_from_db()
    assert page.title == "转学怎么办"


def test_a_table_is_masked_cell_by_cell(client: Client) -> None:
    rows = [["姓名", "班级", "联系电话"], ["许小禾", "三（2）班", PHONE]]
    made = article(live=False, body=[("table", {"data": rows, "table_caption": ""})])
    made.save_revision(user=editor())
    client.force_login(editor())
    decide(client, gate(made), all="mask")
    data = latest(made).body[0].value["data"]
    assert data[0] == rows[0]
    assert data[1][2] == "138****5678"
    assert PHONE not in json.dumps(data)


def test_keeping_says_who_and_when_and_later_drafts_do_not_ask_again(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    html = decide(client, gate(page), all="keep")
    assert "已记下您的名字和时间" in html
    assert str(editor()) in html
    assert {each.decided_by for each in KeptWords.objects.all()} == {editor()}
    draft(page, LEAK + "再交材料。")
    assert client.get(gate(page)).context["open_rows"] == []


def test_what_was_kept_can_still_be_masked(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    decide(client, gate(page), all="keep")
    row = client.get(gate(page)).context["kept_rows"][0]
    decide(client, gate(page), **{f"choice-{row.number}": "mask"})
    assert not KeptWords.objects.filter(words=row.found.words).exists()
    assert row.found.words not in latest(page).title


def test_only_chosen_rows_are_decided(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    first, *others = client.get(gate(page)).context["open_rows"]
    decide(client, gate(page), **{f"choice-{first.number}": "keep"})
    assert [row.found.words for row in client.get(gate(page)).context["open_rows"]] == [
        row.found.words for row in others
    ]


def test_decisions_on_a_list_that_is_old_change_nothing(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    seen = client.get(gate(page)).context["seen"]
    draft(page, LEAK + "另一位家长电话13987654321。")
    assert "打开这一页以后改过" in said(client, client.post(gate(page), {"seen": seen, "all": "mask"}))
    assert PHONE in latest(page).title
    assert not KeptWords.objects.exists()


def test_an_address_is_changed_by_hand(client: Client) -> None:
    made = article(live=False)
    draft(made, "先问学位。", slug=f"tel-{PHONE}")
    client.force_login(editor())
    html = decide(client, gate(made), all="mask")
    assert "不能在这里遮去，请点“去改”" in html
    assert latest(made).slug == f"tel-{PHONE}"


def test_a_mask_that_does_not_fit_is_left_to_a_person(client: Client) -> None:
    made = article(live=False)
    source = ("开放日期与时间" * 7)[:45] + "电子邮箱a@b.cn"
    draft(made, "先问学位。", source=source + "间" * (60 - len(source)))
    client.force_login(editor())
    assert [row.found.words for row in client.get(gate(made)).context["open_rows"]] == ["a@b.cn"]
    assert "请点“去改”" in decide(client, gate(made), all="mask")
    assert "a@b.cn" in latest(made).source


def test_while_it_is_scheduled_words_may_be_kept_but_not_changed(client: Client, page: ArticlePage) -> None:
    page.get_workflow().start(page, editor())
    client.force_login(editor())
    assert "正在审核或等待定时发布" in decide(client, gate(page), all="mask")
    assert PHONE in latest(page).title
    decide(client, gate(page), all="keep")
    assert client.get(gate(page)).context["open_rows"] == []


def test_a_disclosure_is_decided_on_the_same_page(client: Client) -> None:
    item = fee()
    fee_draft(item, f"问{PHONE}")
    address = reverse("site_gate", args=["feeitem", item.pk])
    client.force_login(editor())
    decide(client, address, all="mask")
    item.refresh_from_db()
    assert item.get_latest_revision_as_object().scope == "问（电话已隐去）"


def test_strangers_learn_nothing(client: Client, page: ArticlePage) -> None:
    client.force_login(person(Role.HANDLER))
    answer = client.get(gate(page))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    for args in (["page", 1], ["page", 9999], ["letter", page.pk]):
        client.force_login(editor())
        assert client.get(reverse("site_gate", args=args)).status_code == 404


def test_words_stay_out_of_logs_and_audit(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    decide(client, gate(page), all="keep")
    kept = client.get(gate(page)).context["kept_rows"]
    decide(client, gate(page), **{f"choice-{row.number}": "mask" for row in kept})
    entries = AuditEntry.objects.filter(action__startswith="page.").order_by("pk")
    assert [entry.action for entry in entries] == ["page.kept", "page.masked"]
    assert PHONE not in str([(entry.target, entry.detail) for entry in entries])


def test_saving_a_draft_says_how_much_is_open_and_where(client: Client, page: ArticlePage) -> None:
    client.force_login(editor())
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(client, page))
    html = said(client, answer)
    assert "发布前要逐处决定" in html
    assert gate(page) in html


def test_the_page_costs_the_same_however_much_is_found_and_written(client: Client, page: ArticlePage) -> None:
    draft(page, LEAK + "一")
    client.force_login(editor())
    client.get(gate(page))
    with CaptureQueriesContext(connection) as few:
        client.get(gate(page))
    for ending in range(5000, 5005):
        draft(page, LEAK + "、".join(f"家长电话1391234{number}" for number in range(5000, ending + 2)))
    with CaptureQueriesContext(connection) as many:
        client.get(gate(page))
    assert len(many) == len(few)


def test_a_colleague_may_agree_and_then_the_first_may_publish(client: Client, page: ArticlePage) -> None:
    client.force_login(reviewer())
    decide(client, gate(page), all="keep")
    client.force_login(colleague())
    rows = client.get(gate(page)).context["kept_rows"]
    decide(client, gate(page), **{f"choice-{row.number}": "keep" for row in rows})
    page.get_latest_revision().publish(user=reviewer())
    page.refresh_from_db()
    assert page.title == f"转学问{PHONE}"
