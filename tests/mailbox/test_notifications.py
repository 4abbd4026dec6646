"""Mails say that something happened and where to look; never what was written, by whom, or the code."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from mailbox import assignment, chain, notifications, replying
from mailbox.enums import EventKind, NotifyBy
from mailbox.models import Event, Letter
from mailbox.outbox_handlers import letter_event
from mailbox.permissions import SYSTEM
from portal.outbox.drain import drain
from portal.outbox.models import OutboxMessage
from tests import factories as f

pytestmark = pytest.mark.django_db
PRIVATE = ("许清和", "13812341234", "请假的日子", "9月孩子分三次请假", "连续请假满5个上课日", "点名册", "补一张收据")


def test_a_received_letter_sends_one_mail_to_who_chose_mail():
    made = f.receive()
    drain()
    drain()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["xuqinghe@example.com"], f"信件{made.letter.number}：已收到")
    ]
    assert made.letter.number in mail.outbox[0].body
    assert f"{settings.PUBLIC_URL}/letters/track/" in mail.outbox[0].body


@pytest.mark.parametrize("notify_by", [NotifyBy.NONE, NotifyBy.PHONE])
def test_who_did_not_choose_mail_gets_none(notify_by):
    f.receive(notify_by=notify_by)
    assert drain() == 1
    assert mail.outbox == []


def test_the_whole_way_of_a_letter_mails_only_what_the_writer_must_know():
    letter = f.accepted()
    handler = f.actor("handler", f.unit())
    replying.ask_citizen(letter.pk, by=handler, now=f.MONDAY, question="请补一张收据的照片。")
    drain()
    letter = f.answered()
    drain()
    subjects = [sent.subject.split("：")[1] for sent in mail.outbox]
    assert subjects == ["已收到", "请您补充", "已收到", "已答复"]


def test_no_mail_holds_words_of_the_letter_the_reply_the_name_or_the_code():
    made = f.receive(token="code")
    letter = f.answered()
    asked = f.accepted()
    replying.ask_citizen(asked.pk, by=f.actor("handler", f.unit()), now=f.MONDAY, question="请补一张收据的照片。")
    refused = f.letter()
    assignment.reject(refused.pk, by=f.actor("registrar"), now=f.MONDAY, note="请补一张收据再来")
    moved = f.letter()
    assignment.redirect(moved.pk, by=f.actor("registrar"), now=f.MONDAY, note="请补一张收据去窗口")
    replying.reopen(letter.pk, by=f.actor("registrar"), now=f.MONDAY, note="请补一张收据重办")
    drain()
    assert {sent.subject.split("：")[1] for sent in mail.outbox} == {
        "已收到", "请您补充", "已答复", "要走别的途径", "不予受理", "重新办理",
    }  # fmt: skip
    for sent in mail.outbox:
        whole = str(sent.message()) + sent.subject + sent.body
        assert [word for word in (*PRIVATE, made.code, made.code.replace("-", "")) if word in whole] == []


def test_every_kind_that_is_mailed_has_a_text_of_its_own():
    bodies = set()
    for kind in notifications.SUBJECTS:
        letter = f.letter()
        event = chain.record(letter, EventKind(kind), by=SYSTEM, now=f.MONDAY)
        bodies.add(notifications.mail_for(event).body.replace(letter.number, ""))
    assert len(bodies) == len(notifications.SUBJECTS)


def test_the_message_id_is_the_same_for_each_copy_and_differs_between_events():
    letter = f.registered()
    first, second = letter.events.all()[:2]
    assert notifications.message_id(first) == notifications.message_id(Event.objects.get(pk=first.pk))
    assert notifications.message_id(first) != notifications.message_id(second)
    assert notifications.mail_for(first).message()["Message-ID"] == notifications.message_id(first)


def test_a_mail_that_fails_is_kept_and_tried_again(monkeypatch):
    f.receive()
    monkeypatch.setattr(
        "mailbox.notifications.EmailMessage.send", lambda self, **kwargs: (_ for _ in ()).throw(OSError("no server"))
    )
    assert drain() == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("pending", 1, "OSError")
    monkeypatch.undo()
    OutboxMessage.objects.update(available_at=timezone.now() - timedelta(seconds=1))
    assert drain() == 1
    assert len(mail.outbox) == 1


def test_an_event_that_is_gone_is_logged_by_its_id_and_done_with(caplog):
    letter_event({"letter": 1, "event": 987_654})
    assert mail.outbox == []
    assert [(record.message, record.event_id) for record in caplog.records] == [("letter.event_gone", 987_654)]


def test_a_letter_whose_contact_was_erased_gets_no_mail():
    letter = f.letter()
    letter.contact.delete()
    assert drain() == 1
    assert mail.outbox == []


def test_the_payload_in_the_queue_holds_ids_only():
    f.letter()
    payload = OutboxMessage.objects.get().payload
    letter = Letter.objects.get()
    assert payload == {"letter": letter.pk, "event": letter.events.get().pk}
