"""个人信息 on the desk: periods, holds, deletion on a written request, and who looked; each deed with its reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mailbox import contacts, holding
from mailbox.models import LegalHold, LetterContact, RetentionRule
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(settings, tmp_path):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"


@pytest.fixture
def letter():
    return f.answered(now=timezone.now())


def page(letter) -> str:
    return reverse("personal_data:letter", args=[letter.pk])


def deed(letter, name: str) -> str:
    return reverse("personal_data:deed", args=[letter.pk, name])


def text(response) -> str:
    return response.content.decode()


def test_the_page_tells_the_period_and_who_looked_and_shows_no_value(client, letter):
    contacts.reveal(letter.pk, "phone", reason="答复后回访", by=f.actor(Role.REGISTRAR), now=timezone.now())
    client.force_login(f.person(Role.REGISTRAR))
    shown = text(client.get(page(letter)))
    assert "12个月（全部）" in shown
    assert "还没有终结，不起算" in shown
    assert "登记员甲看了手机号" in shown
    assert "答复后回访" in shown
    assert [value for value in ("许清和", "13812341234", "xuqinghe@example.com") if value in shown] == []


def test_the_letter_page_leads_here(client, letter):
    client.force_login(f.person(Role.REGISTRAR))
    assert page(letter) in text(client.get(reverse("mailbox_desk:letter", args=[letter.pk])))


def test_the_registry_deletes_with_a_reason_and_the_letter_page_says_so(client, letter):
    client.force_login(f.person(Role.REGISTRAR))
    answer = client.post(deed(letter, "erase"), {"erase-reason": "书面申请第3号，已核对"}, follow=True)
    assert "联系方式已删除，信件和答复还在。" in text(answer)
    assert LetterContact.objects.get(letter=letter).phone == ""
    shown = text(client.get(reverse("mailbox_desk:letter", args=[letter.pk])))
    assert "联系方式已于" in shown
    assert "匿名" not in shown


@pytest.mark.parametrize("reason", ["", "好", "许清和来信申请"])
def test_a_refused_reason_stays_on_the_page_and_nothing_is_deleted(client, letter, reason):
    client.force_login(f.person(Role.REGISTRAR))
    answer = client.post(deed(letter, "erase"), {"erase-reason": reason})
    assert answer.status_code == 422
    assert f'value="{reason}"' in text(answer) or not reason
    assert LetterContact.objects.get(letter=letter).name == "许清和"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.SIGNER])
def test_who_only_reads_is_offered_and_allowed_no_deletion(client, letter, role):
    client.force_login(f.person(role))
    assert deed(letter, "erase") not in text(client.get(page(letter)))
    assert client.post(deed(letter, "erase"), {"erase-reason": "书面申请第3号"}).status_code == 403
    assert LetterContact.objects.get(letter=letter).name == "许清和"


def test_a_hold_is_placed_shown_and_lifted(client, letter):
    client.force_login(f.person(Role.SUPERVISOR))
    client.post(deed(letter, "hold"), {"hold-reason": "法院调取"})
    shown = text(client.get(page(letter)))
    assert "督办甲：法院调取" in shown
    assert "保全中，不删除" in shown
    client.post(deed(letter, "lift"), {"lift-reason": "案件已结"})
    assert LegalHold.objects.get().lifted_at is not None


def test_under_a_hold_no_deletion_is_offered(client, letter):
    holding.place(letter.pk, reason="法院调取", by=f.actor(Role.REGISTRAR), now=timezone.now())
    client.force_login(f.person(Role.REGISTRAR))
    assert deed(letter, "erase") not in text(client.get(page(letter)))
    assert client.post(deed(letter, "erase"), {"erase-reason": "书面申请第3号"}).status_code == 422


def test_an_unknown_deed_is_not_found(client, letter):
    client.force_login(f.person(Role.REGISTRAR))
    assert client.post(deed(letter, "burn"), {}).status_code == 404


# ---- who looked, and the periods ----


def test_the_auditor_sees_counts_and_neither_letters_nor_values(client, letter):
    contacts.reveal(letter.pk, "phone", reason="答复后回访", by=f.actor(Role.REGISTRAR), now=timezone.now())
    client.force_login(f.person(Role.AUDITOR))
    shown = text(client.get(reverse("personal_data:looks")))
    assert "登记员甲" in shown
    assert [words for words in (letter.number, "答复后回访", "13812341234") if words in shown] == []


def test_a_changed_period_needs_a_fresh_reason_and_says_who_changed_it(client):
    administrator = f.person(Role.ADMINISTRATOR)
    client.force_login(administrator)
    rule = RetentionRule.objects.get(kind="contact", letter_class="", outcome="")
    url = reverse("retention_rules:edit", args=[rule.pk])
    given = {"kind": rule.kind, "letter_class": "", "outcome": "", "ground": rule.ground, "is_active": "on"}
    refused = client.post(url, {**given, "keep": "6", "reason": rule.reason})
    assert "请写明这一次为什么改。" in text(refused)
    rule.refresh_from_db()
    assert rule.keep == 12
    client.post(url, {**given, "keep": "6", "reason": "局办公会定为半年"})
    rule.refresh_from_db()
    assert (rule.keep, rule.reason, rule.author) == (6, "局办公会定为半年", administrator)


def test_a_new_rule_is_bound_to_its_limits(client):
    client.force_login(f.person(Role.ADMINISTRATOR))
    given = {"kind": "contact", "letter_class": "praise", "ground": "本单位规定", "reason": "表扬信半年"}
    assert "可以保存1到60个月" in text(client.post(reverse("retention_rules:add"), {**given, "keep": "600"}))
    client.post(reverse("retention_rules:add"), {**given, "keep": "6", "is_active": "on"})
    assert RetentionRule.objects.get(letter_class="praise").author.username == "administrator"


def test_the_lists_stand_in_the_menus_of_those_who_may_see_them(client):
    lists = (reverse("retention_rules:index"), reverse("personal_data:looks"))
    seen = {}
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.HANDLER):
        client.force_login(f.person(role, f.unit()))
        shown = text(client.get("/admin/"))
        seen[role] = [address in shown for address in lists]
    assert seen == {Role.ADMINISTRATOR: [True, True], Role.AUDITOR: [False, True], Role.HANDLER: [False, False]}
