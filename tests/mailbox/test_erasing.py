"""删除联系方式: nothing of it is left anywhere, letter and answer stay, the ledger still verifies."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from mailbox import chain, contacts, correspondence, erasing, numbering, publishing, query_codes, replying, tracking
from mailbox.enums import EventKind, LetterClass, NotifyBy, Outcome
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import ErasureRecord, EventWords, LegalHold, Letter, LetterContact, PublicDraft, Reply
from mailbox.scrubbing import STAR
from portal import erasures
from portal.accounts.roles import Role
from portal.outbox.drain import drain
from portal.privacy.lookup import keyed_hash
from tests import factories as f
from tests.mailbox.cells import places_of

pytestmark = pytest.mark.django_db
NAME, PHONE, EMAIL = "欧阳金丝雀", "13987654321", "canary-kx7q@example.org"
HASHES = (keyed_hash(NAME, purpose="name"), keyed_hash(PHONE, purpose="phone"))


@pytest.fixture(autouse=True)
def register(settings, tmp_path):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"
    return settings.ERASURE_REGISTER


def full_life() -> Letter:
    """A letter whose writer's data lies wherever people put it: in words, replies, drafts, reasons, ratings."""
    unit, now = f.unit(), f.MONDAY
    handler, reviewer, registrar = f.actor(Role.HANDLER, unit), f.actor(Role.REVIEWER, unit), f.actor(Role.REGISTRAR)
    letter = f.accepted(
        subject=f"{NAME}问退费", body=f"我叫{NAME}，电话139-8765-4321，邮箱{EMAIL}。怎么退费？",
        name=NAME, phone=PHONE, email=EMAIL, place=f"{NAME}家附近",
    )  # fmt: skip
    replying.ask_citizen(letter.pk, by=handler, now=now, question=f"{NAME}家长，请问孩子几年级？")
    correspondence.supplement(letter.pk, f"三年级。再打{PHONE}就行。", now=now)
    correspondence.remind(letter.pk, f"请打{PHONE}", now=now)
    query_codes.reissue(letter.pk, identity=f"核对了{NAME}的身份证", token="other", by=registrar, now=now)
    contacts.reveal(letter.pk, "phone", reason=f"给{NAME}回电话", by=handler, now=now)
    text = f"{NAME}您好，已按{EMAIL}发送。{f.REPLY}"
    replying.save_draft(letter.pk, text=text, outcome=Outcome.EXPLAINED, revision=0, by=handler, now=now)
    replying.submit(letter.pk, by=handler, now=now)
    replying.approve(letter.pk, by=reviewer, now=now)
    replying.sign(letter.pk, by=f.actor(Role.SIGNER), now=now)
    publishing.propose(letter.pk, by=f.actor(Role.PUBLISHER), now=now)
    publishing.drop(letter.public_answer.pk, reason=f"{NAME}来电不同意", by=f.actor(Role.PUBLISHER), now=now)
    correspondence.rate(letter.pk, handling="satisfied", reception="mostly", comment=f"{NAME}谢谢", now=now)
    return Letter.objects.get(pk=letter.pk)


def erase(letter: Letter) -> Letter:
    return erasing.at_own_wish(letter.pk, now=f.MONDAY + timedelta(days=1))


def test_no_cell_of_the_database_holds_the_contact_data_after_it_was_deleted():
    letter = full_life()
    planted = places_of(NAME, PHONE, EMAIL, "139-8765-4321", *HASHES)
    erase(letter)
    assert planted >= {
        ("mailbox_letter", "subject"), ("mailbox_letter", "body"), ("mailbox_letter", "place"),
        ("mailbox_message", "text"), ("mailbox_reply", "text"), ("mailbox_rating", "comment"),
        ("mailbox_eventwords", "text"), ("mailbox_publicdraft", "question"),
        ("mailbox_publicanswer", "unpublish_reason"),
        ("mailbox_lettercontact", "name_hash"), ("mailbox_lettercontact", "phone_hash"),
    }  # fmt: skip
    assert places_of(NAME, PHONE, EMAIL, "139-8765-4321", *HASHES) == set()


def test_ciphertext_goes_too_and_no_notice_is_sent_any_more():
    letter = full_life()
    erase(letter)
    row = LetterContact.objects.get(letter=letter)
    assert (row.name, row.phone, row.email, row.notify_by) == ("", "", "", NotifyBy.NONE)
    assert places_of("v1:") == set()
    while drain(100):
        pass
    assert mail.outbox == []


def test_letter_reply_and_ledger_stay_and_the_chain_verifies():
    letter = full_life()
    entries = letter.events.count()
    erase(letter)
    letter.refresh_from_db()
    assert letter.body == f"我叫{STAR * 5}，电话{STAR * 13}，邮箱{STAR * 23}。怎么退费？"
    assert f.REPLY in Reply.objects.get(letter=letter).text
    assert letter.events.count() == entries + 1
    assert chain.broken_at(letter) is None
    call_command("verify_ledger", letter.number)


def test_words_of_the_ledger_without_contact_data_stay():
    letter = f.accepted()
    contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    erase(letter)
    assert EventWords.objects.filter(event__letter=letter, text="核对请假日期").exists()


def test_the_ledger_says_that_the_writer_deleted_and_holds_no_value():
    letter = f.letter()
    erase(letter)
    event = letter.events.last()
    assert (event.kind, event.party, event.user) == (EventKind.ERASED, "citizen", None)
    assert event.facts == {"ground": "writer", "texts": True}


def test_the_query_code_still_opens_the_letter():
    made = f.receive()
    erase(made.letter)
    assert tracking.find(made.letter.number, made.code, client="127.0.0.1") == made.letter


def test_a_letter_at_work_goes_on_without_contact():
    letter = f.accepted()
    erase(letter)
    letter.refresh_from_db()
    assert letter.status == "accepted"
    handler = f.actor(Role.HANDLER, f.unit())
    assert contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=handler, now=f.MONDAY) == ""


def test_the_writer_is_no_longer_found_by_name_or_phone():
    letter = f.letter()
    assert Letter.objects.filter(contacts.written_by_q("许清和")).exists()
    erase(letter)
    assert not Letter.objects.filter(contacts.written_by_q("许清和") | contacts.written_by_q("13812341234")).exists()


def test_other_letters_of_the_same_person_keep_theirs():
    erased, other = f.letter(), f.letter(body="我叫许清和，另外一件事也想问一下。")
    erase(erased)
    assert LetterContact.objects.get(letter=other).name == "许清和"
    assert "许清和" in Letter.objects.get(pk=other.pk).body


def test_marks_of_a_copy_at_the_gate_keep_their_places_and_an_old_page_is_stale():
    letter = f.answered(body="我叫许清和，请问怎么退费？")
    answer = publishing.propose(letter.pk, by=f.actor(Role.PUBLISHER), now=f.MONDAY)
    before = PublicDraft.objects.get(public_answer=answer)
    marks = list(before.marks.values_list("pk", "field", "start", "end"))
    assert any(field == "question" for _pk, field, *_ in marks)
    erase(letter)
    after = PublicDraft.objects.get(public_answer=answer)
    assert (after.revision, len(after.question)) == (before.revision + 1, len(before.question))
    assert list(after.marks.values_list("pk", "field", "start", "end")) == marks


@pytest.mark.parametrize("twice", [True, False])
def test_there_is_nothing_to_delete_twice_or_of_an_anonymous_letter(twice):
    letter = f.letter() if twice else f.letter(name="", phone="", email="", notify_by=NotifyBy.NONE)
    if twice:
        erase(letter)
    with pytest.raises(Incomplete, match="没有什么要删"):
        erase(letter)
    assert letter.events.filter(kind=EventKind.ERASED).count() == int(twice)


def hold(letter: Letter) -> LegalHold:
    user = f.person(Role.REGISTRAR)
    return LegalHold.objects.create(letter=letter, reason="法院调取", placed_by=user, placed_at=f.MONDAY)


def test_nothing_of_a_held_letter_is_deleted_whoever_asks():
    letter = f.answered()
    hold(letter)
    with pytest.raises(Incomplete, match="保全"):
        erase(letter)
    with pytest.raises(Incomplete, match="保全"):
        erasing.on_written_request(letter.pk, reason="书面申请已核对", by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    assert not erasing.when_kept_long_enough(letter.pk, rule=1, now=f.MONDAY)
    assert LetterContact.objects.get(letter=letter).name == "许清和"


# ---- a written request ----


def test_the_registry_deletes_on_a_written_request_with_its_reason_in_the_ledger():
    letter = f.answered()
    registrar = f.actor(Role.REGISTRAR)
    erasing.on_written_request(letter.pk, reason="书面申请第3号，已核对身份", by=registrar, now=f.MONDAY)
    event = letter.events.last()
    assert (event.kind, event.user, event.facts["ground"]) == (EventKind.ERASED, registrar.user, "written_request")
    assert event.words.text == "书面申请第3号，已核对身份"
    assert places_of("13812341234") == set()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRAR}))
def test_nobody_but_the_registry_deletes_for_a_writer(role):
    letter = f.answered()
    with pytest.raises(NotAllowed):
        erasing.on_written_request(letter.pk, reason="书面申请已核对", by=f.actor(role, f.unit()), now=f.MONDAY)
    assert LetterContact.objects.get(letter=letter).name == "许清和"


@pytest.mark.parametrize(("reason", "sentence"), [("", "原因"), ("  好 ", "原因"), ("许清和来信申请", "不要写")])
def test_a_reason_is_needed_and_may_not_name_the_person(reason, sentence):
    letter = f.answered()
    with pytest.raises(Incomplete, match=sentence):
        erasing.on_written_request(letter.pk, reason=reason, by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    assert LetterContact.objects.get(letter=letter).name == "许清和"


def test_a_registrar_of_the_accused_school_deletes_nothing_of_the_report():
    letter = f.registered(letter_class=LetterClass.REPORT, concerned=f.school())
    accused = f.actor(Role.REGISTRAR, f.school(), "accused")
    with pytest.raises(NotAllowed):
        erasing.on_written_request(letter.pk, reason="书面申请已核对", by=accused, now=f.MONDAY)


def test_a_value_whose_key_is_gone_is_deleted_all_the_same(settings):
    letter = f.answered()
    settings.FIELD_KEYS = ["another-test-field-key-0123456789abcdef"]
    erase(letter)
    assert places_of("v1:") == set()
    assert letter.events.last().facts["texts"] is False


# ---- the register outside the database ----


def test_an_erasure_is_written_down_outside_the_database_by_id_alone(register, django_capture_on_commit_callbacks):
    letter = f.letter()
    with django_capture_on_commit_callbacks(execute=True):
        erase(letter)
    (entry,) = erasures.read(register)
    assert (entry.kind, entry.id, entry.proof) == ("letter.contact", letter.pk, letter.events.first().hash)
    kept = register.read_text(encoding="utf-8")
    assert [value for value in ("许清和", "13812341234", letter.number) if value in kept] == []
    assert register.stat().st_mode & 0o077 == 0


def test_what_could_not_be_written_is_told_by_doctor_and_caught_up(register, django_capture_on_commit_callbacks):
    register.mkdir()
    letter = f.letter()
    with django_capture_on_commit_callbacks(execute=True):
        erase(letter)
    assert ErasureRecord.objects.filter(letter=letter).exists()
    register.rmdir()
    assert not erasures.finding().ok
    erasures.keep()
    assert erasures.finding().ok
    assert {entry.id for entry in erasures.read(register)} == {letter.pk}


def test_what_comes_back_is_deleted_again_and_another_letter_of_that_id_is_not(register):
    erased, other = f.letter(), f.letter()
    erasures.add(
        register,
        [
            erasures.Erasure("letter.contact", erased.pk, erasing.proof_of(erased), "2026-11-23T00:00:00+00:00"),
            erasures.Erasure("letter.contact", other.pk, "0" * 64, "2026-11-23T00:00:00+00:00"),
            erasures.Erasure("letter.contact", 999_999, "1" * 64, "2026-11-23T00:00:00+00:00"),
        ],
    )
    assert "其中1项" in erasing.again_after_restore()
    assert LetterContact.objects.get(letter=erased).name == ""
    assert LetterContact.objects.get(letter=other).name == "许清和"
    assert erased.events.last().facts["ground"] == "restored"
    assert chain.broken_at(erased) is None
    assert "其中0项" in erasing.again_after_restore()


def test_the_code_of_the_form_still_gives_the_receipt():
    """Deleting contact data is no new letter: a double post of the form finds the first."""
    made = f.receive(token="code", now=timezone.now())
    erase(made.letter)
    assert numbering.code_for("code", settings.CODE_PEPPER) == made.code
    assert f.receive(token="code", now=timezone.now()).letter == made.letter
