"""The letter page: buttons are the open moves, contact data is masked, and no refusal loses a typed word."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from mailbox import assignment, replying
from mailbox.enums import EventKind, LetterClass, Status
from mailbox.models import Letter, ReplyTemplate
from portal import suggestions
from portal.accounts.roles import Role
from portal.suggestions import Suggestion, SuggestionsUnavailable
from tests import factories as f

pytestmark = pytest.mark.django_db
TYPED = "这是我写了半天的答复，一个字也不能丢。\n第二段：按规定办理，请放心。"


def url(letter, name="letter", *more):
    return reverse(f"mailbox_desk:{name}", args=[letter.pk, *more])


def login(client, role, unit=None, username=""):
    user = f.person(role, unit, username)
    client.force_login(user)
    return user


def html_of(response) -> str:
    return response.content.decode()


def moves_offered(html: str) -> set[str]:
    return set(re.findall(r'formaction="/admin/letters/\d+/move/(\w+)/"', html))


@pytest.mark.parametrize(
    ("make", "role", "expected"),
    [
        (f.letter, Role.REGISTRAR, {"register", "redirect", "reject", "merge"}),
        (f.registered, Role.REGISTRAR, {"assign", "redirect", "reject", "merge"}),
        (f.assigned, Role.REGISTRAR, {"recall"}),
        (f.assigned, Role.HANDLER, {"accept", "return"}),
        (f.accepted, Role.HANDLER, {"submit", "ask_citizen", "return"}),
        (f.accepted, Role.SUPERVISOR, set()),
        (f.drafted, Role.REVIEWER, {"approve", "send_back"}),
        (f.approved, Role.SIGNER, {"sign", "send_back"}),
        (f.answered, Role.SUPERVISOR, {"reopen"}),
        (f.answered, Role.AUDITOR, set()),
    ],
)
def test_the_buttons_are_exactly_the_moves_open_to_the_person(client, make, role, expected):
    letter = make(now=timezone.now())
    login(client, role, f.unit() if role in (Role.HANDLER, Role.REVIEWER) else None)
    assert moves_offered(html_of(client.get(url(letter)))) == expected


def test_a_whole_way_through_the_desk(client):
    letter = f.letter(now=timezone.now())
    topic = Letter.objects.model.topic.field.related_model.objects.get(code="fees")
    login(client, Role.REGISTRAR)
    client.post(url(letter, "move", "register"), {"register-letter_class": "enquiry", "register-topic": topic.pk})
    client.post(url(letter, "move", "assign"), {"assign-unit": f.unit().pk, "assign-note": "请核实"})
    login(client, Role.HANDLER, f.unit())
    client.post(url(letter, "move", "accept"))
    client.post(url(letter, "draft"), {"text": TYPED, "outcome": "", "revision": "0"})
    client.post(url(letter, "move", "submit"), {"text": TYPED + "完。", "outcome": "explained", "revision": "1"})
    login(client, Role.REVIEWER, f.unit())
    client.post(url(letter, "move", "approve"), {"approve-revision": "2"})
    login(client, Role.SIGNER)
    client.post(url(letter, "move", "sign"), {"sign-revision": "2"})
    letter.refresh_from_db()
    assert letter.status == Status.ANSWERED
    assert letter.replies.get().text == TYPED + "完。"
    assert letter.events.get(kind="assign").words.text == "请核实"


def test_two_people_at_once_the_second_is_told_who_and_keeps_the_text(client):
    letter = f.drafted(now=timezone.now())
    login(client, Role.HANDLER, f.unit(), "colleague")
    response = client.post(url(letter, "move", "submit"), {"text": TYPED, "outcome": "explained", "revision": "0"})
    html = html_of(response)
    assert response.status_code == 409
    assert "承办人甲已经先一步处理" in html
    assert all(line in html for line in TYPED.splitlines())


def test_a_stale_save_shows_the_newer_draft_beside_the_typed_one_and_can_then_be_saved(client):
    letter = f.accepted(now=timezone.now())
    user = login(client, Role.HANDLER, f.unit())
    other = f.actor(Role.HANDLER, f.unit(), "colleague")
    replying.save_draft(letter.pk, text="同事先存的一稿", outcome="", revision=0, by=other, now=timezone.now())
    response = client.post(url(letter, "draft"), {"text": TYPED, "outcome": "resolved", "revision": "0"})
    html = html_of(response)
    assert response.status_code == 409
    assert "同事先存的一稿" in html
    assert TYPED.splitlines()[0] in html
    revision = re.search(r'name="revision" value="(\d+)"', html).group(1)
    merged = client.post(url(letter, "draft"), {"text": TYPED, "outcome": "resolved", "revision": revision})
    assert merged.status_code == 302
    assert (letter.replies.get().text, letter.replies.get().author) == (TYPED, user)


def test_a_stale_page_stays_stale_through_reveal_and_insert(client):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    other = f.actor(Role.HANDLER, f.unit(), "colleague")
    replying.save_draft(letter.pk, text="同事先存的一稿", outcome="", revision=0, by=other, now=timezone.now())
    html = html_of(client.post(url(letter, "insert"), {"text": TYPED, "revision": "0", "use": "template"}))
    assert 'name="revision" value="0"' in html


@pytest.mark.parametrize("action", ["return", "ask_citizen"])
def test_a_refused_move_keeps_reply_and_note_on_the_page(client, action):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    data = {"text": TYPED, "outcome": "explained", "revision": "0", f"{action}-note": " "}
    response = client.post(url(letter, "move", action), data)
    assert response.status_code == 422
    assert TYPED.splitlines()[1] in html_of(response)
    assert letter.replies.get().text == TYPED  # what was typed beside the move is saved as the draft
    letter.refresh_from_db()
    assert letter.status == Status.ACCEPTED


def test_a_move_saves_the_reply_that_was_being_written(client):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    data = {"text": TYPED, "outcome": "", "revision": "0", "ask_citizen-note": "请补一张收据"}
    assert client.post(url(letter, "move", "ask_citizen"), data).status_code == 302
    letter.refresh_from_db()
    assert (letter.status, letter.replies.get().text) == (Status.AWAITING_CITIZEN, TYPED)


def test_a_note_for_a_move_that_is_gone_is_shown_to_be_copied(client):
    letter = f.assigned(now=timezone.now())
    assignment.recall(letter.pk, by=f.actor(Role.REGISTRAR), now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    response = client.post(url(letter, "move", "return"), {"return-note": "不是我们科的事，应转财务科"})
    assert response.status_code == 409
    assert "不是我们科的事，应转财务科" in html_of(response)


def test_too_short_a_reply_is_refused_with_a_sentence_and_stays(client):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    response = client.post(
        url(letter, "move", "submit"), {"text": "已电话沟通", "outcome": "resolved", "revision": "0"}
    )
    assert response.status_code == 422
    assert "答复太短" in html_of(response)
    again = re.search(r'name="revision" value="(\d+)"', html_of(response)).group(1)
    ok = client.post(url(letter, "move", "submit"), {"text": f.REPLY, "outcome": "resolved", "revision": again})
    assert ok.status_code == 302


def test_a_reviewer_cannot_approve_a_text_that_changed_after_the_page_was_opened(client):
    letter = f.drafted(now=timezone.now())
    letter.replies.update(revision=5)
    login(client, Role.REVIEWER, f.unit())
    response = client.post(url(letter, "move", "approve"), {"approve-revision": "1"})
    assert response.status_code == 422
    assert "第1稿，现在已经是第5稿" in html_of(response)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.SIGNER])
def test_who_only_reads_is_refused_with_403(client, role):
    letter = f.assigned(now=timezone.now())
    login(client, role)
    assert client.post(url(letter, "move", "accept")).status_code == 403
    assert client.post(url(letter, "draft"), {"text": TYPED, "revision": "0"}).status_code == 403


def test_strangers_get_404_for_every_address_of_the_letter(client):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit("finance", "财务科"), "stranger")
    assert client.get(url(letter)).status_code == 404
    for name, more in (
        ("move", ["return"]),
        ("draft", []),
        ("insert", []),
        ("reveal", []),
        ("reissue", []),
        ("reclassify", []),
    ):
        assert client.post(url(letter, name, *more)).status_code == 404


@pytest.mark.parametrize("action", ["nonsense", "withdraw", "__class__"])
def test_a_move_that_is_none_of_the_desk_is_404(client, action):
    letter = f.letter(now=timezone.now())
    login(client, Role.REGISTRAR)
    assert client.post(f"/admin/letters/{letter.pk}/move/{action}/").status_code == 404


@pytest.mark.parametrize("name", ["move", "draft", "insert", "reveal", "reissue", "reclassify"])
def test_a_reload_after_a_refusal_leads_back_to_the_letter(client, name):
    letter = f.letter(now=timezone.now())
    login(client, Role.REGISTRAR)
    more = ["register"] if name == "move" else []
    assert client.get(url(letter, name, *more)).url == url(letter)


def test_a_contact_is_masked_everywhere_until_it_is_revealed_for_a_reason(client):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    before = html_of(client.get(url(letter)))
    assert "138****1234" in before
    for secret in ("13812341234", "许清和", "xuqinghe@example.com"):
        assert secret not in before
    data = {"text": TYPED, "revision": "0", "reveal-field": "phone", "reveal-reason": "核对请假日期"}
    shown = client.post(url(letter, "reveal"), data)
    assert "13812341234" in html_of(shown)
    assert TYPED.splitlines()[0] in html_of(shown)
    assert shown["Cache-Control"].count("no-store") == 1
    after = html_of(client.get(url(letter)))
    assert "13812341234" not in after
    assert "核对请假日期" in after
    assert letter.events.filter(kind=EventKind.REVEALED).count() == 1


def test_without_a_reason_nothing_is_revealed(client):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    response = client.post(url(letter, "reveal"), {"reveal-field": "phone", "reveal-reason": " "})
    assert response.status_code == 422
    assert "13812341234" not in html_of(response)


def test_the_unit_of_a_confidential_letter_sees_not_even_the_mask(client):
    letter = f.accepted(now=timezone.now(), is_confidential=True)
    login(client, Role.HANDLER, f.unit())
    html = html_of(client.get(url(letter)))
    assert "138****1234" not in html
    assert "要求保密" in html
    assert "reveal-field" not in html


def test_the_accused_unit_is_not_offered_as_handling_unit(client):
    school = f.school()
    other = f.school("beishan", "云岭区北山小学")
    letter = f.registered(now=timezone.now(), letter_class=LetterClass.COMPLAINT, concerned=school)
    login(client, Role.REGISTRAR)
    html = html_of(client.get(url(letter)))
    offered = re.search(r'<select name="assign-unit".*?</select>', html, re.S).group()
    assert f'value="{school.pk}"' not in offered
    assert f'value="{other.pk}"' in offered
    assert client.post(url(letter, "move", "assign"), {"assign-unit": school.pk}).status_code == 422


def test_merging_finds_the_main_letter_by_its_number_and_tells_nothing_about_hidden_ones(client):
    main, letter = f.registered(now=timezone.now()), f.registered(now=timezone.now())
    login(client, Role.REGISTRAR)
    wrong = client.post(url(letter, "move", "merge"), {"merge-number": "YL-2026-99999-2"})
    assert wrong.status_code == 422
    assert "没有找到这个编号" in html_of(wrong)
    assert client.post(url(letter, "move", "merge"), {"merge-number": main.number}).status_code == 302
    letter.refresh_from_db()
    assert letter.merged_into == main


@pytest.fixture
def alike():
    def register(provider):
        suggestions.register(provider)

    before, quick = suggestions._provider, suggestions._quick
    yield register
    suggestions.register(before, quick=quick)


def suggestion() -> Suggestion:
    return Suggestion(
        "answer:7", "answer", "课后服务怎么退费", "/letters/7/", "摘要", "基础教育科", None, 1.0, "全文在此"
    )


def test_an_answer_beside_the_letter_is_quoted_without_javascript_and_nothing_is_saved(client, alike):
    alike(lambda text, limit: [suggestion()])
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    assert "课后服务怎么退费" in html_of(client.get(url(letter)))
    html = html_of(client.post(url(letter, "insert"), {"text": "开头", "revision": "0", "quote": "answer:7"}))
    written = re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', html, re.S).group(1).strip()
    assert written == "开头\n\n全文在此\n（摘自公开答复《课后服务怎么退费》）"
    assert not letter.replies.exists()


def test_an_answer_shows_validity_date_and_the_sentence_and_is_cited_with_its_date(client, alike):
    valid = replace(suggestion(), on=date(2026, 3, 19), excerpt="连续请假满5天的按天退", marks=("请假",))
    alike(lambda text, limit: [valid])
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    html = html_of(client.get(url(letter)))
    assert "现行有效，2026年3月19日（周四），基础教育科" in html
    assert "连续<mark>请假</mark>满5天的按天退" in html
    cited = "全文在此\n（摘自公开答复《课后服务怎么退费》，2026年3月19日答复）"
    assert f'data-desk-insert="{cited}"' in html
    posted = client.post(url(letter, "insert"), {"text": "", "revision": "0", "quote": "answer:7"})
    assert cited in html_of(posted)


def test_an_answer_that_was_replaced_leads_to_the_newer_one_and_cannot_be_cited(client, alike):
    alike(lambda text, limit: [replace(suggestion(), superseded=True, newer_url="/letters/12/")])
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    html = html_of(client.get(url(letter)))
    assert "已有更新的答复" in html
    assert 'href="/letters/12/"' in html
    assert 'name="quote"' not in html
    posted = html_of(client.post(url(letter, "insert"), {"text": "开头", "revision": "0", "quote": "answer:7"}))
    assert re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', posted, re.S).group(1).strip() == "开头"


def test_nothing_like_the_letter_is_said_and_differs_from_search_being_down(client, alike):
    alike(lambda text, limit: [])
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    html = html_of(client.get(url(letter)))
    assert "没有和这封信相近的" in html
    assert "检索现在用不了" not in html


def test_search_that_is_down_is_not_shown_as_nothing_found(client, alike):
    def down(text, limit):
        raise SuggestionsUnavailable

    alike(down)
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    assert "检索现在用不了" in html_of(client.get(url(letter)))


def test_nothing_is_looked_up_for_a_restricted_letter(client, alike):
    asked = []
    alike(lambda text, limit: asked.append(text) or [suggestion()])
    letter = f.registered(now=timezone.now(), letter_class=LetterClass.REPORT)
    login(client, Role.REGISTRAR)
    html = html_of(client.get(url(letter)))
    assert asked == []
    assert "限制知悉" in html


def test_a_template_is_put_after_the_typed_text(client):
    template = ReplyTemplate.objects.create(name="收费", text="您好！答复如下。")
    hidden = ReplyTemplate.objects.create(name="旧的", text="不再用", is_active=False)
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    data = {"text": "开头", "revision": "0", "use": "template", "template": template.pk}
    assert "开头\n\n您好！答复如下。" in html_of(client.post(url(letter, "insert"), data))
    assert "不再用" not in html_of(client.post(url(letter, "insert"), data | {"template": hidden.pk}))


@pytest.mark.parametrize("text", ["", "𠮷田" * 30, "😀\u202e反过来" * 10, "a\x00b" * 30, "长" * 20_001])
def test_hostile_reply_text_is_saved_clean_or_refused_with_a_sentence(client, text):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    response = client.post(url(letter, "draft"), {"text": text, "outcome": "", "revision": "0"})
    assert response.status_code == (422 if len(text) > 20_000 else 302)
    if response.status_code == 302:
        assert not re.search("[\x00\u202e]", letter.replies.get().text)


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 30])
def test_a_revision_that_is_none_is_refused_and_keeps_the_text(client, revision):
    letter = f.accepted(now=timezone.now())
    login(client, Role.HANDLER, f.unit())
    response = client.post(url(letter, "draft"), {"text": TYPED, "outcome": "", "revision": revision})
    assert response.status_code in (409, 422)
    assert TYPED.splitlines()[0] in html_of(response)


def test_reclassifying_from_the_page(client):
    letter = f.registered(now=timezone.now())
    login(client, Role.REGISTRAR)
    data = {"reclassify-letter_class": "complaint", "reclassify-topic": letter.topic_id, "reclassify-note": "实为投诉"}
    assert client.post(url(letter, "reclassify"), data).status_code == 302
    letter.refresh_from_db()
    assert letter.letter_class == LetterClass.COMPLAINT
    bad = client.post(url(letter, "reclassify"), data | {"reclassify-note": ""})
    assert bad.status_code == 422


def test_letter_text_is_never_markup(client):
    letter = f.letter(now=timezone.now(), subject="<b>x</b>", body="<script>alert(1)</script>\"'")
    login(client, Role.REGISTRAR)
    html = html_of(client.get(url(letter)))
    assert "<script>alert(1)" not in html
    assert "<b>x</b>" not in html


def test_a_letter_merged_into_a_report_does_not_tell_the_accused_that_there_is_one(client):
    accused, registrar = f.school(), f.actor(Role.REGISTRAR)
    report = f.registered(letter_class=LetterClass.REPORT, concerned=accused)
    merged = f.accepted(accused)
    handler = f.actor(Role.HANDLER, accused, "accused")
    assignment.return_to_registry(merged.pk, by=handler, now=f.MONDAY, note="请另派单位办理")
    assignment.merge(merged.pk, report, by=registrar, now=f.MONDAY)
    seen = {}
    for actor in (handler, registrar):
        client.force_login(actor.user)
        seen[actor.user.username] = report.number in client.get(f"/admin/letters/{merged.pk}/").content.decode()
    assert seen == {"accused": False, "registrar": True}
