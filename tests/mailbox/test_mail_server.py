"""A real mail server on this machine: what arrives, and what happens while it is away."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from portal.outbox.drain import drain
from portal.outbox.models import OutboxMessage
from tests import factories as f

pytestmark = pytest.mark.django_db


class Sink:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: list[Message] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.kept.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sink(settings) -> Iterator[Controller]:
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield controller
    if controller.server is not None:
        controller.stop()


def test_the_mail_about_a_received_letter_arrives_with_number_and_without_words(sink):
    sink.start()
    received = f.receive()
    assert drain() == 1
    (mail,) = sink.handler.kept
    text = mail.get_content()
    assert mail["To"] == "xuqinghe@example.com"
    assert received.letter.number in str(mail["Subject"])
    assert received.code not in text
    assert "请假的日子" not in text


def test_a_mail_server_that_is_away_delays_the_mail_and_a_second_try_carries_the_same_message_id(sink):
    f.receive()
    assert drain() == 0
    waiting = OutboxMessage.objects.get(kind="letter.event")
    assert waiting.state == "pending"
    assert waiting.available_at > timezone.now()
    assert "xuqinghe" not in waiting.last_error
    sink.start()
    for _time in range(2):  # the second as after a crash between sending and the done-mark
        OutboxMessage.objects.filter(pk=waiting.pk).update(
            state="pending", available_at=timezone.now() - timedelta(seconds=1)
        )
        assert drain() == 1
    first, second = sink.handler.kept
    assert first["Message-ID"] == second["Message-ID"]
