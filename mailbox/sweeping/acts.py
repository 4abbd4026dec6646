"""The acts in their order; each leaves nothing undone that the next one needs."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from mailbox.models import Letter, ReplyTemplate
from mailbox.sweeping.handling import Desk
from mailbox.sweeping.publishing import Gate
from mailbox.sweeping.writing import Writer
from portal.accounts.models import User
from portal.outbox import registry
from portal.outbox.drain import drain
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.queue import enqueue
from portal.privacy.models import MarkRule
from portal.privacy.sweep.faults import die, killed_while, refusing_mail_server
from portal.privacy.sweep.report import Item

if TYPE_CHECKING:
    from portal.privacy.sweep.stage import Stage


def before_publication(stage: Stage) -> None:
    """Letters of every ending; the first stumbles at every step."""
    _rules(stage)
    for round_ in range(stage.letters):
        _lives(stage, f" {round_}" if round_ else "")


def _rules(stage: Stage) -> None:
    """What staff write that letters are worked with."""
    signs, by = stage.canaries, User.objects.get(username="administrator")
    MarkRule.objects.create(
        words=signs.word("privacy.markrule.words/rule"), reason=signs.word("privacy.markrule.reason/rule"), author=by
    )
    ReplyTemplate.objects.create(
        name=signs.word("mailbox.replytemplate.name/template"), text=signs.word("mailbox.replytemplate.text/template")
    )


def _lives(stage: Stage, suffix: str) -> None:
    first = Desk(Writer(stage, f"open{suffix}").send(stumbling=True))
    first.to_unit(stumbling=True)
    first.correspond()
    first.reply(stumbling=True)
    first.rated()
    for name in ("newer", "down", "waiting", "dropped"):
        desk = Desk(Writer(stage, f"{name}{suffix}").send())
        desk.to_unit()
        desk.reply()
        stage.facts[f"{name}{suffix}"] = desk.writer
    stage.facts[f"open{suffix}"] = first.writer
    _erased(stage, suffix)
    report = Desk(Writer(stage, f"report{suffix}", kind="report", says_who=False).send())
    report.to_unit()
    report.reply()
    _ends(stage, suffix)


def _erased(stage: Stage, suffix: str) -> None:
    """Answered, then the writer deletes the own contact data: letter and reply had named it."""
    desk = Desk(Writer(stage, f"erased{suffix}", is_erased=True).send())
    desk.to_unit()
    desk.reply()
    desk.writer.erase_contact()


def _ends(stage: Stage, suffix: str) -> None:
    """Letters that get no reply, one that is opened again, a lost code, a hold."""
    for name in ("redirect", "reject"):
        desk = Desk(Writer(stage, f"{name}{suffix}", says_who=False).send())
        desk.move(desk.registrar, name, {"note": desk.note(name)})
    gone = Writer(stage, f"withdrawn{suffix}", says_who=False).send()
    gone.act("withdraw", expect=200, text=gone.sign("typed.withdraw"))  # not ticked that it is meant
    gone.act("withdraw", text=gone.stage.canaries.word(f"mailbox.eventwords.text/{gone.name} withdrawn"), sure="on")
    Desk(gone).erased_on_request()
    again = Desk(Writer(stage, f"again{suffix}").send())
    again.to_unit()
    again.reply()
    again.move(again.registrar, "reopen", {"note": again.note("reopened")})
    again.code_lost()
    again.held_back()


def publication(stage: Stage) -> None:
    """Released, superseded, taken down, dropped, left waiting behind the gate."""
    for name, writer in [each for each in stage.facts.items() if isinstance(each[1], Writer)]:
        gate = Gate(writer)
        gate.propose()
        if name.startswith("open"):
            gate.stumble()
            stage.facts["superseded"] = gate
        if name.startswith("waiting"):
            gate.leave_waiting()
        elif name.startswith("dropped"):
            gate.drop()
        else:
            gate.release()
        if name.startswith("down"):
            gate.take_down()
        if name.startswith("newer"):
            stage.facts["successor"] = gate
    work_off()
    stage.facts["superseded"].deed("supersede", {"successor": stage.facts["successor"].pk})
    work_off()


def work_off() -> None:
    """Everything in the queue, also what waits for another try."""
    OutboxMessage.objects.exclude(state=MessageState.DONE).update(available_at=timezone.now())
    while drain(200):
        pass


def accidents(stage: Stage) -> None:
    """A mail server that refuses, a handler that raises, a worker that dies, a login that fails, addresses that are
    wrong: each with words of a letter at hand."""
    writer = Writer(stage, "accident", says_who=False).send()
    with refusing_mail_server() as server, override_settings(**server):
        work_off()
    _raising(stage, writer)
    _dying(writer)
    work_off()
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


def past_letters(stage: Stage) -> None:
    """``import_letters`` with good rows and bad ones, and with a file that is none."""
    given = stage.folder / "given"
    given.mkdir()
    rows = [_row(stage, "import", number=stage.canaries.word("mailbox.letter.source_number/import"))]
    rows.append(_row(stage, "bad", number="2", sent="not a day"))
    rows.append(_row(stage, "bad2", number="3", answer=""))
    (given / "letters.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    (given / "broken.xlsx").write_bytes(f"PK {stage.canaries.word('typed.broken/file')}".encode())
    for name in ("letters.jsonl", "broken.xlsx"):
        said, shown = io.StringIO(), io.StringIO()
        with contextlib.suppress(CommandError), contextlib.redirect_stderr(shown):
            people = {"marked_by": "publisher_two", "released_by": "releaser_two", "publish": True}
            call_command("import_letters", given / name, answered=True, stdout=said, stderr=shown, **people)
        stage.seen.append(
            Item("command output", (said.getvalue() + shown.getvalue()).encode(), f"import_letters {name}")
        )
    work_off()


def _row(stage: Stage, name: str, **facts: str) -> dict[str, str]:
    signs, fields = stage.canaries, "mailbox.letter" if name == "import" else "typed"
    body, phone = signs.word(f"{fields}.body/{name}"), signs.phone(f"{fields}.body/{name} phone")
    return {
        "留言编号": facts.get("number", ""),
        "留言用户": signs.name(f"typed.writer/{name}"),
        "留言主题": f"退费{signs.word(f'{fields}.subject/{name}')}",
        "留言时间": facts.get("sent", "2026-03-02 09:00:00"),
        "留言详情": f"怎么退费？{body}，我的电话{phone}",
        "答复意见": facts.get("answer", f"您好，学期末由学校结算。{signs.word(f'mailbox.reply.text/{name}')}"),
        "答复时间": "2026-03-05 09:00:00",
    }
