"""保存期限: each rule lets go what its time is up for, and never what is at work, held or investigated."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from captcha.models import CaptchaStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mailbox import chain, contacts, correspondence, publishing, query_codes, replying, retention, tasks, withholding
from mailbox.enums import EventKind, LetterClass, Outcome, Status, Withheld
from mailbox.models import (
    EventWords,
    FormToken,
    LegalHold,
    Letter,
    LetterContact,
    Message,
    PublicDraft,
    Reply,
    RetentionRule,
)  # fmt: skip
from mailbox.models.erasure import BOUNDS, DataKind
from portal import erasures
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.limits.models import Hits
from portal.outbox.models import MessageState, OutboxMessage
from tests import factories as f

pytestmark = pytest.mark.django_db
LATER = f.MONDAY + timedelta(days=5 * 365)  # every rule for contact data is past by then


@pytest.fixture(autouse=True)
def register(settings, tmp_path):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"


def closed(**given) -> Letter:
    return replying.close(f.answered(**given).pk, by=f.actor(Role.REGISTRAR), now=f.MONDAY)


def archived(**given) -> Letter:
    return replying.archive(closed(**given).pk, by=f.actor(Role.REGISTRAR), now=f.MONDAY)


def withdrawn(**given) -> Letter:
    return correspondence.withdraw(f.letter(**given).pk, now=f.MONDAY)


def due(kind: str, now: datetime = LATER) -> list:
    return [pk for each in retention.due(now) if each.rule.kind == kind for pk in each.ids()]


def apply(kind: str, now: datetime = LATER, most: int | None = None) -> int:
    return sum(sum(retention.apply(each, now, most=most)) for each in retention.due(now) if each.rule.kind == kind)


def rule(kind: str, **given) -> RetentionRule:
    return RetentionRule.objects.get(kind=kind, **{"letter_class": "", "outcome": "", **given})


# ---- contact data ----


@pytest.mark.parametrize(("days", "is_due"), [(364, False), (366, True)])
def test_contact_data_goes_a_year_after_the_letter_was_closed(days, is_due):
    letter = closed()
    now = f.MONDAY + timedelta(days=days)
    assert due(DataKind.CONTACT, now) == ([letter.pk] if is_due else [])
    apply(DataKind.CONTACT, now)
    assert LetterContact.objects.get(letter=letter).name == ("" if is_due else "许清和")


def test_each_deletion_is_in_the_ledger_of_its_letter_with_its_rule_and_in_the_audit_trail():
    letter = closed()
    apply(DataKind.CONTACT)
    event = letter.events.last()
    assert (event.kind, event.party) == (EventKind.ERASED, "system")
    assert event.facts == {"ground": "retention", "rule": rule(DataKind.CONTACT).pk, "texts": True}
    assert chain.broken_at(letter) is None
    assert AuditEntry.objects.get(action="retention.applied").detail == {"gone": 1}


def still_answered() -> Letter:
    return f.answered()


def held() -> Letter:
    letter = closed()
    LegalHold.objects.create(letter=letter, reason="法院调取", placed_by=f.person(Role.REGISTRAR), placed_at=f.MONDAY)
    return letter


def report_closed() -> Letter:
    return closed(letter_class=LetterClass.REPORT, concerned=f.school())


def inquiry() -> Letter:
    letter, registrar = closed(), f.actor(Role.REGISTRAR)
    return withholding.withhold(letter.pk, Withheld.INQUIRY, reason="公安已经立案", by=registrar, now=f.MONDAY)


def merged_into_one_at_work() -> Letter:
    letter = withdrawn()
    Letter.objects.filter(pk=letter.pk).update(merged_into=f.accepted())
    return letter


@pytest.mark.parametrize(
    "keep",
    [f.letter, f.accepted, f.approved, still_answered, held, report_closed, inquiry, merged_into_one_at_work],
    ids=lambda make: make.__name__,
)
def test_what_is_at_work_held_or_investigated_is_never_touched(keep):
    letter = keep()
    assert letter.pk not in due(DataKind.CONTACT)
    apply(DataKind.CONTACT)
    assert LetterContact.objects.get(letter=letter).name == "许清和"


def test_a_report_goes_three_years_after_it_was_archived():
    letter = archived(letter_class=LetterClass.REPORT, concerned=f.school())
    assert due(DataKind.CONTACT, f.MONDAY + timedelta(days=1090)) == []
    assert due(DataKind.CONTACT, f.MONDAY + timedelta(days=1100)) == [letter.pk]


def test_a_lifted_hold_holds_no_longer():
    letter = held()
    LegalHold.objects.update(lifted_at=f.MONDAY, lifted_by=f.person(Role.REGISTRAR))
    assert due(DataKind.CONTACT) == [letter.pk]


def test_what_went_back_to_work_after_it_was_listed_stays():
    letter = closed()
    (each,) = (each for each in retention.due(LATER) if each.rule == rule(DataKind.CONTACT))
    assert each.ids() == [letter.pk]
    replying.reopen(letter.pk, by=f.actor(Role.REGISTRAR), now=f.MONDAY, note="市民不满意，重新办理")
    assert retention._erase_contacts([letter.pk], each.rule, LATER) == 0
    assert LetterContact.objects.get(letter=letter).name == "许清和"


@pytest.mark.parametrize(
    ("given", "end", "months"),
    [
        ({}, closed, 12),
        ({"letter_class": LetterClass.COMPLAINT}, closed, 24),
        ({}, withdrawn, 3),
        ({"letter_class": LetterClass.COMPLAINT}, withdrawn, 24),  # the class is more specific than the outcome
    ],
)
def test_the_most_specific_rule_counts(given, end, months):
    letter = end(**given)
    assert due(DataKind.CONTACT, f.MONDAY + timedelta(days=30.4 * months - 3)) == []
    assert due(DataKind.CONTACT, f.MONDAY + timedelta(days=30.5 * months + 3)) == [letter.pk]


def test_a_rule_for_class_and_outcome_beats_both():
    RetentionRule.objects.create(
        kind=DataKind.CONTACT, letter_class=LetterClass.COMPLAINT, outcome=Outcome.WITHDRAWN, keep=1,
        ground="本单位规定第二条", reason="撤回的投诉一个月",
    )  # fmt: skip
    letter = withdrawn(letter_class=LetterClass.COMPLAINT)
    assert due(DataKind.CONTACT, f.MONDAY + timedelta(days=40)) == [letter.pk]


def test_without_an_active_rule_nothing_is_deleted():
    closed()
    RetentionRule.objects.update(is_active=False)
    assert list(retention.due(LATER)) == []


def test_an_inactive_rule_leaves_its_case_to_the_general_one():
    letter = closed(letter_class=LetterClass.COMPLAINT)
    RetentionRule.objects.filter(letter_class=LetterClass.COMPLAINT).update(is_active=False)
    assert due(DataKind.CONTACT, f.MONDAY + timedelta(days=370)) == [letter.pk]


def test_a_night_takes_no_more_than_it_may_and_the_next_goes_on():
    for _ in range(3):
        closed()
    assert apply(DataKind.CONTACT, most=2) == 2
    assert len(due(DataKind.CONTACT)) == 1
    assert apply(DataKind.CONTACT, most=2) == 1
    assert due(DataKind.CONTACT) == []


# ---- everything else ----


def test_an_unsent_reply_goes_and_a_sent_one_stays():
    answered = closed()
    dropped = f.accepted()
    handler = f.actor(Role.HANDLER, f.unit())
    replying.save_draft(dropped.pk, text=f.REPLY, outcome="", revision=0, by=handler, now=f.MONDAY)
    correspondence.withdraw(dropped.pk, now=f.MONDAY)
    apply(DataKind.REPLY_DRAFT, f.MONDAY + timedelta(days=181))
    assert list(Reply.objects.values_list("letter", flat=True)) == [answered.pk]


def test_a_public_draft_goes_when_the_copy_is_settled_and_stays_while_it_is_at_the_gate():
    publisher = f.actor(Role.PUBLISHER)
    settled = publishing.propose(closed().pk, by=publisher, now=f.MONDAY)
    publishing.drop(settled.pk, reason="写信人来电不同意", by=publisher, now=f.MONDAY)
    waiting = publishing.propose(closed().pk, by=publisher, now=f.MONDAY)
    assert due(DataKind.PUBLIC_DRAFT, timezone.now() + timedelta(days=170)) == []
    apply(DataKind.PUBLIC_DRAFT, timezone.now() + timedelta(days=190))
    assert list(PublicDraft.objects.values_list("public_answer", flat=True)) == [waiting.pk]


def test_words_go_by_their_kind_and_the_chain_still_verifies():
    letter = closed()
    registrar = f.actor(Role.REGISTRAR)
    query_codes.reissue(letter.pk, identity="核对了身份证", token="other", by=registrar, now=f.MONDAY)
    contacts.reveal(letter.pk, "phone", reason="答复后回访", by=registrar, now=f.MONDAY)
    year, four = f.MONDAY + timedelta(days=370), f.MONDAY + timedelta(days=4 * 365)
    apply(DataKind.IDENTITY_WORDS, year)
    apply(DataKind.REVEAL_WORDS, year)
    assert list(EventWords.objects.values_list("text", flat=True)) == ["答复后回访"]
    apply(DataKind.REVEAL_WORDS, four)
    assert not EventWords.objects.exists()
    assert chain.broken_at(letter) is None


def test_counters_challenges_tokens_sessions_and_done_work_go_and_fresh_ones_stay():
    letter, now = f.letter(), f.MONDAY + timedelta(days=40)
    FormToken.objects.create(digest="f" * 64, letter=letter, created_at=now)
    for expiry in (f.MONDAY, now + timedelta(minutes=30)):
        CaptchaStore.objects.create(challenge="1", response="1", hashkey=str(expiry), expiration=expiry)
        Session.objects.create(session_key=f"key{expiry:%d}", session_data="", expire_date=expiry)
    for at in (f.MONDAY, now):
        Hits.objects.create(scope="x", client="c", window=int(at.timestamp()))
    OutboxMessage.objects.update(state=MessageState.DONE, done_at=f.MONDAY)
    OutboxMessage.objects.create(
        kind="x", key="fresh", state=MessageState.DONE, done_at=now, available_at=now, created_at=now
    )
    kinds = (DataKind.FORM_TOKEN, DataKind.CAPTCHA, DataKind.SESSION, DataKind.LIMITS, DataKind.OUTBOX)
    assert [apply(kind, now) for kind in kinds] == [1] * 5
    models = (FormToken, CaptchaStore, Session, Hits, OutboxMessage)
    assert [model.objects.count() for model in models] == [1] * 5


def test_case_files_are_listed_and_never_deleted():
    letter, now = closed(), f.MONDAY + timedelta(days=31 * 365)
    assert due(DataKind.CASE_FILE, f.MONDAY + timedelta(days=29 * 365)) == []
    assert due(DataKind.CASE_FILE, now) == [letter.pk]
    assert apply(DataKind.CASE_FILE, now) == 0
    assert Letter.objects.filter(pk=letter.pk).exists()


def test_public_answers_and_the_letters_words_stay():
    letter = closed()
    for each in retention.due(LATER):
        list(retention.apply(each, LATER))
    letter.refresh_from_db()
    assert (letter.status, letter.body[:7]) == (Status.CLOSED, "9月孩子分三次")
    assert Reply.objects.get(letter=letter).text == f.REPLY
    assert Message.objects.count() == 0


# ---- the nightly task and the rules ----


def test_the_nightly_task_applies_every_rule_and_completes_the_register(monkeypatch):
    letter = closed()
    monkeypatch.setattr(tasks.timezone, "now", lambda: LATER)
    tasks.apply_retention()
    assert LetterContact.objects.get(letter=letter).name == ""
    assert {entry.id for entry in erasures.read(erasures.register())} == {letter.pk}


def test_the_worker_has_it_every_night(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["letters-retention"]
    assert (entry["task"], entry["schedule"].hour) == (tasks.apply_retention.name, {2})


def test_every_kind_has_bounds_a_query_and_a_rule_with_its_ground():
    assert set(BOUNDS) == set(retention.DUE) == set(DataKind)
    kinds = set(RetentionRule.objects.filter(is_active=True).values_list("kind", flat=True))
    assert kinds == set(DataKind)
    for each in RetentionRule.objects.all():
        each.full_clean()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"keep": 0}, "可以保存"), ({"keep": 61}, "可以保存"), ({"kind": "reveal_words", "keep": 35}, "可以保存36到"),
        ({"reason": ""}, "不能为空"), ({"ground": "无"}, "4"), ({"kind": "captcha", "keep": 1}, "不分诉求类别"),
    ],
)  # fmt: skip
def test_a_rule_outside_its_bounds_or_without_ground_and_reason_is_refused(changes, sentence):
    given = {"kind": "contact", "letter_class": "praise", "keep": 6, "ground": "本单位规定", "reason": "表扬信半年"}
    RetentionRule(**given).full_clean()
    with pytest.raises(ValidationError, match=sentence):
        RetentionRule(**{**given, **changes}).full_clean()


def test_there_is_one_rule_a_case():
    with pytest.raises(ValidationError, match="已经有一条"):
        RetentionRule(kind="contact", keep=6, ground="本单位规定", reason="又一条规则").full_clean()


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(0, 600))
def test_months_before_never_leaves_the_month_it_means(now, months):
    before = retention.months_before(now, months)
    assert (now.year - before.year) * 12 + now.month - before.month == months
    assert before.time() == now.time()
    assert before.day <= now.day


def test_months_before_the_last_day_of_a_long_month():
    assert retention.months_before(datetime(2026, 3, 31, tzinfo=UTC), 1) == datetime(2026, 2, 28, tzinfo=UTC)


# ---- the command ----


def run(capsys, *args: str):
    call_command("apply_retention", *args)
    return capsys.readouterr().out


def test_a_dry_run_lists_by_rule_how_many_and_which_and_deletes_nothing(capsys, monkeypatch):
    letter = closed()
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    told = json.loads(run(capsys, "--dry-run", "--json"))
    (contact,) = (each for each in told["rules"] if each["rule"] == rule(DataKind.CONTACT).pk)
    assert told["dry_run"] is True
    assert (contact["due"], contact["deleted"], contact["ids"]) == (1, 0, [str(letter.pk)])
    assert LetterContact.objects.get(letter=letter).name == "许清和"
    assert letter.number not in run(capsys, "--dry-run")


def test_without_it_the_command_deletes_and_says_how_many(capsys, monkeypatch):
    letter = closed()
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    assert f"规则{rule(DataKind.CONTACT).pk} 写信人的联系方式：全部，12个月：到期1项，删除1项" in run(capsys)
    assert LetterContact.objects.get(letter=letter).name == ""


def test_session_keys_are_never_printed(capsys):
    Session.objects.create(session_key="secretsessionkey", session_data="", expire_date=f.MONDAY - timedelta(days=900))
    assert "secretsessionkey" not in run(capsys, "--dry-run") + run(capsys, "--dry-run", "--json")


def test_a_register_that_cannot_be_written_ends_with_1(settings, capsys, tmp_path, monkeypatch):
    closed()
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    settings.ERASURE_REGISTER = tmp_path / "folder"
    settings.ERASURE_REGISTER.mkdir()
    with pytest.raises(SystemExit) as ended:
        call_command("apply_retention")
    assert ended.value.code == 1
    assert "删除登记没有写成" in capsys.readouterr().err
