"""The lives of letters in their order; each leaves nothing undone that the next one needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from mailbox.models import Letter, ReplyTemplate
from mailbox.sweeping.handling import Desk
from mailbox.sweeping.publishing import Gate
from mailbox.sweeping.queue import work_off
from mailbox.sweeping.writing import Writer
from portal.accounts.models import User
from portal.privacy.models import MarkRule
from portal.privacy.sweep import operators
from portal.privacy.sweep.report import Item

if TYPE_CHECKING:
    from portal.privacy.sweep.stage import Stage

LONG = timedelta(days=20 * 365)  # longer than any rule of retention


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
    _kept_too_long(stage, suffix)


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


def _kept_too_long(stage: Stage, suffix: str) -> None:
    """Withdrawn so long ago that the rules delete the contact data: the letter had named it."""
    gone = Writer(stage, f"expired{suffix}", is_erased=True).send()
    gone.act("withdraw", text=gone.stage.canaries.word(f"mailbox.eventwords.text/{gone.name} withdrawn"), sure="on")
    Letter.objects.filter(pk=gone.letter.pk).update(closed_at=timezone.now() - LONG)
    stage.seen.append(Item(operators.PLACE, operators.said("apply_retention").encode(), "apply_retention"))


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
