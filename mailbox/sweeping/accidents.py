"""What goes wrong beside the letters' own way, each time with words of a letter at hand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from mailbox.models import Letter
from mailbox.sweeping.queue import work_off
from mailbox.sweeping.writing import Writer
from portal.outbox import registry
from portal.outbox.models import OutboxMessage
from portal.outbox.queue import enqueue
from portal.privacy.sweep.faults import MAIL_SERVERS, die, killed_while, mail_server, swollen

if TYPE_CHECKING:
    from portal.privacy.sweep.stage import Stage


def accidents(stage: Stage) -> None:
    """Mail servers that refuse, bounce or fall silent, a handler that raises, a worker that dies, files that are
    refused, a login that fails, addresses that are wrong."""
    writer = Writer(stage, "accident", says_who=False).send()
    for kind in MAIL_SERVERS:
        with mail_server(kind) as server, override_settings(**server):
            work_off()
    _raising(stage, writer)
    _dying(writer)
    work_off()
    _refused(stage, writer)
    _strangers(stage, writer)


@contextlib.contextmanager
def _handler(kind: str, run: Callable[[registry.Payload], None]) -> Iterator[None]:
    registry.handler(kind)(run)
    try:
        yield
    finally:
        registry.forget(kind)
        OutboxMessage.objects.filter(kind=kind).delete()


def _raising(stage: Stage, writer: Writer) -> None:
    def fail(payload: registry.Payload) -> None:
        letter = Letter.objects.select_related("contact").get(pk=payload["letter"])
        raise RuntimeError(
            f"cannot handle {letter.subject}: {letter.body} {letter.contact.name} {letter.contact.phone}"
        )

    with _handler("sweep.raises", fail):
        enqueue("sweep.raises", key="sweep.raises", payload={"letter": writer.letter.pk})
        work_off()
        stage.staff("administrator").get(reverse("outbox_failed"))


def _dying(writer: Writer) -> None:
    def read_and_die(payload: registry.Payload) -> None:
        letter = Letter.objects.select_related("contact").get(pk=payload["letter"])
        Letter.objects.filter(pk=letter.pk).update(place=letter.place)
        die()

    with _handler("sweep.dies", read_and_die):
        enqueue("sweep.dies", key="sweep.dies", payload={"letter": writer.letter.pk})
        killed_while(work_off)


def _refused(stage: Stage, writer: Writer) -> None:
    """A letter pasted into files that are none, or too large when opened: what was spooled goes with the refusal."""
    editor, add = stage.staff("editor"), reverse("wagtaildocs:add")
    said = writer.sign("typed.refused/file").encode() * 200
    for suffix, content in (("docx", b"PK\x03\x04" + said), ("pdf", b"%PDF-1.7\n" + said), ("xlsx", swollen(said))):
        file = SimpleUploadedFile(f"{writer.sign('typed.refused/name')}.{suffix}", content)
        editor.press(editor.get(add), add, expect=200, title=writer.sign("typed.refused/title"), file=file)
    picture = SimpleUploadedFile("picture.jpg", said, "image/jpeg")
    add = reverse("wagtailimages:add")
    editor.press(editor.get(add), add, expect=200, title=writer.sign("typed.refused/title"), file=picture)


def _strangers(stage: Stage, writer: Writer) -> None:
    """Error pages, and a login with words in the wrong fields."""
    stranger = stage.citizen()
    stranger.get(f"/{writer.sign('typed.path')}/", expect=404)
    stranger.get(f"/letters/{writer.sign('typed.path')}/", expect=404)
    stranger.get(reverse("mailbox:answers"))
    stranger.get(reverse("mailbox:answers"), {"q": writer.sign("typed.query")})
    stranger.get("/", {"q": writer.sign("typed.query"), "page": writer.sign("typed.query")})
    login = reverse("wagtailadmin_login")
    wrong = {"username": writer.contact["phone"], "password": writer.sign("typed.password")}
    stranger.press(stranger.get(login), login, expect=200, **wrong)
    stage.staff("handler").post(reverse("mailbox_desk:entry"), {"body": writer.sign("typed.entry")}, expect=404)
    stage.staff("registrar").post(reverse("mailbox_desk:entry"), {"body": writer.sign("typed.entry")}, expect=422)
